"""The report as a reader meets it: opened in a browser (Chromium, without its window)."""

from __future__ import annotations

import csv
import os
import re
import shutil
from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path

import h5py
import numpy as np
import pytest
from playwright.sync_api import Browser, Page, sync_playwright

from resettle.report import LANGUAGES, write_report
from resettle.report.page import _data
from resettle.report.source import StudySource
from resettle.report.words import Words

CHROMIUM = shutil.which("chromium")
STUDY = os.environ.get("RESETTLE_STUDY")

pytestmark = pytest.mark.skipif(
    not STUDY or not CHROMIUM or "RESETTLE_BIN" not in os.environ,
    reason="needs the program, a study and Chromium; run by ./resettle test",
)


@pytest.fixture(scope="module")
def pages(tmp_path_factory) -> dict[str, Path]:
    folder = tmp_path_factory.mktemp("reports")
    return {
        language: write_report(STUDY, folder / f"{language}.html", language)
        for language in LANGUAGES
    }


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with sync_playwright() as playwright:
        # The sandbox needs rights that containers do not give.
        opened = playwright.chromium.launch(executable_path=CHROMIUM, chromium_sandbox=False)
        yield opened
        opened.close()


class Opened:
    """A report in a browser, with what it asked of the network and what it complained about."""

    def __init__(self, page: Page, path: Path) -> None:
        self.page = page
        self.asked: list[str] = []
        self.errors: list[str] = []
        page.on("request", lambda request: self.asked.append(request.url))
        page.on("pageerror", lambda error: self.errors.append(str(error)))
        page.on("console", self._listen)
        page.goto(path.as_uri(), timeout=120_000)
        page.wait_for_selector("html[data-drawn]", state="attached", timeout=120_000)

    def _listen(self, message) -> None:
        if message.type == "error":
            self.errors.append(message.text)

    def drawing(self, figure: str) -> str:
        return self.page.locator(f"#figure-{figure} .plot svg").first.inner_html()


@pytest.fixture(params=LANGUAGES)
def opened(request, pages, browser) -> Iterator[Opened]:
    page = browser.new_page(viewport={"width": 1200, "height": 900})
    yield Opened(page, pages[request.param])
    page.close()


@pytest.fixture
def english(pages, browser) -> Iterator[Opened]:
    page = browser.new_page(viewport={"width": 1200, "height": 900})
    yield Opened(page, pages["en"])
    page.close()


def test_asks_nothing_of_the_network_and_has_no_errors(opened: Opened) -> None:
    assert [url for url in opened.asked if not url.startswith("file:")] == []
    assert opened.errors == []


def test_every_figure_is_drawn_and_titled(opened: Opened) -> None:
    figures = opened.page.locator("figure.chart")
    assert figures.count() >= 3
    for i in range(figures.count()):
        figure = figures.nth(i)
        title = figure.locator("h3").inner_text()
        assert title and "{" not in title and "undefined" not in title
        assert figure.locator(".plot svg").count() == 1 or figure.locator(".nothing").is_visible()


@pytest.mark.parametrize("width", [400, 1600])
def test_never_wider_than_the_window(opened: Opened, width: int) -> None:
    opened.page.set_viewport_size({"width": width, "height": 900})
    opened.page.wait_for_timeout(500)
    assert opened.page.evaluate("getComputedStyle(document.body).wordBreak") == "keep-all"
    wide = opened.page.evaluate("document.documentElement.scrollWidth")
    assert wide <= width
    opened.page.evaluate("document.querySelectorAll('details').forEach(d => { d.open = true; })")
    assert opened.page.evaluate("document.documentElement.scrollWidth") <= width


def test_all_controls_are_reached_by_keyboard(english: Opened) -> None:
    page = english.page
    wanted = page.evaluate("document.querySelectorAll('main a, select, summary').length")
    hidden = page.evaluate(
        "[...document.querySelectorAll('main a, select, summary')]"
        ".filter(e => !e.checkVisibility()).length"
    )
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.className") == "skip"
    reached = set()
    for _ in range(3 * wanted):
        page.keyboard.press("Tab")
        found = page.evaluate(
            "(() => { const e = document.activeElement;"
            " return [...document.querySelectorAll('main a, select, summary')].indexOf(e); })()"
        )
        if found >= 0:
            reached.add(found)
            outline = page.evaluate("getComputedStyle(document.activeElement).outlineStyle")
            assert outline != "none"
    assert len(reached) == wanted - hidden


