"""What a Slovak proceeding is in, by its kind, its state and why it ended."""

import pytest

from chalicelib.model.notice import EventKind
from chalicelib.registers.slovak import kinds


@pytest.mark.parametrize(
    ("kind", "state", "reason", "began", "expected"),
    [
        ("KONKURZ", "PREBIEHAJUCE_KONANIE", None, False, EventKind.PETITION_FILED),
        ("KONKURZ", "PREBIEHAJUCE_KONANIE", None, True, EventKind.OPENED),
        ("KONKURZ", "SKONCENY_PROCES", "NEDOSTATOK_MAJETKU", True, EventKind.CLOSED_DISCONTINUED),
        ("KONKURZ", "SKONCENY_PROCES", "POVOLENIE_RESTRUKTURALIZACIE", True, EventKind.RESTRUCTURING),
        ("RESTRUKTURALIZACIA", "SKONCENY_PROCES", "VYHLASENIE_KONKURZU", True, EventKind.CONVERTED),
        ("RESTRUKTURALIZACIA", "SKONCENY_PROCES", "ODSUHLAS_ENY_PLAN", True, EventKind.CLOSED_LIFTED),
        ("KONKURZ", "SKONCENY_PROCES", None, True, EventKind.CLOSED_LIFTED),
        ("KONKURZ", "SKONCENY_PROCES", "NIECO_NOVE", True, EventKind.UNCLASSIFIED),
        ("KONKURZ", "ZASTAVENE_KONANIE", "SPATVZATIE", False, EventKind.MEASURES_LIFTED),
        ("KONKURZ", "ZASTAVENE_KONANIE", None, True, EventKind.CLOSED_DISCONTINUED),
        ("LIKVIDACIA", "SKONCENY_PROCES", None, True, EventKind.SOLVENT_LIQUIDATION),
        ("VPR", "PREBIEHAJUCE_KONANIE", None, False, EventKind.RESTRUCTURING),
        ("INEKONANIA", "PREBIEHAJUCE_KONANIE", None, True, EventKind.UNCLASSIFIED),
        ("NOVE", "PREBIEHAJUCE_KONANIE", None, True, EventKind.UNCLASSIFIED),
        ("KONKURZ", "NOVY_STAV", None, True, EventKind.UNCLASSIFIED),
    ],
)
def test_kinds(kind: str, state: str, reason: str | None, began: bool, expected: EventKind) -> None:
    assert kinds.of(kind, state, reason, process_began=began) is expected
