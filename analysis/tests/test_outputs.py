"""Where something is to be written is judged before any work is done."""

from __future__ import annotations

import os
import stat
from pathlib import Path

import pytest

from resettle import StudyError
from resettle.exporting.__main__ import main as export
from resettle.outputs import check_new_folder, checked_file
from resettle.report import ENDINGS, write_report
from resettle.report.__main__ import main as report
from resettle.report.printing import NAMES, print_page

REPORT = '<!DOCTYPE html>\n<meta name="generator" content="resettle report">\n'


def checked(name: object) -> Path:
    return checked_file(str(name), ENDINGS, "A report")


@pytest.fixture
def no_work(monkeypatch) -> None:
    """Fails when a report is begun."""

    def work(*_: object) -> None:
        raise AssertionError("the work was begun")

    monkeypatch.setattr("resettle.report.StudySource", work)
    monkeypatch.setattr("resettle.exporting.folder.open_study", work)


BAD = [
    ("x.yaml", "does not end in .html or .htm or .pdf"), ("x.h5", "does not end"),
    ("x", "does not end"), ("x.html.txt", "does not end"), (".html", "does not end"),
    ("FOLDER", "is a folder. Name a file in it"), ("FOLDER/", "is a folder"), ("x.html/", "is a folder"),
    ("absent/x.html", "There is no folder"), ("mine.txt/x.html", "is a file and no folder"),
    ("loop.html", "cannot be followed|no ordinary file|cannot be looked at"),
    ("pipe.html", "no ordinary file"),
    ("mine.html", "is no report"), ("study.pdf", "is no report"), ("/dev/null", "does not end|no ordinary"),
    ("to_mine.html", "is no report"), ("n" * 260 + ".html", "too long"), ("to_null.html", "no ordinary file"),
]  # fmt: skip


@pytest.fixture
def place(tmp_path, monkeypatch) -> Path:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "FOLDER").mkdir()
    (tmp_path / "mine.txt").write_text("mine")
    (tmp_path / "mine.html").write_text("<html>mine</html>")
    (tmp_path / "study.pdf").write_bytes(b"%PDF-1.4\nmine")
    (tmp_path / "to_mine.html").symlink_to("mine.txt")
    (tmp_path / "loop.html").symlink_to("loop.html")
    (tmp_path / "to_null.html").symlink_to("/dev/null")
    os.mkfifo(tmp_path / "pipe.html")
    return tmp_path


@pytest.mark.parametrize(("name", "why"), BAD, ids=[name[:12] or "empty" for name, _ in BAD])
def test_a_name_that_cannot_be_is_refused_before_the_work(place, no_work, monkeypatch, capsys, name, why):
    before = {path.name: path.lstat() for path in place.iterdir()}
    monkeypatch.setattr("sys.argv", ["resettle report", "study.h5", "-o", name])
    assert report() == 2
    said = capsys.readouterr()
    assert said.out == ""
    assert "Traceback" not in said.err
    with pytest.raises(StudyError, match=why):
        write_report("study.h5", name)
    assert {path.name: path.lstat() for path in place.iterdir()} == before


def test_names_that_can_be(place) -> None:
    for name in ("new.html", "new.htm", "NEW.HTML", "new.pdf", "FOLDER/new.html", "n" * 250 + ".html"):
        assert checked(name) == (place / name).resolve()
    (place / "dangling.html").symlink_to("FOLDER/later.html")
    assert checked("dangling.html") == place / "FOLDER" / "later.html"


def test_a_folder_without_permission_is_named(place) -> None:
    shut = Path("/proc/1") if os.geteuid() == 0 else place / "FOLDER"
    if os.geteuid() != 0:
        shut.chmod(stat.S_IRUSR | stat.S_IXUSR)
    with pytest.raises(StudyError, match="Nothing can be written in the folder"):
        checked(shut / "x.html")
    with pytest.raises(StudyError, match="Nothing can be written in the folder"):
        check_new_folder(shut / "tables")


