"""The judgement: every comparable field as evidence, and the gate that decides."""

from dataclasses import dataclass
from datetime import date, datetime

from chalicelib.matching import addresses, identifiers, legal_forms
from chalicelib.matching.folding import words_in
from chalicelib.matching.gates import Facts, decide
from chalicelib.matching.naming import Names, Naming, compare_names, names_of_customer, names_of_notice, without_name
from chalicelib.matching.persons import compare_birth_dates
from chalicelib.matching.sentences import SENTENCES
from chalicelib.model.customer import Customer
from chalicelib.model.match import Evidence, EvidenceLevel, Match
from chalicelib.model.notice import InsolvencyNotice

RULES_VERSION = "1"
_LEVEL_OF_LINK = {
    identifiers.Link.SAME: EvidenceLevel.EQUAL,
    identifiers.Link.CONTRADICTORY: EvidenceLevel.DIFFERENT,
    identifiers.Link.SAME_NUMBER_OTHER_COURT: EvidenceLevel.CLOSE,
    identifiers.Link.OTHER_AT_SAME_OFFICE: EvidenceLevel.DIFFERENT,
    identifiers.Link.OTHER_ELSEWHERE: EvidenceLevel.DIFFERENT,
    identifiers.Link.NONE: EvidenceLevel.UNKNOWN,
}
_MAX_VALUE = 200


@dataclass(frozen=True, slots=True)
class _Places:
    seat: EvidenceLevel
    address: EvidenceLevel
    country: EvidenceLevel
    customer_country: str
    notice_country: str


def judge(customer: Customer, notice: InsolvencyNotice, now: datetime) -> Match:
    """Whether the notice's debtor is the customer, with the evidence for it and against it."""
    ids = identifiers.compare_identifiers(customer.identifiers, notice.debtor_identifiers)
    mine, theirs = names_of_customer(customer), names_of_notice(notice)
    naming = without_name(mine) if _is_nameless(notice) else compare_names(mine, theirs)
    places = _compare_places(customer, notice)
    birth = compare_birth_dates(customer.birth_date, notice.birth_date, notice.publication_date)
    facts = _facts(ids, mine, theirs, naming, places, birth, notice)
    result, rule = decide(facts)
    evidence = tuple(_evidence(customer, notice, ids, naming, places, facts))
    return Match(
        customer_number=customer.number,
        notice_id=notice.id,
        result=result,
        score=max(0, min(100, sum(piece.points for piece in evidence))),
        rule=rule,
        evidence=evidence,
        version=RULES_VERSION,
        matched_at=now,
    )


def _facts(
    ids: identifiers.IdentifierAgreement,
    mine: Names,
    theirs: Names,
    naming: Naming,
    places: _Places,
    birth: EvidenceLevel,
    notice: InsolvencyNotice,
) -> Facts:
    return Facts(
        link=ids.link,
        scheme=ids.notice.scheme.value if ids.notice else None,
        persons=naming.persons,
        mixed=naming.mixed,
        name=naming.level,
        similarity=naming.similarity,
        distinctive=naming.distinctive,
        alias=naming.alias,
        numerals_differ=naming.numerals_differ,
        roles_differ=naming.roles_differ,
        owners_differ=naming.owners_differ,
        forms=naming.forms,
        seat=places.seat,
        address=places.address,
        country=places.country,
        birth_date=birth,
        first_name=naming.first_name,
        surname=naming.surname,
        whole_names=naming.whole_names,
        both_organisations=mine.kind == "organisation" and theirs.kind == "organisation" and not _sole(mine, theirs),
        nameless=_is_nameless(notice),
    )


def _is_nameless(notice: InsolvencyNotice) -> bool:
    """Whether the source gives the number alone: what stands for the name is that number and words around it."""
    if not any(omission.field == "debtor_name" for omission in notice.omissions):
        return False
    numbers = {identifier.value.casefold() for identifier in notice.debtor_identifiers}
    return {*words_in(notice.debtor_name)} <= numbers | {"company", "number", "no"}


def _sole(mine: Names, theirs: Names) -> bool:
    return bool((mine.main.forms | theirs.main.forms) & legal_forms.SOLE_TRADER_FORMS)


