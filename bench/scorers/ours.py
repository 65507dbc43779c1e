"""Ours, by its score in bits."""

import time

START = time.perf_counter()
from chalicelib.matching import keys, scoring  # noqa: E402, F401 - the import is timed, as a step imports it
from chalicelib.matching.prepared import Party, Prepared  # noqa: E402

IMPORT_MS = 1000 * (time.perf_counter() - START)
from datetime import date  # noqa: E402 - behind what is timed
from typing import Literal  # noqa: E402

from bench.scorers.running import Pairs, Row, Timed, full_name, run, timed  # noqa: E402
from chalicelib.errors import InvalidIdentifierError  # noqa: E402
from chalicelib.model.address import PostalAddress  # noqa: E402
from chalicelib.model.identifier import Identifier, Scheme, parse_identifier  # noqa: E402

Role = Literal["customer", "notice"]


def party(row: Row, role: Role) -> Party:
    """The party as our matcher wants it."""
    person = row["kind"] == "person"
    parts = {name: row.get(name) or None for name in ("street", "postcode", "city")}
    return Party(
        ref="K-1",
        role=role,
        kind="person" if person else "organisation",
        name=full_name(row),
        first_name=(row.get("first_name") or None) if person else None,
        surname=(row.get("surname") or None) if person else None,
        birth_date=date.fromisoformat(row["born"]) if row.get("born") else None,
        address=PostalAddress(**parts, country="DE") if any(parts.values()) else None,
        identifiers=tuple(identifiers(row)),
        country="DE" if role == "notice" else None,
        published=date(2026, 1, 5) if role == "notice" else None,
    )


def identifiers(row: Row) -> list[Identifier]:
    """The register number, when it can be one."""
    try:
        return [parse_identifier(Scheme.DE_REGISTER, row["register"], row["court"])] if row.get("register") else []
    except InvalidIdentifierError:
        return []


def prepared(pairs: Pairs) -> list[tuple[Prepared, Prepared]]:
    """Both sides of each pair, read."""
    return [(Prepared.of(party(left, "customer")), Prepared.of(party(right, "notice"))) for left, right in pairs]


def score(pairs: Pairs) -> Timed:
    """Bits of each pair."""
    start = time.perf_counter()
    made = prepared(pairs)
    preparing = time.perf_counter() - start
    return timed(lambda: [scoring.score(left, right).bits for left, right in made], preparing)


def names(pairs: Pairs) -> Timed:
    """Score of name pairs, as `insolvency-watch compare` gives it."""
    from chalicelib.commands.compare import SCHEMAS  # noqa: PLC0415 - not part of what a step imports
    from chalicelib.matching.name_score import name_score  # noqa: PLC0415

    rows = [(left["name"], right["name"], SCHEMAS.get(left["schema"].casefold(), "unknown")) for left, right in pairs]
    return timed(lambda: [name_score(*row) for row in rows])


if __name__ == "__main__":
    run("ours", IMPORT_MS, score, names)