def test_a_report_replaces_a_report_also_through_a_link(place, monkeypatch) -> None:
    monkeypatch.setattr("resettle.report.StudySource", lambda *_: None)
    monkeypatch.setattr("resettle.report.make_page", lambda *_: REPORT + "new")
    (place / "FOLDER" / "old.html").write_text(REPORT + "old")
    (place / "link.html").symlink_to("FOLDER/old.html")
    (place / "empty.html").touch()
    long = "n" * 250 + ".html"
    for name in ("link.html", "empty.html", long):
        assert write_report("study.h5", name) == Path(name)
        assert Path(name).read_text() == REPORT + "new"
    assert (place / "link.html").is_symlink()
    assert not [path for path in place.rglob("*") if "unfinished" in path.name]


def test_without_chromium_a_pdf_is_refused_before_the_work(place, no_work, monkeypatch, capsys):
    monkeypatch.setenv("PATH", str(place))
    monkeypatch.setattr("sys.argv", ["resettle report", "study.h5", "-o", "r.pdf"])
    assert report() == 2
    assert "-o report.html" in (said := capsys.readouterr().err)
    assert "install Chromium" in said
    assert not (place / "r.pdf").exists()


def fake_browser(place: Path, body: str) -> str:
    browser = place / NAMES[0]
    browser.write_text(f"#!/bin/sh\n{body}\n")
    browser.chmod(0o755)
    return str(browser)


def test_a_pdf_is_printed_and_later_known_as_a_report(place, monkeypatch) -> None:
    body = 'for a; do case $a in --print-to-pdf=*) printf "%%PDF-1.4 page" > "${a#*=}";; esac; done'
    fake_browser(place, body)
    monkeypatch.setenv("PATH", f"{place}:{os.environ['PATH']}")
    monkeypatch.setattr("resettle.report.StudySource", lambda *_: None)
    monkeypatch.setattr("resettle.report.make_page", lambda *_: REPORT)
    for _ in range(2):
        write_report("study.h5", "r.pdf")
        assert (place / "r.pdf").read_bytes().startswith(b"%PDF-1.4 page")


def test_a_browser_that_prints_nothing_is_said(place) -> None:
    with pytest.raises(StudyError, match="printed no PDF(.|\n)*no display"):
        print_page("x", place / "r.pdf", fake_browser(place, "echo no display >&2; exit 1"))
    with pytest.raises(StudyError, match="printed no PDF"):
        print_page("x", place / "r.pdf", str(place / "no_such_browser"))


@pytest.mark.parametrize(
    ("name", "why"),
    [("mine.txt", "not an empty folder"), ("mine.txt/x", "is a file and no folder"),
     ("loop.html", "cannot be followed|not an empty folder|cannot be looked"),
     ("pipe.html", "not an empty folder"), (".", "not an empty folder"),
     ("n" * 260, "too long"), ("new/" + "n" * 260, "too long")],
    ids=lambda value: value[:8] or "empty",
)  # fmt: skip
def test_an_export_judges_its_folder_before_the_work(place, no_work, capsys, name, why) -> None:
    assert export(["study.h5", "-o", name]) == 2
    assert "Traceback" not in capsys.readouterr().err
    with pytest.raises(StudyError, match=why):
        check_new_folder(name)


def test_folders_that_can_be(place) -> None:
    for name in ("new", "new/below", "FOLDER", "FOLDER/"):
        assert check_new_folder(name) == Path(name)
    assert sorted(path.name for path in (place / "FOLDER").iterdir()) == []


@pytest.mark.parametrize("study", [".", "absent.h5", "FOLDER", "a" * 300])
def test_a_study_that_is_none_is_said(place, monkeypatch, capsys, study) -> None:
    monkeypatch.setattr("sys.argv", ["resettle report", study])
    assert report() == 2
    assert "Traceback" not in capsys.readouterr().err


@pytest.mark.parametrize("command", [report, lambda: export(["study.h5", "-o", ""])])
def test_an_empty_word_is_refused(place, no_work, monkeypatch, capsys, command) -> None:
    monkeypatch.setattr("sys.argv", ["resettle report", "study.h5", "-o", ""])
    with pytest.raises(SystemExit) as ended:
        command()
    assert ended.value.code == 2
    assert "a word of the command is empty" in capsys.readouterr().err
