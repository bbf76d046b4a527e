// Draws the figures of the report: fills in what the reader chose, hover texts, data tables and
// downloads. Everything comes from the page itself; nothing is ever fetched.
(() => {
  "use strict";

  const report = JSON.parse(document.getElementById("report-data").textContent);
  const { texts, numbers } = report;
  const narrow = window.matchMedia("(max-width: 620px)");

  // ---- numbers in the words of the language (the same rules as words.py) ------------------------

  const fill = (text, places) => text.replace(/\{(\w+)\}/g, (_, name) => places[name]);

  // Three significant digits, two below 1; no empty decimals; thousands separated.
  function rounded(value) {
    const near = Number(value.toPrecision(value >= 1 ? 3 : 2));
    return near.toLocaleString("en-US", { maximumFractionDigits: 20 });
  }

  function money(value) {
    const step = numbers.krw_steps.find((one) => value >= one.from);
    if (!step) return fill(numbers.krw, { number: rounded(value) });
    return fill(step.text, { number: rounded(value / step.unit) });
  }

  function size(value, kind) {
    if (kind === "krw") return money(value);
    if (kind === "count" || kind === "size") {
      return rounded(value < 1000 ? Math.floor(value + 0.5) : value);
    }
    if (kind === "share") return fill(numbers.percent, { number: rounded(100 * value) });
    if (kind === "probability") return fill(numbers.percent, { number: Math.round(100 * value) });
    if (kind === "share_difference") return fill(numbers.points, { number: rounded(100 * value) });
    return rounded(value);
  }

  function shown(value, kind, signed = false) {
    if (value === null || value === undefined || value === "") return numbers.missing;
    if (kind === "text" || kind === "year") return String(value);
    if (kind === "below") return fill(numbers.below, { number: value.toLocaleString("en-US") });
    if (kind === "count" && Math.abs(value) < 0.5) return "0";
    const sign = kind === "size" ? "" : value < 0 ? "\u2212" : signed && value > 0 ? "+" : "";
    return sign + size(Math.abs(value), kind);
  }

  // ---- rows --------------------------------------------------------------------------------------

  function unpacked(fields) {
    const names = Object.keys(fields);
    const first = fields[names[0]];
    const count = (first.codes || first.values).length;
    const column = ({ levels, codes, values }) => (codes ? codes.map((c) => levels[c]) : values);
    const columns = names.map((name) => column(fields[name]));
    return Array.from({ length: count }, (_, i) =>
      Object.fromEntries(names.map((name, k) => [name, columns[k][i]])));
  }

  // A cell of a CSV file. A text that a spreadsheet would take for a formula gets an apostrophe in
  // front (the same rule as csv_text.py); a number stays a number.
  const formula = new RegExp(
    "^[ \"'\\u00a0\\u2002\\u2003\\u2009\\u200b\\u2018\\u2019\\u201c\\u201d\\u3000\\ufeff]*" +
      "[-=+@\\uff1d\\uff0b\\uff0d\\uff20\\t\\r\\n\\v\\f]");

  function csvCell(value) {
    if (typeof value === "number") return String(value);
    const text = String(value ?? "");
    return `"${formula.test(text) ? "'" : ""}${text.replaceAll('"', '""')}"`;
  }

  const differenceKind = (kind) => (kind === "share" ? "share_difference" : kind);

  function cellText(column, row) {
    const value = row[column.key];
    if (value === null && column.key === "persons" && row.limit) return shown(row.limit, "below");
    if (column.kind === "level") return shown(value, row.kind);
    if (column.kind === "difference") return shown(value, differenceKind(row.kind), true);
    return shown(value, column.kind);
  }

  // ---- one figure --------------------------------------------------------------------------------

  class Figure {
    constructor(told) {
      this.told = told;
      this.rows = unpacked(told.fields);
      this.chosen = Object.fromEntries(told.choices.map((c) => [c.key, (c.options[0] || [""])[0]]));
      this.element = document.getElementById(`figure-${told.key}`);
      this.plot = this.element.querySelector(".plot");
      this.data = this.element.querySelector("details.data");
      this.addChoices();
      this.data.addEventListener("toggle", () => this.data.open && this.list());
      const link = this.element.querySelector(".download");
      link.addEventListener("click", () => { link.href = this.download(); });
    }

    addChoices() {
      const place = this.element.querySelector(".choices");
      for (const choice of this.told.choices) {
        if (choice.options.length < 2) continue;
        const label = document.createElement("label");
        const select = document.createElement("select");
        label.append(choice.label, select);
        select.dataset.choice = choice.key;
        select.append(...choice.options.map(([value, text]) => new Option(text, value)));
        select.addEventListener("change", () => {
          this.chosen[choice.key] = select.value;
          this.draw();
        });
        place.append(label);
      }
    }

    label(key) {
      const choice = this.told.choices.find((one) => one.key === key);
      return (choice.options.find(([value]) => value === this.chosen[key]) || ["", ""])[1];
    }

    visible() {
      const filters = this.told.choices.filter((choice) => !choice.highlights);
      const highlights = this.told.choices.filter((choice) => choice.highlights);
      const fits = (row) => (choice) => row[choice.key] === this.chosen[choice.key];
      return this.rows
        .filter((row) => filters.every(fits(row)))
        .map((row) => ({ ...row, chosen: highlights.every(fits(row)), tip: this.hover(row) }));
    }

    hover(row) {
      return this.told.columns
        .filter((column) => column.hover)
        .map((column) => `${column.label}: ${cellText(column, row)}`)
        .join("\n");
    }

    // How many labels of this width a line of the legend holds.
    columnsOf(label) {
      const symbolAndGap = 45;
      const fitting = Math.floor(this.plot.clientWidth / (Math.min(label, 320) + symbolAndGap));
      return Math.max(1, Math.min(4, fitting));
    }

    async draw() {
      const rows = this.visible();
      const keys = this.told.choices.map((choice) => choice.key);
      const labels = Object.fromEntries(keys.map((k) => [k, this.label(k)]));
      const title = fill(this.told.title, { ...this.told.places, ...labels });
      this.element.querySelector("h3").textContent = title;
      this.element.querySelector(".nothing").hidden = rows.length > 0;
      this.plot.hidden = rows.length === 0;
      if (this.data.open) this.list();
      if (rows.length === 0) return;
      const kind = rows[0].kind || "number";
      const text = JSON.stringify(this.told.spec)
        .replaceAll("__DIFFERENCE__", differenceKind(kind))
        .replaceAll(/"__COLUMNS_(\d+)__"/g, (_, label) => this.columnsOf(Number(label)));
      const spec = {
        ...JSON.parse(text),
        data: { values: rows },
        description: `${title}. ${texts.table_below}`,
        config: look(),
      };
      const options = {
        mode: "vega-lite", renderer: "svg", actions: false, expressionFunctions: { shown },
      };
      const { view } = await vegaEmbed(this.plot, spec, options);
      if (this.view) this.view.finalize();
      this.view = view;
    }

    list() {
      const rows = this.visible().filter((row) => row.chosen);
      const table = document.createElement("table");
      const head = table.createTHead().insertRow();
      for (const column of this.told.columns) {
        const cell = document.createElement("th");
        cell.scope = "col";
        cell.textContent = column.label;
        if (column.kind !== "text" && column.kind !== "year") cell.className = "n";
        head.append(cell);
      }
      const body = table.createTBody();
      for (const row of rows) {
        const line = body.insertRow();
        for (const column of this.told.columns) {
          const cell = line.insertCell();
          cell.textContent = cellText(column, row);
          if (column.kind !== "text" && column.kind !== "year") cell.className = "n";
        }
      }
      this.data.querySelector(".scroll").replaceChildren(table);
    }

    // All rows, whatever is chosen, with full names and plain numbers.
    download() {
      const choices = this.told.choices.filter(
        (choice) => !this.told.columns.some((column) => column.key === choice.key));
      const heads = [...choices.map((c) => c.label), ...this.told.columns.map((c) => c.label)];
      const name = (choice, row) =>
        (choice.options.find(([value]) => value === row[choice.key]) || ["", row[choice.key]])[1];
      const lines = this.rows.map((row) => [
        ...choices.map((choice) => name(choice, row)),
        ...this.told.columns.map((column) => row[column.key]),
      ]);
      const text = [heads, ...lines].map((line) => line.map(csvCell).join(",")).join("\r\n");
      if (this.address) URL.revokeObjectURL(this.address);
      // The mark at the start makes spreadsheet programs read Korean rightly.
      this.address = URL.createObjectURL(new Blob(["\ufeff", text], { type: "text/csv" }));
      return this.address;
    }
  }

  function look() {
    const font = getComputedStyle(document.body).fontFamily;
    const small = narrow.matches ? 10.5 : 12;
    const axis = { labelFontSize: small, titleFontSize: small, titleFontWeight: "normal" };
    const colours = { labelColor: "#333333", titleColor: "#333333", gridColor: "#E3E3E3" };
    return {
      font,
      background: null,
      axis: { ...axis, ...colours, domainColor: "#767676", tickColor: "#767676" },
      axisY: narrow.matches ? { labelLimit: 120 } : {},
      legend: { labelFontSize: 13, symbolSize: 110, symbolStrokeWidth: 2.5, rowPadding: 5 },
      view: { stroke: null },
    };
  }

  // ---- the page ----------------------------------------------------------------------------------

  const figures = report.figures.map((told) => new Figure(told));
  const drawAll = () => Promise.all(figures.map((figure) => figure.draw()));
  narrow.addEventListener("change", drawAll);

  // Paper cannot unfold: opened is what it shows, not what is told on the screen only.
  const folds = [...document.querySelectorAll("details.fold:not(.data):not(.screen-only)")];
  let opened = [];
  window.addEventListener("beforeprint", () => {
    opened = folds.filter((fold) => !fold.open);
    opened.forEach((fold) => { fold.open = true; });
  });
  window.addEventListener("afterprint", () => opened.forEach((fold) => { fold.open = false; }));

  drawAll().then(() => document.documentElement.setAttribute("data-drawn", "true"));
})();
