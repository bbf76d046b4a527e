#include <algorithm>
#include <stdexcept>
#include <string>
#include <utility>
#include <vector>

#include <fmt/format.h>

#include "results/number_format.h"
#include "results/table.h"
#include "results/text_columns.h"
#include "results/text_layout.h"

// A table for a terminal.

namespace resettle {

namespace {

using Row = std::vector<Cell>;

constexpr std::size_t kBeside = 5;  // arms side by side

/// Columns that are told elsewhere than in a column of their own.
bool is_told_elsewhere(const std::string& column) { return column == "label" || column == "unit"; }

/// Names that a study gives stay as they are, the program's own words are spelt.
std::string text_of_key(const Column& column, const Cell& cell) {
  if (const auto* text = std::get_if<std::string>(&cell)) {
    return column.name == "arm" || column.name == "subgroup" ? *text : spelt(*text);
  }
  const auto* number = std::get_if<double>(&cell);
  if (number == nullptr) return "";
  if (column.unit == "share") return fmt::format("{:.3g} %", 100 * *number);
  return column.unit == "year" ? fmt::format("{}", *number) : number_text(*number, 0);
}

/// Numbers of a cell that decide how its column is written.
struct NumbersOf {
  std::vector<double>& numbers;
  void operator()(const Nothing&) const {}
  void operator()(const std::string&) const {}
  void operator()(bool) const {}
  void operator()(const Verdict&) const {}
  void operator()(double value) const { numbers.push_back(value); }
  void operator()(const Estimate& e) const {
    numbers.insert(numbers.end(), {e.mean, e.low, e.high});
  }
  void operator()(const RatioEstimate& r) const {
    numbers.insert(numbers.end(), {r.value, r.low, r.high});
  }
};

/// What stands in a column: a value and, of some, an interval.
struct Shown {
  std::string value;
  std::string interval{};
};

struct AsText {
  const NumberFormat& format;
  bool is_signed;
  bool is_word;  ///< of a fixed list

  Shown operator()(const Nothing& nothing) const {
    return {nothing.why == kNotDefined ? "-" : "(" + spelt(nothing.why) + ")"};
  }
  Shown operator()(const std::string& text) const { return {is_word ? spelt(text) : text}; }
  Shown operator()(bool value) const { return {value ? "yes" : "no"}; }
  Shown operator()(double value) const { return {format.text(value)}; }
  Shown operator()(const Estimate& e) const {
    return {format.text(e.mean, is_signed), format.interval(e.low, e.high, is_signed)};
  }
  Shown operator()(const RatioEstimate& r) const {
    return {format.text(r.value), format.interval(r.low, r.high, false)};
  }
  Shown operator()(const Verdict& verdict) const { return {words_of(verdict)}; }
};

/// Whether a head names the unit already, or there is none to name.
bool says(const std::string& head, const std::string& unit) {
  return unit.empty() || unit == kWord || head.find(unit) != std::string::npos;
}

class TextWriter {
 public:
  explicit TextWriter(const Table& table) : table_(table) {}

  [[nodiscard]] std::string text() const {
    auto text = heading(table_.title);
    if (!table_.meaning.empty()) text += wrapped(table_.meaning, "", 0, kTextWidth);
    if (table_.rows.empty()) return text + "Nothing to show.\n";
    for (const auto& [name, rows] : blocks()) {
      text += "\n" + block_title(name, rows);
      text += table_.layout.across.empty() ? lines(rows) : grid(rows);
    }
    return text;
  }

 private:
  using Rows = std::vector<const Row*>;

  [[nodiscard]] std::string key_text(const Row& row, std::size_t column) const {
    return text_of_key(table_.columns[column], row[column]);
  }

