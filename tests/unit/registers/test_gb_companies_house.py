"""What the types and dates of a British case mean."""

from datetime import date
from typing import Any

import pytest

from chalicelib.model.notice import EventKind
from chalicelib.registers.british import case_types

TODAY = date(2026, 9, 30)


def case(kind: str, **dates: str) -> dict[str, Any]:
    return {"type": kind, "dates": [{"type": name.replace("_", "-"), "date": when} for name, when in dates.items()]}


@pytest.mark.parametrize(
    ("case", "kind"),
    [
        (case("compulsory-liquidation", petitioned_on="2026-09-01"), EventKind.PETITION_FILED),
        (
            case("compulsory-liquidation", petitioned_on="2026-09-01", ordered_to_wind_up_on="2026-09-09"),
            EventKind.OPENED,
        ),
        (case("administrative-receiver", instrumented_on="2026-09-01"), EventKind.OPENED),
        (case("receiver-manager", instrumented_on="2026-09-01"), EventKind.UNCLASSIFIED),
        (case("moratorium", moratorium_started_on="2026-09-01"), EventKind.RESTRUCTURING),
        (
            case("moratorium", moratorium_started_on="2026-09-01", moratorium_ended_on="2026-09-20"),
            EventKind.MEASURES_LIFTED,
        ),
        (case("liquidation-moratorium-end-of-moratorium-by-court"), EventKind.MEASURES_LIFTED),
        (case("order-of-court-restructuring-plan"), EventKind.RESTRUCTURING),
        (case("corporate-voluntary-arrangement", voluntary_arrangement_ended_on="2026-09-01"), EventKind.CLOSED_LIFTED),
        (case("creditors-voluntary-liquidation", dissolved_on="2026-09-01"), EventKind.CLOSED_LIFTED),
        (case("creditors-voluntary-liquidation", due_to_be_dissolved_on="2026-09-01"), EventKind.OPENED),
        (case("creditors-voluntary-liquidation", dissolved_on="2026-10-01"), EventKind.OPENED),
        (case("a-type-of-tomorrow"), EventKind.UNCLASSIFIED),
    ],
)
def test_event_kind(case: dict[str, Any], kind: EventKind) -> None:
    assert case_types.read(case, TODAY).kind is kind


def test_a_solvent_liquidation_stays_one_when_it_ends() -> None:
    ended = case("members-voluntary-liquidation", wound_up_on="2025-01-01", concluded_winding_up_on="2026-01-01")
    facts = case_types.read(ended, TODAY)
    assert (facts.kind, facts.closed) == (EventKind.SOLVENT_LIQUIDATION, date(2026, 1, 1))


def test_a_case_still_being_keyed_says_what_is_missing() -> None:
    facts = case_types.read(case("creditors-voluntary-liquidation"), TODAY)
    assert facts.kind is EventKind.OPENED
    assert [omission.field for omission in facts.omissions] == ["opening_date"]