def test_choosing_changes_figure_title_and_data(english: Opened) -> None:
    page = english.page
    figure = page.locator("#figure-difference")
    figure.locator("summary").click()
    before = english.drawing("difference"), figure.locator("h3").inner_text()
    table = figure.locator("table").inner_text()
    for choice in ("subgroup", "outcome", "arm"):
        select = figure.locator(f"select[data-choice={choice}]")
        select.select_option(index=1)
        page.wait_for_function(
            "before => document.querySelector('#figure-difference .plot svg').innerHTML !== before",
            arg=before[0],
        )
        now = english.drawing("difference"), figure.locator("h3").inner_text()
        assert now[1] != before[1]
        assert figure.locator("table").inner_text() != table
        before, table = now, figure.locator("table").inner_text()


def test_hover_shows_a_value(english: Opened) -> None:
    page = english.page
    mark = page.locator("#figure-flows .plot svg .mark-rect path").nth(3)
    mark.scroll_into_view_if_needed()
    box = mark.bounding_box()
    page.mouse.move(box["x"] + 24, box["y"] + 24)  # beside the number
    tip = page.locator("#vg-tooltip-element")
    page.wait_for_selector("#vg-tooltip-element.visible")
    assert re.search(r"\d|–", tip.inner_text())


def test_download_has_all_rows(english: Opened, tmp_path: Path) -> None:
    figure = english.page.locator("#figure-types")
    figure.locator("summary").click()
    with english.page.expect_download() as started:
        figure.locator(".download").click()
    saved = tmp_path / "types.csv"
    started.value.save_as(saved)
    lines = saved.read_text(encoding="utf-8-sig").splitlines()
    assert lines[0].startswith('"Policy","Group of persons","Year"')
    with h5py.File(STUDY) as file:
        shares = file["aggregates/share_integration"]
        arms, _, months, _ = shares.shape
    everybody = [line for line in lines if '"everybody"' in line]
    assert len(everybody) == arms * 4 * months // 12


def test_a_download_has_no_formulas_but_numbers_below_zero(pages, browser, tmp_path: Path) -> None:
    text = pages["en"].read_text(encoding="utf-8")
    assert '"Mentor for every second newcomer"' in text
    mean = tmp_path / "mean.html"
    mean.write_text(text.replace('"Mentor for every second newcomer"', '"=HYPERLINK(\\"x\\",1)"'))
    figure = Opened(browser.new_page(), mean).page.locator("#figure-difference")
    figure.locator("summary").click()
    with figure.page.expect_download() as started:
        figure.locator(".download").click()
    started.value.save_as(tmp_path / "d.csv")
    figure.page.close()
    with (tmp_path / "d.csv").open(encoding="utf-8-sig", newline="") as file:
        rows = list(csv.reader(file))
    assert {len(row) for row in rows} == {len(rows[0])}
    cells = {cell for row in rows for cell in row}
    assert """'=HYPERLINK("x",1)""" in cells
    assert any(re.fullmatch(r"-\d.*", cell) for cell in cells)
    assert not any(cell.startswith("=") for cell in cells)


def test_prints_with_everything_opened(opened: Opened, tmp_path: Path) -> None:
    target = tmp_path / "report.pdf"
    opened.page.pdf(path=target, prefer_css_page_size=True)
    pages = len(re.findall(rb"/Type\s*/Page\b", target.read_bytes()))
    assert 4 <= pages <= 30
    opened.page.emulate_media(media="print")
    opened.page.evaluate("window.dispatchEvent(new Event('beforeprint'))")
    folds = opened.page.locator("details.fold:not(.data):not(.screen-only)")
    assert folds.count() == opened.page.locator("details.fold[open]").count() > 0
    kept_back = opened.page.locator("details.screen-only")
    assert kept_back.count() >= 3
    assert not any(kept_back.nth(i).is_visible() for i in range(kept_back.count()))
    assert opened.page.locator(".print-only").last.is_visible()


