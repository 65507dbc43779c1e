"""The demo's invented publications in the registers' own formats, dated so that they look freshly published.

Marks in the files: <day>, <day+30>, <today> are dates as that register prints them, counted from the last finished
business day and moved off weekends when they lie ahead; <siren 8 digits> and <uid 8 digits> get their check digit;
<yy> is the year in a German case number, <issue> the French gazette's issue of that day.
"""

import json
import re
import tomllib
from datetime import date, timedelta
from pathlib import Path
from typing import Any, NamedTuple

from stdnum import luhn
from stdnum.ch import uid

from infra.demo.swiss_xml import publication

RECORDINGS = Path(__file__).parent / "recordings"
_MARK = re.compile(r"<(?P<what>day|today|yy|issue_today|issue|siren|uid)(?P<offset>[+-]\d+)?(?: (?P<digits>\d+))?>")
_SATURDAY = 5


class Published(NamedTuple):
    """What each register publishes: rows, records, publications and events, each as its server takes them."""

    german: list[dict[str, Any]]
    french: list[dict[str, Any]]
    swiss: list[bytes]
    british: list[dict[str, Any]]

    def counts(self) -> tuple[int, int, int, int]:
        """How many payloads each register has, in the order of the fields."""
        return len(self.german), len(self.french), len(self.swiss), len(self.british)

    @property
    def total(self) -> int:
        """How many payloads there are."""
        return sum(self.counts())


def recorded(today: date, *, later: bool = False) -> Published:
    """What is published when the demo begins, or (`later`) what appears while one watches."""
    day = today if later else last_finished_business_day(today)
    group = "later" if later else ""
    return Published(
        german=[_german(row, day) for row in entries("de_insolvenzbekanntmachungen", group or "row", today)],
        french=[_french(record, day) for record in entries("fr_bodacc", group or "record", today)],
        swiss=[publication(one, day) for one in entries("ch_shab", group or "publication", today)],
        british=[_british(event, day) for event in entries("gb_companies_house", group or "event", today)],
    )


def announced(today: date) -> Published:
    """What the German register publishes of a firm that a bureau has spoken of before."""
    rows = entries("de_insolvenzbekanntmachungen", "announced", today)
    return Published([_german(row, today) for row in rows], [], [], [])


def last_finished_business_day(today: date) -> date:
    """The newest day before today that is not on a weekend."""
    day = today - timedelta(days=1)
    while day.weekday() >= _SATURDAY:
        day -= timedelta(days=1)
    return day


def entries(source: str, group: str, today: date) -> list[dict[str, Any]]:
    """A file's entries of one kind, their marks filled in; none where the file has none of the kind."""
    text = (RECORDINGS / f"{source}.toml").read_text(encoding="utf-8")
    german = source.startswith("de_")
    filled = _MARK.sub(lambda mark: _filled(mark, today, german=german), text)
    found: list[dict[str, Any]] = tomllib.loads(filled).get(group, [])
    return found


def _filled(mark: re.Match[str], today: date, *, german: bool) -> str:
    what, digits = mark["what"], mark["digits"]
    if what == "siren":
        return digits + luhn.calc_check_digit(digits)
    if what == "uid":
        return str(uid.format(f"CHE{digits}{uid.calc_check_digit(digits)}"))
    base = today if what.endswith("today") else last_finished_business_day(today)
    if what == "yy":
        return f"{base:%y}"
    if what.startswith("issue"):
        return f"{base.year}{base.timetuple().tm_yday:04d}"
    day = base + timedelta(days=int(mark["offset"] or 0))
    while day > today and day.weekday() >= _SATURDAY:
        day += timedelta(days=1)
    return f"{day:%d.%m.%Y}" if german else day.isoformat()


def _german(row: dict[str, Any], day: date) -> dict[str, Any]:
    return {"datum": day.isoformat(), **row, "text": row["text"].strip()}


def _french(record: dict[str, Any], day: date) -> dict[str, Any]:
    person, corrects = record["personne"], record.get("corrects")
    siren = person["numeroImmatriculation"]["numeroIdentification"]
    kind = {"initial": "annonce"}.get(record["jugement"]["type"], record["jugement"]["type"])
    return {
        "id": record["id"],
        "publicationavis": "A",
        "parution": record["id"][1:9],
        "dateparution": day.isoformat(),
        "numeroannonce": record["numeroannonce"],
        "typeavis": kind,
        "familleavis": "collective",
        "familleavis_lib": "Procédures collectives",
        "tribunal": record["tribunal"],
        "commercant": record["commercant"],
        "ville": record["ville"],
        "cp": record["cp"],
        "registre": [siren, f"{siren[:3]} {siren[3:6]} {siren[6:]}"],
        "listepersonnes": json.dumps({"personne": person}, ensure_ascii=False),
        "jugement": json.dumps(record["jugement"], ensure_ascii=False),
        "parutionavisprecedent": json.dumps(corrects, ensure_ascii=False) if corrects else None,
        "url_complete": f"https://www.bodacc.fr/pages/annonces-commerciales-detail/?q.id=id:{record['id']}",
    }


def _british(event: dict[str, Any], day: date) -> dict[str, Any]:
    company = event["company"]
    return {
        "resource_kind": "company-insolvency",
        "resource_uri": f"/company/{company}/insolvency",
        "resource_id": company,
        "data": {"cases": event["cases"], "etag": f"{event['timepoint']:040x}"},
        "event": {
            "timepoint": event["timepoint"],
            "published_at": f"{day.isoformat()}T10:15:00",
            "type": "changed",
        },
    }
