"""The event of an order: every kind, in the words courts use for it."""

import json
from pathlib import Path

import pytest

from chalicelib.model.notice import EventKind
from chalicelib.registers.german.event import find_event
from chalicelib.registers.german.text import clean

ORDERS = [json.loads(line) for line in (Path(__file__).parent / "german_orders.jsonl").read_text().splitlines()]


@pytest.mark.parametrize("known", ORDERS, ids=lambda known: known["kind"])
def test_the_operative_sentence_decides(known: dict[str, str]) -> None:
    assert find_event(clean(known["order"])).kind == known["kind"]


def test_boilerplate_decides_nothing() -> None:
    boilerplate = (
        "Wird das Verfahren nicht eröffnet, beginnt die Frist mit der Aufhebung der veröffentlichten "
        "Sicherungsmaßnahmen. "
        "Dies betrifft etwa die Bestimmung besonderer Prüfungstermine und des Schlusstermins sowie die "
        "Aufhebung des "
        "Insolvenzverfahrens. Der Schuldner kann Restschuldbefreiung beantragen."
    )
    opened = "Über das Vermögen der Beispiel GmbH wird heute um 10:00 Uhr das Insolvenzverfahren eröffnet. "
    assert find_event(clean(opened + boilerplate)).kind is EventKind.OPENED
    assert find_event(clean(boilerplate)).kind is EventKind.UNCLASSIFIED


def test_an_unknown_text_is_unclassified_with_a_reason() -> None:
    finding = find_event(clean("Dies ist eine Mitteilung ohne Inhalt."))
    assert finding.kind is EventKind.UNCLASSIFIED
    assert finding.reason == "no known operative sentence"


def test_a_corrected_opening_is_still_an_opening_underneath() -> None:
    finding = find_event(
        clean("Berichtigung: Über das Vermögen der X GmbH wird heute um 9 Uhr das Verfahren eröffnet.")
    )
    assert finding.kind is EventKind.CORRECTION
    assert finding.underlying is EventKind.OPENED