def test_paper_has_tables_with_heads_not_cards(english: Opened) -> None:
    english.page.set_viewport_size({"width": 688, "height": 1000})  # A4 without its margins
    english.page.emulate_media(media="print")
    table = english.page.locator("#results table").first
    assert table.locator("thead").bounding_box()["x"] >= 0
    assert table.locator("td").first.evaluate("e => getComputedStyle(e).display") == "table-cell"
    english.page.emulate_media(media="screen")
    assert table.locator("td").first.evaluate("e => getComputedStyle(e).display") == "grid"


def test_what_scrolls_is_reached_by_keyboard_and_every_heading_says_something(pages) -> None:
    text = pages["en"].read_text(encoding="utf-8")
    scrolling = re.findall(r'<div class="scroll"[^>]*>', text)
    assert scrolling
    assert all('tabindex="0"' in tag and "aria-label" in tag for tag in scrolling)
    assert re.findall(r"<h3[^>]*>\s*</h3>", text) == []


def test_korean_page_has_no_english_sentence(pages, browser) -> None:
    page = browser.new_page()
    korean = Opened(page, pages["ko"])
    page.evaluate("document.querySelectorAll('details').forEach(d => { d.open = true; })")
    page.evaluate(
        "document.querySelectorAll('code, pre, .facts-list, small').forEach(e => e.remove())"
    )
    text = page.locator("body").inner_text().replace("resettle report", "")
    assert re.findall(r"[A-Za-z]{2,} [a-z]{2,}[^\n]*", text) == []
    assert korean.page.evaluate("document.documentElement.lang") == "ko"
    page.close()


def test_a_first_look_is_said_above_the_answer(opened: Opened) -> None:
    box = opened.page.locator(".preliminary")
    assert box.is_visible()
    assert box.bounding_box()["y"] < opened.page.locator("#answer").bounding_box()["y"]
    assert re.search("Do not quote|인용하지 마십시오", box.inner_text())


@pytest.mark.parametrize("width", [400, 1280, 1600])
def test_years_do_not_run_together(opened: Opened, width: int) -> None:
    opened.page.set_viewport_size({"width": width, "height": 900})
    opened.page.wait_for_timeout(500)
    for figure in ("types", "difference", "budget"):
        labels = opened.page.locator(f"#figure-{figure} .plot svg .role-axis-label text")
        boxes = [(label.text_content(), label.bounding_box()) for label in labels.all()]
        years = [box for text, box in boxes if re.fullmatch(r"(19|20)\d\d", text) and box]
        years.sort(key=lambda box: box["x"])
        assert len(years) >= 2, figure
        pairs = pairwise(years)
        assert all(a["x"] + a["width"] + 3 < b["x"] for a, b in pairs), figure


def test_size(pages) -> None:
    for path in pages.values():
        assert path.stat().st_size < 3_000_000


def test_yearly_means_are_those_of_the_file() -> None:
    source = StudySource(Path(STUDY))
    means = source.yearly_means("employment_rate")
    with h5py.File(STUDY) as file:
        table = file["aggregates/employment_rate"]
        year = table[1, :, -12:, 0].astype("float64").mean(axis=1)
        reference = table[0, :, -12:, 0].astype("float64").mean(axis=1)
    assert means.level[1, -1, 0] == pytest.approx(year.mean())
    assert means.difference[1, -1, 0] == pytest.approx((year - reference).mean())
    error = (year - reference).std(ddof=1) / np.sqrt(len(year))
    assert means.high[1, -1, 0] > means.difference[1, -1, 0] + error


def test_no_text_of_a_study_ends_or_swallows_a_script() -> None:
    words = Words("en")
    words.texts = {**words.texts, "script": {"x": "<!-- <script> </script>"}}
    assert "<" not in _data([], words)
