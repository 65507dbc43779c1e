"""What `sources` says of each register, by default and as a deployed stack stands."""

import json
import re
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, cast

import pytest

from chalicelib import commands, registers
from chalicelib.commands.sources import by_default
from chalicelib.model.register import Proof, Register
from chalicelib.model.source import Health, PollState, SourceStatus
from chalicelib.store import sources
from infra.layer import ROOT
from tests.contract.recordings import HERE

FACTS = {name: registers.load(name).REGISTER for name in registers.names()}


def printed(capsys: pytest.CaptureFixture[str], *arguments: str) -> str:
    assert commands.main(["sources", *arguments]) == 0
    return capsys.readouterr().out


def records(capsys: pytest.CaptureFixture[str], *arguments: str) -> dict[str, dict[str, Any]]:
    found = cast(list[dict[str, Any]], json.loads(printed(capsys, "--json", *arguments)))
    return {one["name"]: one for one in found}


def test_each_register_is_printed_with_all_that_a_buyer_asks(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("COLUMNS", "400")
    parts = re.split(r"\n(?=\w+_\w+  )", printed(capsys))[1:]
    assert [part.split()[0] for part in parts] == list(registers.names())
    for part, facts in zip(parts, FACTS.values(), strict=True):
        rows = [re.split(r"\s{2,}", line.strip(), maxsplit=1) for line in part.splitlines()[1:] if line.strip()]
        told = dict(rows)
        assert told["country"] == facts.country
        assert told["status"] == facts.proof
        assert told["access"] == facts.access
        assert told["by default"].startswith("on" if by_default(facts).on else "off: ")
        assert {"terms of use", "retention", "verified by", "covers"} <= told.keys()
        assert [row[1] for row in rows if row[0] == "BELIEVED"] == list(facts.believed_facts)


def test_the_same_as_json(capsys: pytest.CaptureFixture[str]) -> None:
    found = records(capsys)
    assert set(found) == set(FACTS)
    assert found["nl_cir"]["status"] == "recorded payload"
    assert found["nl_cir"]["on"] is False
    assert "nl_cir" in found["nl_cir"]["why"]
    assert found["fr_bodacc"]["on"] is True
    assert found["no_brreg"]["believed_facts"]


@pytest.mark.parametrize("facts", FACTS.values(), ids=FACTS)
def test_the_facts_agree_with_each_other(facts: Register) -> None:
    assert facts.proof is not Proof.BELIEVED or facts.believed_facts
    assert ("believed" in facts.verified_by) <= bool(facts.believed_facts)
    assert all(one[-1] not in ".;," for one in facts.believed_facts)
    if facts.proof is Proof.RECORDED:
        assert "record" in facts.verified_by
    assert (facts.access.name in {"KEY", "CONTRACT"}) == (facts.credential is not None)


def test_what_is_off_by_default_is_off_in_the_template_and_says_why() -> None:
    template = (ROOT / "infra" / "template.yaml").read_text(encoding="utf-8")
    (written,) = re.findall(r"DisabledSources: \{Type: String, Default: \"([^\"]*)\"", template)
    assert set(written.split(",")) == {name for name, facts in FACTS.items() if facts.off_because}


def test_a_deployed_stack_tells_what_is_on_now(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    none = SourceStatus(name="nl_cir", last_state=PollState.NO_CREDENTIALS, failure="no credentials are set")
    seen = datetime(2026, 3, 2, tzinfo=UTC)
    ill = SourceStatus(name="fr_bodacc", checked_through=seen, health=Health.LATE, health_reason="nothing since Monday")
    monkeypatch.setattr("chalicelib.admin_settings.disabled_sources", lambda: frozenset({"at_ediktsdatei", "lv_ur"}))
    monkeypatch.setattr(sources, "statuses", lambda: (none, ill))
    found = records(capsys, "--live")
    assert {name for name, one in found.items() if not one["on"]} == {"at_ediktsdatei", "lv_ur", "nl_cir"}
    assert found["at_ediktsdatei"]["why"] == FACTS["at_ediktsdatei"].off_because
    assert "by the admin" in found["lv_ur"]["why"]
    assert found["nl_cir"]["why"] == "no credentials are set"
    assert (found["fr_bodacc"]["on"], found["fr_bodacc"]["why"]) == (True, "late, nothing since Monday")
    assert (found["cz_isir"]["on"], found["cz_isir"]["why"]) == (True, None)


def test_a_deployed_stack_has_to_be_named(capsys: pytest.CaptureFixture[str]) -> None:
    assert commands.main(["sources", "--live"]) == 2
    assert "name the deployed stack" in capsys.readouterr().err


def test_every_register_has_recordings_of_its_own() -> None:
    """The older German portal's are the present one's."""
    folders = {path.name for path in Path(HERE).iterdir() if path.is_dir()}
    assert set(FACTS) - folders == {"de_insolvenzbekanntmachungen_alt"}
