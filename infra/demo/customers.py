"""The demo's customers and what must become of each; the demo judges itself by it."""

from pathlib import Path
from typing import Any, NamedTuple

FILE = Path(__file__).parent / "customers.csv"


class Expected(NamedTuple):
    """What the order system must be told about a customer: stage, payouts, and why this customer is here."""

    stage: str | None
    no_payouts: bool
    why: str

    @property
    def blocked(self) -> bool:
        """A warning alone does not block."""
        return self.stage not in (None, "warn")


_STOP = ("no_deliveries", True)

AFTER_FIRST_POLL = {
    "104711": Expected(*_STOP, "opened, found by register number and name"),
    "104712": Expected(*_STOP, "provisional measures"),
    "104713": Expected(*_STOP, "a person, found by name and birth date"),
    "104714": Expected("warn", False, "same name in another town, nothing else known: a person decides"),
    "104715": Expected("no_deliveries", False, "refused for lack of assets"),
    "104716": Expected(*_STOP, "provisional measures, spelled differently in our books"),
    "104717": Expected("warn", False, "decoy: the same name under another register number"),
    "104718": Expected(None, False, "not affected"),
    "104719": Expected(None, False, "decoy: the same name, other legal form, court and town"),
    "204001": Expected(*_STOP, "French SARL, found by SIREN"),
    "204002": Expected(*_STOP, "French SAS, published by mistake"),
    "204003": Expected(None, False, "a ban on its manager is no insolvency of the company"),
    "304001": Expected(*_STOP, "Swiss AG, found by UID"),
    "404001": Expected(*_STOP, "English Ltd, found by company number"),
    "404002": Expected(None, False, "a solvent winding up is no insolvency"),
}
AFTER_LIVE_ACT = AFTER_FIRST_POLL | {
    "104714": Expected(None, False, "a person said: not ours"),
    "104716": Expected(None, False, "measures lifted, released by a named person"),
    "104720": Expected(*_STOP, "added after the notice was published"),
    "204001": Expected(None, False, "the publication was annulled"),
    "204002": Expected("warn", False, "corrected: a safeguard plan, no liquidation"),
}

LATE_CUSTOMER = "104720"
LATE_CUSTOMER_BODY: dict[str, Any] = {
    "kind": "organisation",
    "name": "Leinewerk Kunststofftechnik GmbH",
    "address": {"street": "Stöckener Bogen 140", "postcode": "30419", "city": "Hannover", "country": "DE"},
    "identifiers": [{"scheme": "de_register", "value": "HRB 998415", "office": "Hannover"}],
    "responsible": [{"name": "Jonas Petersen", "email": "jonas.petersen@example.com", "language": "de"}],
}
UNKNOWN = "999999"

FALLING, ANNOUNCED, PERSON = "104721", "104722", "104723"
_RESPONSIBLE = [{"name": "Jonas Petersen", "email": "jonas.petersen@example.com", "language": "de"}]
BUREAU_CUSTOMERS: dict[str, dict[str, Any]] = {
    FALLING: {
        "kind": "organisation",
        "name": "Quellhorst Armaturen GmbH",
        "address": {"street": "Mühlenkamp 14", "postcode": "25813", "city": "Husum", "country": "DE"},
        "identifiers": [{"scheme": "vat", "value": "DE999904719"}],
        "responsible": _RESPONSIBLE,
    },
    ANNOUNCED: {
        "kind": "organisation",
        "name": "Brackmoor Bootsbau GmbH",
        "address": {"street": "Werftgang 5", "postcode": "24105", "city": "Kiel", "country": "DE"},
        "identifiers": [
            {"scheme": "vat", "value": "DE999905287"},
            {"scheme": "de_register", "value": "HRB 99528 KI", "office": "Kiel"},
        ],
        "responsible": _RESPONSIBLE,
    },
    PERSON: {
        "kind": "person",
        "name": "Merle Dünenkamp",
        "first_name": "Merle",
        "surname": "Dünenkamp",
        "birth_date": "1984-06-03",
        "address": {"street": "Ankergasse 8", "postcode": "23552", "city": "Lübeck", "country": "DE"},
        "responsible": _RESPONSIBLE,
    },
}