  /// Rows by the value of the key that makes blocks, in order of appearance.
  [[nodiscard]] std::vector<std::pair<std::string, Rows>> blocks() const {
    std::vector<std::pair<std::string, Rows>> found;
    for (const auto& row : table_.rows) {
      const auto name = table_.layout.blocks.empty()
                            ? std::string()
                            : key_text(row, table_.position(table_.layout.blocks));
      const auto same = std::find_if(found.begin(), found.end(),
                                     [&](const auto& block) { return block.first == name; });
      if (same != found.end()) {
        same->second.push_back(&row);
      } else {
        found.push_back({name, {&row}});
      }
    }
    return found;
  }

  /// The unit of a column in these rows.
  [[nodiscard]] std::string unit(const Column& column, const Rows& rows) const {
    if (column.unit != kUnitOfRow) return column.unit;
    return std::get<std::string>((*rows.front())[table_.position("unit")]);
  }

  [[nodiscard]] NumberFormat format(std::size_t column, const Rows& rows) const {
    std::vector<double> numbers;
    for (const auto* row : rows) std::visit(NumbersOf{numbers}, (*row)[column]);
    return NumberFormat(unit(table_.columns[column], rows), numbers);
  }

  /// The label of what the block is about, and the unit that all its numbers have.
  [[nodiscard]] std::string block_title(const std::string& name, const Rows& rows) const {
    if (table_.layout.blocks.empty()) return "";
    std::string title = name;
    if (table_.has("label"))
      title = std::get<std::string>((*rows.front())[table_.position("label")]);
    if (title.empty()) title = spelt(name);
    if (table_.has("unit")) {
      const auto shown = shown_columns();
      const auto amount = std::find_if(shown.begin(), shown.end(), [&](std::size_t c) {
        return table_.columns[c].unit != kWord;
      });
      const auto unit = amount == shown.end() ? "" : format(*amount, rows).unit();
      if (!says(title, unit)) title += ", " + unit;
    }
    return wrapped(title, "", 0, kTextWidth);
  }

  /// Whether none of these rows has anything there, not even a reason why there is no value.
  [[nodiscard]] static bool is_empty(std::size_t column, const Rows& rows) {
    return std::all_of(rows.begin(), rows.end(), [&](const Row* row) {
      const auto* nothing = std::get_if<Nothing>(&(*row)[column]);
      return nothing != nullptr && nothing->why == kNotDefined;
    });
  }

  /// Positions of the value columns that are shown.
  [[nodiscard]] std::vector<std::size_t> shown_columns() const {
    std::vector<std::size_t> shown;
    const auto& wanted = table_.layout.columns;
    for (std::size_t c = 0; c < table_.columns.size(); ++c) {
      const auto& column = table_.columns[c];
      if (column.kind == ColumnKind::key || is_told_elsewhere(column.name)) continue;
      if (!wanted.empty() && std::find(wanted.begin(), wanted.end(), column.name) == wanted.end()) {
        continue;
      }
      shown.push_back(c);
    }
    return shown;
  }

  /// Keys that stand in a column at the left.
  [[nodiscard]] std::vector<std::size_t> key_columns() const {
    std::vector<std::size_t> keys;
    for (std::size_t c = 0; c < table_.columns.size(); ++c) {
      const auto& column = table_.columns[c];
      const bool elsewhere =
          column.name == table_.layout.blocks || column.name == table_.layout.across;
      if (column.kind == ColumnKind::key && !elsewhere) keys.push_back(c);
    }
    return keys;
  }

  // ---- one line a row ---------------------------------------------------------------------------

  [[nodiscard]] std::string lines(const Rows& rows) const {
    std::vector<TextColumn> columns;
    for (const auto c : key_columns()) {
      TextColumn keys{{""}, true, true};
      for (const auto* row : rows) keys.cells.push_back(key_text(*row, c));
      columns.push_back(std::move(keys));
    }
    for (const auto c : shown_columns()) {
      if (!is_empty(c, rows)) add_values(columns, c, rows);
    }
    return set_in_columns(columns);
  }

