"""What the commands print, and how they end."""

import json
from pathlib import Path

import pytest

from chalicelib import commands
from tests.contract.servers.bodacc import Bodacc
from tests.contract.servers.loopback import served

RECORDINGS = Path(__file__).parents[2] / "contract"
FRENCH = RECORDINGS / "fr_bodacc" / "records-v2.1.json"


def lines(text: str) -> list[dict[str, object]]:
    return [json.loads(line) for line in text.splitlines()]


def test_parse_prints_one_notice_a_line(capsys: pytest.CaptureFixture[str]) -> None:
    assert commands.main(["parse", "fr_bodacc", str(FRENCH)]) == 0
    notices = lines(capsys.readouterr().out)
    assert len(notices) >= len(json.loads(FRENCH.read_text())["results"]) - 3
    assert {"id", "proceedings_id", "event_kind", "debtor_name", "claim_deadline"} <= notices[0].keys()
    assert len({notice["id"] for notice in notices}) == len(notices)


def test_parse_goes_on_after_a_bad_line_and_says_where(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    good = (RECORDINGS / "gb_companies_house" / "stream.ndjson").read_text().splitlines()[0]
    file = tmp_path / "stream.ndjson"
    file.write_text(f'{good}\n{{"cut": \n{good}\n')
    assert commands.main(["parse", "gb_companies_house", str(file)]) == 1
    captured = capsys.readouterr()
    assert len(lines(captured.out)) == 2 * len({line["id"] for line in lines(captured.out)})
    assert f"{file}:2: gb_companies_house" in captured.err


def test_parse_counts_what_of_a_folder_could_be_read(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("COLUMNS", "200")
    events = (RECORDINGS / "gb_companies_house" / "stream.ndjson").read_text()
    (tmp_path / "good.ndjson").write_text(events)
    (tmp_path / "bad.json").write_text('{"cut": ')
    (tmp_path / "notes.txt").write_text("no payload")
    assert commands.main(["parse", "gb_companies_house", str(tmp_path / "good.ndjson")]) == 0
    notices = len(lines(capsys.readouterr().out))
    assert commands.main(["parse", "gb_companies_house", "--count", str(tmp_path)]) == 1
    rows = [line.split() for line in capsys.readouterr().out.splitlines() if "json" in line]
    assert [row[1:6:2] for row in rows] == [
        ["bad.json", "1", "0"],
        ["good.ndjson", str(len(events.splitlines())), str(notices)],
    ]
    assert "1:" in rows[0]


def test_poll_asks_the_register_and_prints_the_days_asked_for(capsys: pytest.CaptureFixture[str]) -> None:
    records = json.loads(FRENCH.read_text())["results"]
    day = records[0]["dateparution"]
    with served(Bodacc(records)) as origin:
        real = "https://bodacc-datadila.opendatasoft.com"
        status = commands.main(["poll", "fr_bodacc", "--from", day, "--to", day, "--origin", f"{real}={origin}"])
    assert status == 0
    published = [line["publication_date"] for line in lines(capsys.readouterr().out)]
    assert published
    assert set(published) == {day}


def test_a_register_that_is_down_is_one_sentence_and_status_1(capsys: pytest.CaptureFixture[str]) -> None:
    with served(Bodacc([], faults=[("403 Forbidden", {}, b"")])) as origin:
        real = "https://bodacc-datadila.opendatasoft.com"
        arguments = ["poll", "fr_bodacc", "--from", "2026-03-02", "--to", "2026-03-02", "--origin", f"{real}={origin}"]
        assert commands.main(arguments) == 1
    assert "insolvency-watch: fr_bodacc:" in capsys.readouterr().err


def test_help_lists_every_command(capsys: pytest.CaptureFixture[str]) -> None:
    assert commands.main(["--help"]) == 0
    printed = capsys.readouterr().out
    assert all(command in printed for command in ("parse", "poll", "replay", "import-customers", "block"))


def test_an_unknown_command_is_status_2() -> None:
    assert commands.main(["polll"]) == 2
