"""The comparison in a terminal, in the words of the report."""

from __future__ import annotations

import json
import re
from typing import Any

import pytest
from report_sections import Arm, comparison, count, estimate, judged, verdict

from resettle import Comparison, StudyError
from resettle.report import LANGUAGES
from resettle.report.answer import Answer
from resettle.report.tables import Tables
from resettle.report.words import Words
from resettle.terminal import tell
from resettle.terminal.__main__ import PASSED_ON, main
from resettle.terminal.layout import WIDTH, room
from resettle.terminal.listing import Listing


def told_by_the_program(*arms: Arm, **changes: Any) -> Comparison:
    arms = arms or (Arm("mentoring", "Mentor for every second newcomer"), Arm("b", "나의 정책", -500,
                    verdict=verdict("less", "likely"), finding="loses"))  # fmt: skip
    told = comparison(*arms, with_=None, **changes)
    told.raw["with"] = told.raw.pop("with_")
    topics = {"horizon": "effects", "at_end": "effects", "frontier": "economics", "ranking": "statistics"}
    for name, table in told.raw["tables"].items():
        table["topic"] = topics.get(name, "equity")
    return told


def in_one_line(text: str) -> str:
    return " ".join(text.split())


# ---- in short -----------------------------------------------------------------------------------


@pytest.mark.parametrize("language", LANGUAGES)
def test_it_says_what_the_report_says_in_the_same_sentences(language: str) -> None:
    words = Words(language)
    told = told_by_the_program()
    answer = Answer(told.in_language(language), words)
    text = tell(told, language, "my study.h5")
    assert max(map(room, text.splitlines())) <= WIDTH
    for sentence in (
        answer.question().text, answer.facts(), *answer.sentences(), words("not_known"), answer.rule(),
        *answer.preliminary(), *(limit.replace("`", "") for limit in answer.limits()),
    ):  # fmt: skip
        assert in_one_line(sentence) in in_one_line(text), sentence
    assert "compare \"my study.h5\" --lang" in text
    assert "{" not in text


def test_one_table_has_gain_certainty_cost_and_price_of_every_arm() -> None:
    text = tell(told_by_the_program(), "ko", "a.h5")
    table = text.partition("무급 시간은 빼고")[2].partition("기준 정책 수준의")[0]
    flat = in_one_line(table)
    for part in ("+2,000", "+1,720 ~ +2,280", "+25억 원", "25만 원", "20 ~ 30만 원", "나의 정책"):
        assert part in flat
    assert "▲ 증가, 가능성 매우 높음" in flat or "▲ 증가, 가능성" in flat
    assert "산출 안" in flat  # no price of a loss
    assert all(word in table for word in ("신규", "절반에게", "멘토"))


def test_what_else_a_reader_must_know_is_told() -> None:
    words = Words("ko")
    changes = {"definition": "b", "replicates_of_study": 40, "changed_on_command_line": ["x=1"]}
    told = told_by_the_program(never_act=["n"], **changes)
    told.raw["with"] = "other.h5"
    flat = in_one_line(tell(told, "ko", "a.h5"))
    assert "정신적 적응의 정의는 b: 소속감입니다." in flat
    assert words("part_of_study", replicates=5, of=40) in flat
    assert "x=1" in flat and "other.h5에 있는 정책" in flat
    assert words("same_as_reference", arm="‘N’") in flat


def test_nothing_is_compared_where_no_arm_acts() -> None:
    told = comparison(never_act=["n"])
    told.raw |= {"with": None, "tables": {}}
    text = tell(told, "ko", "a.h5")
    assert "비교할 정책이 없습니다." in text and "‘N’" in text


# ---- tables -------------------------------------------------------------------------------------


def winners(gained: float | None, lost: float | None) -> list[dict[str, Any]]:
    names = {"persons": 1_000, "gaining": gained, "losing": lost}
    row = {name: count(number) for name, number in names.items()}
    row |= {"months_gained": count(gained), "months_lost": count(lost)}
    return [row | {"arm": "mentoring", "group": "position=1", "months_per_person": estimate(0.5, 0.1)}]