def _compare_places(customer: Customer, notice: InsolvencyNotice) -> _Places:
    home = addresses.read_address(customer.address)
    debtor = addresses.read_address(notice.debtor_postal_address, notice.debtor_seat)
    seat = addresses.Place(town=addresses.town(notice.debtor_seat or ""))
    mine = addresses.country(customer.address.country if customer.address else None)
    mine = mine or identifiers.country_of(customer.identifiers)
    abroad = addresses.country(notice.debtor_postal_address.country if notice.debtor_postal_address else None)
    theirs = {country for country in (abroad, addresses.country(notice.country)) if country}
    level = EvidenceLevel.UNKNOWN
    if mine and theirs:
        level = EvidenceLevel.EQUAL if mine in theirs else EvidenceLevel.DIFFERENT
    return _Places(
        seat=addresses.compare_seats((home,), (debtor, seat)),
        address=addresses.compare_addresses(home, debtor),
        country=level,
        customer_country=mine or "",
        notice_country="/".join(sorted(theirs)),
    )


def _evidence(
    customer: Customer,
    notice: InsolvencyNotice,
    ids: identifiers.IdentifierAgreement,
    naming: Naming,
    places: _Places,
    facts: Facts,
) -> list[Evidence]:
    pieces = [_identifier_evidence(customer, notice, ids)]
    pieces += _name_evidence(naming)
    home = customer.address.one_line() if customer.address else ""
    there = notice.debtor_postal_address.one_line() if notice.debtor_postal_address else ""
    town = (customer.address.city if customer.address else None) or home
    seat = notice.debtor_seat or (notice.debtor_postal_address.city if notice.debtor_postal_address else None) or there
    pieces.append(_piece("seat", places.seat, town, seat))
    pieces.append(_piece("address", places.address, home, there))
    pieces.append(_piece("birth_date", facts.birth_date, _day(customer.birth_date), _day(notice.birth_date)))
    pieces.append(_piece("country", places.country, places.customer_country, places.notice_country))
    return [piece for piece in pieces if piece.customer_value or piece.notice_value]


def _identifier_evidence(
    customer: Customer, notice: InsolvencyNotice, ids: identifiers.IdentifierAgreement
) -> Evidence:
    mine = identifiers.printed(ids.customer) or ", ".join(map(identifiers.printed, customer.identifiers))
    theirs = identifiers.printed(ids.notice) or ", ".join(map(identifiers.printed, notice.debtor_identifiers))
    return _piece("identifier", _LEVEL_OF_LINK[ids.link], mine, theirs, ids.link.value)


def _name_evidence(naming: Naming) -> list[Evidence]:
    finding = "equal_alias" if naming.alias and naming.level is EvidenceLevel.EQUAL else naming.level.value
    mine, theirs = naming.customer_printed, naming.notice_printed
    pieces = [_piece("name", naming.level, mine, theirs, finding)]
    if naming.level is not EvidenceLevel.DIFFERENT:
        apart = ("numerals_differ", "roles_differ", "owners_differ")
        found = (finding for finding in apart if getattr(naming, finding))
        pieces += [_piece("name", EvidenceLevel.DIFFERENT, mine, theirs, finding) for finding in found]
    if naming.mixed == "impossible":
        pieces.append(_piece("legal_form", EvidenceLevel.DIFFERENT, mine, theirs, "person_and_organisation"))
    elif not naming.persons:
        pieces.append(_piece("legal_form", naming.forms, naming.customer_forms, naming.notice_forms))
    return pieces


def _piece(field: str, level: EvidenceLevel, mine: str, theirs: str, finding: str | None = None) -> Evidence:
    points, german, english = SENTENCES[field, finding or level.value]
    mine, theirs = mine[:_MAX_VALUE], theirs[:_MAX_VALUE]
    return Evidence(
        field=field,
        customer_value=mine,
        notice_value=theirs,
        level=level,
        points=points,
        sentence_de=german.format(c=_quoted(mine, "„", "“", "ohne Angabe"), n=_quoted(theirs, "„", "“", "ohne Angabe")),
        sentence_en=english.format(c=_quoted(mine, "“", "”", "not given"), n=_quoted(theirs, "“", "”", "not given")),
    )


def _quoted(value: str, opening: str, closing: str, missing: str) -> str:
    return f"{opening}{value}{closing}" if value else missing


def _day(value: date | None) -> str:
    return value.isoformat() if value else ""
