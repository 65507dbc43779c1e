"""What true, false, dates and their absence mean in Norway's entities and in changes of them."""

import json
from datetime import date
from typing import Any

import pytest

from chalicelib.model.notice import EventKind
from chalicelib.registers import no_brreg as no
from chalicelib.registers.norwegian import status
from tests.contract.recordings import document
from tests.contract.servers.brreg import Brreg
from tests.contract.test_no_brreg import ENTITIES, UPDATES, entity, fetched, notices_of


@pytest.mark.parametrize("name", [flag.name for flag in status.FLAGS])
def test_every_flag_shows_by_its_date_alone(name: str) -> None:
    flag = next(one for one in status.FLAGS if one.name == name)
    for member in flag.dates:
        plain = {key: value for key, value in ENTITIES[7].items() if key != name}
        (notice,) = no.parse(document(no.REGISTER.name, json.dumps({**plain, member: "2026-09-01"}).encode()))
        assert (notice.event_kind, notice.opening_date) == (flag.begins, date(2026, 9, 1))


@pytest.mark.parametrize("flag", [one for one in status.FLAGS if one.name != "underAvvikling"])
def test_a_date_never_overrules_an_explicit_false(flag: status.Flag) -> None:
    (notice,) = entity(**{flag.name: False, flag.dates[0]: "2026-01-01"})
    assert (notice.event_kind, notice.opening_date) == (EventKind.UNCLASSIFIED, None)
    assert flag.dates[0] in notice.original_text
    assert "yet its date 2026-01-01 stays" in next(o.reason for o in notice.omissions if o.field == "event_kind")
    (solvent,) = entity(underAvvikling=False, underAvviklingDato="2026-01-01")
    assert solvent.event_kind is EventKind.SOLVENT_LIQUIDATION


@pytest.mark.parametrize("shown", [{"konkurs": False}, {}])
def test_a_flag_that_turned_false_ends_though_its_date_stays(shown: dict[str, Any]) -> None:
    plain = {name: value for name, value in ENTITIES[4].items() if name != "konkurs"}
    with_date = {**plain, **shown, "konkursdato": "2026-01-01"}
    for changes in ([], [{"op": "replace", "path": "/konkursdato", "value": "2026-01-01"}]):
        update = {**UPDATES[6], "endringer": [{"op": "replace", "path": "/konkurs", "value": False}, *changes]}
        (ended,) = notices_of(fetched(Brreg([update], [with_date])))
        assert (ended.event_kind, ended.original_kind) == (EventKind.CLOSED_LIFTED, "konkurs: false")


def test_a_date_that_comes_with_false_is_for_a_person() -> None:
    with_date = {**ENTITIES[4], "konkurs": False, "konkursdato": "2026-01-01"}
    update = {**UPDATES[6], "endringer": [{"op": "add", "path": "/konkursdato", "value": "2026-01-01"}]}
    silent = {name: value for name, value in UPDATES[6].items() if name != "endringer"}
    for one in (update, silent):
        (notice,) = notices_of(fetched(Brreg([one], [with_date])))
        assert notice.event_kind is EventKind.UNCLASSIFIED


def test_what_is_set_speaks_beside_a_weaker_flags_date_and_not_for_a_stronger_ones() -> None:
    kinds = [one.event_kind.value for one in entity(konkurs=False, konkursdato="2026-01-01", underAvvikling=True)]
    assert kinds == ["SOLVENT_LIQUIDATION", "UNCLASSIFIED"]
    (only,) = entity(konkurs=True, underAvvikling=False, underAvviklingDato="2025-01-01")
    assert only.event_kind is EventKind.OPENED


def test_a_second_bankruptcy_without_a_date_is_not_the_first() -> None:
    bankrupt = {**ENTITIES[4], "konkurs": True}
    begins = {**UPDATES[6], "endringer": [{"op": "replace", "path": "/konkurs", "value": True}]}
    again = {**begins, "oppdateringsid": 21000030, "dato": "2026-09-30T05:00:00.000Z"}
    other = {**begins, "oppdateringsid": 21000031, "endringer": [{"op": "remove", "path": "/underAvviklingDato"}]}
    ((first,), (second,)) = (notices_of(fetched(Brreg([one], [bankrupt]))) for one in (begins, again))
    assert first.event_kind is second.event_kind is EventKind.OPENED
    assert first.id != second.id
    assert first.id == notices_of(fetched(Brreg([begins], [bankrupt])))[0].id
    (unchanged,) = notices_of(fetched(Brreg([other], [bankrupt])))
    assert unchanged.id not in {first.id, second.id}  # as it stands, without a beginning