def test_tables_are_told_in_korean_words() -> None:
    told = told_by_the_program(winners_losers=winners(900, 400))
    text = tell(told, "ko", "a.h5", shown=["horizon", "winners_losers", "at_end"])
    assert "통합 인월" in text and "▽ 감소, 가능성 높음" in text
    assert "소득 1분위(최저)" in text and "+0.5" in text
    assert "고용률" in text and "△" in text  # the table of the report with its legend
    assert "결론" not in text
    titles = re.findall(r"^(.*) \((horizon|winners_losers|at_end)\)$", text, re.MULTILINE)
    assert [name for _, name in titles] == ["horizon", "winners_losers", "at_end"]
    assert not [title for title, _ in titles if re.search("[A-Za-z]", title)]


def test_no_balance_from_which_a_suppressed_side_follows() -> None:
    told = told_by_the_program(winners_losers=winners(900, None))
    assert "+0.5" not in tell(told, "ko", "a.h5", shown=["winners_losers"])


def test_topics_name_their_tables_and_full_all() -> None:
    told = told_by_the_program()
    words = Words("ko")
    listing = Listing(Tables(told, words, Answer(told, words), {}))
    assert listing.names(["effects"]) == ["horizon", "at_end"]
    assert listing.names(["economics", "at_end"]) == ["at_end"]  # a topic leaves out what has no rows
    full = tell(told, "ko", "a.h5", full=True)
    assert full.count("(horizon)") == full.count("(at_end)") == 1
    assert "보여 줄 결과가 없습니다" in tell(told, "ko", "a.h5", shown=["frontier"])
    with pytest.raises(StudyError, match="'effect' is no topic and no table. Did you mean 'effects'?"):
        tell(told, "ko", "a.h5", shown=["effect"])


def test_a_table_of_a_newer_program_is_told_by_its_names() -> None:
    told = told_by_the_program()
    row = {"arm": "b", "new_key": "x_y", "new_number": 3.0} | judged(1, 0.1, 5)
    columns = [{"name": n, "unit": "", "kind": "key" if n in ("arm", "new_key") else "value",
                "holds": "estimate" if n == "difference" else "verdict" if n == "verdict" else "plain"}
               for n in row if n not in ("percent", "ratio")]  # fmt: skip
    told.raw["tables"]["newest"] = {
        "title": "", "topic": "effects", "meaning": "", "columns": columns, "rows": [row]
    }  # fmt: skip
    text = tell(told, "ko", "a.h5", shown=["newest"])
    assert "Newest (newest)" in text
    for part in ("나의 정책", "new_key", "x_y", "new_number", "3", "차이", "▲ 증가, 가능성 매우 높음"):
        assert part in text


# ---- the command --------------------------------------------------------------------------------


def run(monkeypatch, fake_program, *words: str) -> int:
    fake_program("""printf '%s\\n' "$*" >"$0.asked"; cat "$0.json" """)
    monkeypatch.setattr("sys.argv", ["resettle compare", *words])
    return main()


def test_options_go_to_the_program_as_they_are(tmp_path, monkeypatch, fake_program, capfd) -> None:
    (tmp_path / "fake_resettle.json").write_text(json.dumps(told_by_the_program().raw), encoding="utf-8")
    options = [word for name in PASSED_ON for word in (f"--{name}", "5e9")]
    words = ["--lang", "ko", "a.h5", "./-b.h5", *options, "--outcome=x"]
    assert run(monkeypatch, fake_program, *words) == 0
    asked = (tmp_path / "fake_resettle.asked").read_text(encoding="utf-8").split()
    assert asked[:4] == ["compare", "a.h5", "./-b.h5", "--json"]
    assert {f"--{name}=5e9" for name in PASSED_ON} | {"--outcome=x"} == set(asked[4:])
    said = capfd.readouterr().out
    assert "결론" in said and "(at_end)" in said  # who asks for an outcome sees it


@pytest.mark.parametrize("option", ["--json", "--csv"])
def test_what_is_for_programs_has_no_language(option: str, monkeypatch, fake_program, capsys) -> None:
    with pytest.raises(SystemExit) as refused:
        run(monkeypatch, fake_program, "--lang=ko", "a.h5", option)
    assert refused.value.code == 2
    assert f"{option} is for programs and has no language; give it without --lang" in capsys.readouterr().err


def test_what_the_program_refuses_is_told_with_its_exit_code(monkeypatch, fake_program, capsys) -> None:
    fake_program("echo no such study >&2; exit 4")
    monkeypatch.setattr("sys.argv", ["resettle compare", "--lang=ko", "a.h5"])
    assert main() == 4
    assert capsys.readouterr().err == "no such study\n"