  void add_values(std::vector<TextColumn>& columns, std::size_t c, const Rows& rows) const {
    const auto& column = table_.columns[c];
    const auto numbers = format(c, rows);
    std::string head = spelt(column.name);
    if (column.unit != kUnitOfRow && !says(head, numbers.unit())) head += ", " + numbers.unit();
    TextColumn values{{head}};
    TextColumn intervals{{"95 % interval"}};
    bool any = false;
    for (const auto* row : rows) {
      const auto shown =
          std::visit(AsText{numbers, column.is_signed, column.unit == kWord}, (*row)[c]);
      values.cells.push_back(shown.value);
      intervals.cells.push_back(shown.interval);
      any = any || !shown.interval.empty();
    }
    const bool words = std::any_of(rows.begin(), rows.end(), [&](const Row* row) {
      return std::holds_alternative<Verdict>((*row)[c]) ||
             std::holds_alternative<std::string>((*row)[c]);
    });
    if (words) {
      values.is_text = true;
      if (std::holds_alternative<Verdict>((*rows.front())[c])) values.cells.front().clear();
    }
    columns.push_back(std::move(values));
    if (any) columns.push_back(std::move(intervals));
  }

  // ---- one key side by side ---------------------------------------------------------------------

  [[nodiscard]] std::string grid(const Rows& rows) const {
    const auto across = table_.position(table_.layout.across);
    std::vector<std::string> heads;
    std::vector<std::string> names;
    std::vector<std::vector<std::string>> cells;  // row, column
    const auto place = [](std::vector<std::string>& known, const std::string& name) {
      const auto found = std::find(known.begin(), known.end(), name);
      const auto at = static_cast<std::size_t>(found - known.begin());
      if (found == known.end()) known.push_back(name);
      return at;
    };
    const auto keys = key_columns();
    const auto shown = shown_columns();
    require_one_number(shown);
    const auto numbers = format(shown.front(), rows);
    for (const auto* row : rows) {
      std::string name;
      for (const auto c : keys) name += (name.empty() ? "" : ", ") + key_text(*row, c);
      const auto r = place(names, name);
      const auto c = place(heads, key_text(*row, across));
      if (cells.size() <= r) cells.resize(r + 1);
      if (cells[r].size() <= c) cells[r].resize(c + 1);
      cells[r][c] = grid_cell(*row, shown, numbers);
    }
    std::string text;
    for (std::size_t first = 0; first < heads.size(); first += kBeside) {
      const auto last = std::min(first + kBeside, heads.size());
      const bool told = table_.has("unit") && !table_.layout.blocks.empty();
      std::vector<TextColumn> columns{{{told ? "" : numbers.unit()}, true, true}};
      for (const auto& name : names) columns.front().cells.push_back(name);
      for (auto c = first; c < last; ++c) {
        TextColumn column{{cut_to(heads[c], 16) + "  "}};
        for (const auto& row : cells) column.cells.push_back(c < row.size() ? row[c] : "");
        columns.push_back(std::move(column));
      }
      text += (first == 0 ? "" : "\n") + set_in_columns(columns);
    }
    return text;
  }

  /// The number and the mark of its verdict, which takes two places so that digits stay in line.
  [[nodiscard]] std::string grid_cell(const Row& row, const std::vector<std::size_t>& shown,
                                      const NumberFormat& numbers) const {
    const bool is_signed = table_.columns[shown.front()].is_signed;
    const auto cell = std::visit(AsText{numbers, is_signed, false}, row[shown.front()]).value;
    std::string mark;
    if (shown.size() > 1) {
      if (const auto* verdict = std::get_if<Verdict>(&row[shown[1]])) mark = mark_of(*verdict);
    }
    return cell + left_aligned(mark, 2);
  }

  void require_one_number(const std::vector<std::size_t>& shown) const {
    if (shown.empty()) throw std::logic_error("table " + table_.name + " shows no number");
  }

  const Table& table_;
};

}  // namespace

std::string table_text(const Table& table) { return TextWriter(table).text(); }

}  // namespace resettle
