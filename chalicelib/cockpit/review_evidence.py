"""What a comparison found, row by row, as a person reads it: both sides, how they agree, how much that weighs."""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import cache

from markupsafe import Markup, escape

from chalicelib.matching.sentences import SENTENCES
from chalicelib.model.customer import Customer, CustomerKind, Language
from chalicelib.model.match import Evidence, EvidenceLevel, Match
from chalicelib.model.notice import InsolvencyNotice

_ORDER = ("bureau", "name", "legal_form", "birth_date", "identifier", "address", "seat", "country", "proceedings")
_STATES = {EvidenceLevel.EQUAL: "agrees", EvidenceLevel.CLOSE: "similar", EvidenceLevel.DIFFERENT: "differs"}
_STRONG, _SOME = 7, 1
_PLAIN = {"legal_form", "seat", "address", "country"}
"""Fields whose sentence says no more than how they agree."""
_FORMS = {"GMBH": "GmbH", "KGAA": "KGaA", "GBR": "GbR", "EK": "e.K.", "EV": "e.V.", "EG": "eG", "EU": "e.U."}
_SAYS_NO_MORE = (
    *(("name", finding) for finding in ("equal", "close", "different")),
    *(("birth_date", finding) for finding in ("equal", "different", "unknown")),
    *(("identifier", finding) for finding in ("same", "none")),
)
_VALUE = "(?:„[^“]*“|“[^”]*”|ohne Angabe|not given)"
_VALUES = re.compile(rf":? (?:Kunde|customer) {_VALUE}, (?:Bekanntmachung|notice) {_VALUE}|: {_VALUE}(?=\.|$)")


@dataclass(frozen=True)
class Row:
    """One compared field. `state` is agrees, similar, differs, missing or open; `lacks` says on which side."""

    field: str
    ours: str
    theirs: str
    state: str
    lacks: str
    bits: Decimal | None
    weight: str
    note: str


@dataclass(frozen=True)
class Comparison:
    """All rows, and how their weights add up: `start` is what is held likely before anything is compared."""

    rows: tuple[Row, ...]
    start: Decimal
    total: Decimal
    score: int
    rule: str

    @property
    def counted(self) -> bool:
        """Whether points say anything here: a bureau's word about a check weighs nothing."""
        return any(row.bits for row in self.rows)

    def count(self, state: str) -> int:
        """How many fields are in this state."""
        return sum(row.state == state for row in self.rows)


def comparison(
    match: Match,
    fresh: Match | None,
    customer: Customer | None,
    notice: InsolvencyNotice | None,
    language: Language,
    day: Callable[[date], str],
) -> Comparison:
    """The match to be read; what it left out is filled from a `fresh` one, or stands there as missing."""
    known = {one.field for one in match.evidence}
    names = (customer.name if customer else "", notice.debtor_name if notice else "")
    kept = [(one, True) for one in match.evidence]
    kept += [(one, False) for one in (fresh.evidence if fresh else ()) if one.field not in known]
    rows = [_row(_written(one, names), language, day, weighs=weighs) for one, weighs in kept]
    known |= {one.field for one, _ in kept}
    rows += [_missing(field, *values) for field, *values in _expected(customer, notice, day) if field not in known]
    return Comparison(
        rows=tuple(sorted(rows, key=lambda row: _ORDER.index(row.field) if row.field in _ORDER else len(_ORDER))),
        start=match.bits - sum((one.bits for one in match.evidence), Decimal(0)),
        total=match.bits,
        score=match.score,
        rule=match.rule,
    )


def weight(bits: Decimal | None) -> str:
    """How much the points say, as a key of words.

    >>> weight(Decimal("7.5")), weight(Decimal("-0.3")), weight(None)
    ('strong_for', 'little', 'none')
    """
    if bits is None:
        return "none"
    if abs(bits) < _SOME:
        return "little"
    strength = "strong_" if abs(bits) >= _STRONG else ""
    return f"{strength}{'for' if bits > 0 else 'against'}"


def without_values(sentence: str) -> str:
    """The sentence without both sides' values, which stand beside it.

    >>> without_values("Anderer Name: Kunde „A“, Bekanntmachung „B“. Meist sind das Schwesterfirmen.")
    'Anderer Name. Meist sind das Schwesterfirmen.'
    >>> without_values("The name agrees: “A”. It is rare.")
    'The name agrees. It is rare.'
    """
    return _VALUES.sub("", sentence)


