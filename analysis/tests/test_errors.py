"""What messages show of names and texts that others wrote."""

from resettle.errors import visible
from resettle.exporting.__main__ import main


def test_what_steers_a_terminal_is_shown_as_an_escape():
    assert visible("a\x1b[2J\u202e\u009b\x7f\r") == "a\\x1b[2J\\u202e\\u009b\\u007f\\x0d"
    assert visible("\udcff") == "\\udcff"  # a byte of a file name that is no text
    assert visible("한글\n\té") == "한글\n\té"


def test_messages_steer_no_terminal(tmp_path, capsys):
    assert main([str(tmp_path / "no\x1b[2J\u202e.h5"), "-o", str(tmp_path / "new")]) == 2
    said = capsys.readouterr().err
    assert "\\x1b[2J\\u202e" in said and "\x1b" not in said and "\u202e" not in said
