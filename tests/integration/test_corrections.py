"""A register corrects itself: what it takes back, we take back."""

from datetime import date, timedelta
from typing import Any

from tests.integration.firm import Firm, Registers
from tests.integration.payloads import LIQUIDATION, REORGANISATION, bodacc, french_company, siren

FIRST, NEXT = date(2026, 7, 1), date(2026, 7, 2)


def opened(firm: Firm, gazettes: Registers, customer: str, name: str, number: int, **fields: Any) -> dict[str, Any]:
    """A customer blocked by an announcement; the announcement."""
    firm.keep(customer, name, identifiers=[{"scheme": "siren", "value": siren(50_000_000 + number)}])
    record = announcement(name, number, **fields)
    gazettes.publish_in_france(record)
    gazettes.poll("fr_bodacc", date.fromisoformat(record["dateparution"]))
    firm.wait_for_stage(customer, "no_deliveries")
    return record


def announcement(name: str, number: int, *, day: date = FIRST, of: int | None = None, **fields: Any) -> dict[str, Any]:
    """An announcement about a company; `of` is the number of the one whose company it is."""
    company = french_company(name.upper(), siren(50_000_000 + (of or number)))
    return bodacc(day, number, company, **fields)


def publish(gazettes: Registers, record: dict[str, Any]) -> None:
    """Published and polled."""
    gazettes.publish_in_france(record)
    gazettes.poll("fr_bodacc", date.fromisoformat(record["dateparution"]))


def test_a_correction_replaces_what_it_corrects(firm: Firm, gazettes: Registers) -> None:
    first = opened(firm, gazettes, "C-1", "Laiterie Norvenne", 61, nature=REORGANISATION)
    text = (
        "Jugement prononçant la liquidation judiciaire, désignant liquidateur Me Basile Corin 8, quai Vert 54000 Nancy."
    )
    correction = announcement(
        "Laiterie Norvenne", 62, of=61, day=NEXT, kind="rectificatif", earlier=first, nature=REORGANISATION, text=text
    )
    publish(gazettes, correction)
    file = firm.only_case("C-1")
    old, new = file["case"]["notices"]
    assert (old["withdrawn_by"], new["withdrawn_by"]) == (f"fr_bodacc:{correction['id']}", None)
    assert "Corin" in file["case"]["practitioner_name"]
    assert file["block"]["state"] == "active"
    assert file["block"]["notice_id"] == f"fr_bodacc:{correction['id']}"
    assert {entry["kind"] for entry in file["entries"]} == {"notice", "notice_withdrawn"}


def test_a_cancellation_releases_with_its_reason(firm: Firm, gazettes: Registers) -> None:
    day = FIRST + timedelta(days=6)
    first = opened(firm, gazettes, "C-2", "Minoterie Falque", 63, day=day)
    cancellation = announcement("Minoterie Falque", 64, of=63, day=day, kind="annulation", earlier=first)
    publish(gazettes, cancellation)
    firm.wait_for_stage("C-2", None)
    file = firm.only_case("C-2")
    assert file["case"]["state"] == "closed"
    assert file["block"]["release"]["person"] == "register"
    assert file["block"]["release"]["reason"] == f"taken back by fr_bodacc:{cancellation['id']}"
    assert "block_released" in {alert["kind"] for alert in firm.alerts("C-2")}


def test_a_cancellation_read_before_its_notice_keeps_it_from_blocking(firm: Firm, gazettes: Registers) -> None:
    day = FIRST + timedelta(days=8)
    number = siren(50_000_065)
    firm.keep("C-3", "Chapellerie Drouet", identifiers=[{"scheme": "siren", "value": number}])
    original = announcement("Chapellerie Drouet", 65, day=day)
    cancelled_on = day + timedelta(days=1)
    cancellation = announcement("Chapellerie Drouet", 66, of=65, day=cancelled_on, kind="annulation", earlier=original)
    publish(gazettes, cancellation)
    publish(gazettes, original)
    assert firm.call("GET", f"/v1/notices/fr_bodacc:{original['id']}").status == 200
    assert firm.cases("C-3") == []
    assert firm.block("C-3").body["blocked"] is False
    firm.keep("C-4", "Chapellerie Drouet", identifiers=[{"scheme": "siren", "value": number}])
    firm.wait_until_quiet()
    assert firm.cases("C-4") == []


def test_a_cancellation_that_leaves_other_proceedings_running_keeps_the_block(firm: Firm, gazettes: Registers) -> None:
    day = FIRST + timedelta(days=13)
    first = opened(firm, gazettes, "C-5", "Faiencerie Toulard", 67, day=day, nature=LIQUIDATION)
    text = "Rétractation du jugement et remettant le débiteur en redressement judiciaire."
    publish(
        gazettes,
        announcement("Faiencerie Toulard", 68, of=67, day=day, kind="annulation", earlier=first, text=text),
    )
    file = firm.only_case("C-5")
    assert (file["case"]["state"], file["block"]["state"]) == ("open", "active")
    assert len([one for one in file["case"]["notices"] if not one.get("withdrawn_by")]) == 1