def note(sentence: str, one: Evidence) -> str:
    """What the sentence says beyond both values and how they agree."""
    if one.field in _PLAIN and one.level is not EvidenceLevel.CLOSE:
        return ""
    bare = without_values(sentence)
    first = next((start for start in _first_sentences() if bare.startswith(start)), "")
    rest = bare.removeprefix(first).strip()
    return re.sub(r"^It is", "The name is", re.sub(r"^Er ist", "Der Name ist", rest))


@cache
def _first_sentences() -> frozenset[str]:
    """What the words for how the values agree say already."""
    both = (
        without_values(text.format(c=value, n=value))
        for key in _SAYS_NO_MORE
        for text, value in zip(SENTENCES[key], ("„x“", "“x”"), strict=True)
    )
    return frozenset(f"{text.partition('. ')[0].removesuffix('.')}." for text in both)


def marked(one: str, other: str) -> Markup:
    """The value with those words marked that the other lacks; nothing is marked where less than half is shared.

    >>> str(marked("HRB 96001 (Flensburg)", "HRB 97120 (Flensburg)"))
    'HRB <mark>96001</mark> (Flensburg)'
    >>> str(marked("Am Speicher 3, Kiel", "Hafenrand 8, Kiel"))
    'Am Speicher 3, Kiel'
    """
    mine, theirs = set(_words(one)), set(_words(other))
    if 2 * len(mine & theirs) < max(1, min(len(mine), len(theirs))):
        return escape(one)
    shown = (
        Markup("<mark>{}</mark>").format(piece) if set(_words(piece)) - theirs else escape(piece)
        for piece in re.split(r"(\w+)", one)
    )
    return Markup("").join(shown)


def _words(text: str) -> list[str]:
    return [word.casefold() for word in re.findall(r"\w+", text)]


def _row(one: Evidence, language: Language, day: Callable[[date], str], *, weighs: bool) -> Row:
    ours, theirs = _shown(one.customer_value, day), _shown(one.notice_value, day)
    lacks = _lacks(ours, theirs)
    state = _STATES.get(one.level, "missing" if lacks else "open")
    sentence = one.sentence_de if language == "de" else one.sentence_en
    bits = one.bits if weighs and one.field != "bureau" else None
    return Row(one.field, ours, theirs, state, lacks, bits, weight(bits), note(sentence, one))


def _written(one: Evidence, names: tuple[str, str]) -> Evidence:
    """A legal form as the names write it: GmbH, not GMBH."""
    if one.field != "legal_form":
        return one
    values = {
        "customer_value": _as_in(one.customer_value, names[0]),
        "notice_value": _as_in(one.notice_value, names[1]),
    }
    return one.model_copy(update=values)


def _as_in(value: str, name: str) -> str:
    found = re.search(rf"(?<!\w){re.escape(value)}(?!\w)", name, re.IGNORECASE) if value else None
    return found[0] if found else " + ".join(_FORMS.get(form, form) for form in value.split(" + "))


def _missing(field: str, ours: str, theirs: str) -> Row:
    return Row(field, ours, theirs, "missing", _lacks(ours, theirs), None, "none", "")


def _lacks(ours: str, theirs: str) -> str:
    if ours and theirs:
        return ""
    return "both" if not (ours or theirs) else "ours" if not ours else "theirs"


def _shown(value: str, day: Callable[[date], str]) -> str:
    """A birth date as the reader's language writes it."""
    try:
        return day(date.fromisoformat(value))
    except ValueError:
        return value


def _expected(
    customer: Customer | None, notice: InsolvencyNotice | None, day: Callable[[date], str]
) -> Iterator[tuple[str, str, str]]:
    """What a person looks for first, also where neither side says it."""
    if customer and customer.kind is CustomerKind.PERSON:
        born, theirs = customer.birth_date, notice.birth_date if notice else None
        yield "birth_date", day(born) if born else "", day(theirs) if theirs else ""
    else:
        yield "identifier", "", ""
    home = customer.address.one_line() if customer and customer.address else ""
    there = notice.debtor_postal_address if notice else None
    yield "address", home, there.one_line() if there else ""
