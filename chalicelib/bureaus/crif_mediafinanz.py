"""CRIF through mediaFinanz, REST v2.2: one-off checks of firms and persons in Germany. No search, no monitoring.

A score of "0.0" with risk B0 says that nothing can be said, which is not a good score; a score on the address of a
person whom CRIF does not know says nothing about the person, and is not used.

Options of the plan:
    person_product: concheck (default), concheckplusident or negativecheckhard.
    proof_of_interest: 1 credit enquiry, 2 business initiation, 3 credit check (default), 4 claim.
    validate: 1 sends every request with the switch that checks its types only; nothing is asked and nothing is known.
    index_borders: five borders of the index classes that replace the believed ones.
    harmless_codes: risk codes and sections, with commas between them, that mean nothing to us.

Source: api.mediafinanz.de/docs/v2.2 (crif_request_score_*, crif_identification_codes, crif_personen_scoring, faq),
its OpenAPI file (Apache-2.0) and github.com/mediafinanz/API_public.
"""

import re
from collections.abc import Iterator, Mapping
from datetime import timedelta
from decimal import Decimal

from chalicelib.bureaus import Access
from chalicelib.bureaus.index_scale import Classes
from chalicelib.bureaus.persons import name_parts
from chalicelib.bureaus.strict_json import Members, read_object
from chalicelib.errors import (
    InvalidInputError,
    Problem,
    SourceChangedError,
    SourceRefusedError,
    SourceUnreachableError,
)
from chalicelib.model.bureau import Ability, Bureau, BureauPlan
from chalicelib.model.credit import Answer, Band, CheckRequest, Feature, Outcome, Reservation
from chalicelib.model.customer import Customer, CustomerKind
from chalicelib.model.document import Document
from chalicelib.model.event import EventKind
from chalicelib.model.identifier import Scheme
from chalicelib.web import Web

_NAME = "crif_mediafinanz"
ORIGIN = "https://api.mediafinanz.de"
_SCORES = f"{ORIGIN}/v2.2/infoservice/crif/score"
_INTERESTS = frozenset("1234")
_PERSON_PRODUCTS = frozenset({"concheck", "concheckplusident", "negativecheckhard"})
_INDEX = Classes(
    name="CRIF index 4.0",
    best=Decimal(1),
    rows=(
        ("1.9", "very good", Band.A),
        ("2.4", "good", Band.B),
        ("2.9", "medium", Band.C),
        ("4.9", "weak, concrete negative features", Band.D),
        ("6.0", "very weak, hard negative features", Band.E),
    ),
)

BUREAU = Bureau(
    name=_NAME,
    title="CRIF (mediaFinanz)",
    countries=("DE",),
    origins=(ORIGIN,),
    abilities=frozenset({Ability.CHECK}),
    cursor_kind="nothing: one-off checks only",
    time_zone="Europe/Berlin",
    retry_safe=frozenset(),
    natural_persons=True,
    nothing_found='identification code A0, N0 or NW; "0.0" with B0 where somebody is known and nothing can be said',
    credentials=("uuid", "user", "password"),
    overlap=timedelta(0),
    scale=_INDEX.scale(),
    terms_of_use="By contract with mediaFinanz; each order names its ProofOfInterest.",
    verified_by="specification: OpenAPI v2.2 and public examples; never tried against the live service",
    seen_facts=(
        "headers uuid, user, password; `validate: 1` checks types only: faq, github.com/mediafinanz/API_public",
        "requests riskcheckbusiness, concheck, negativecheckhard and the lengths of their fields: crif_request_score_*",
        "identification codes N0, NW, N1, N2, A0, A1, A2, A5: crif_identification_codes",
        "answer Response{bSuccess, aMessage, sRaw} and Data{ScoreValue, Identification, Risk}: same page",
        "0.0 with N0 and B0 for an unknown person, inside sRaw: crif_personen_scoring",
        "a person's index runs from 1.0 to 6.0; from 3.0 on, negative features are known: crifbuergel.de, glossary",
    ),
    believed_facts=(
        "borders of the index classes and their bands",
        "risk codes other than B0 and B11: not public; those whose text is not of a statistical risk are UNCLASSIFIED",
        "keys of aMessage other than info, and what makes an error one of access, of service or of shape",
        "sections of financialInformation in sRaw beside `decision`: where negative features stand is not public",
        "a refused order costs nothing; an answered one is charged, also without a statement",
    ),
)

_NOT_IDENTIFIED = frozenset({"A0", "N0", "NW"})
_RESERVATIONS: Mapping[str, tuple[Reservation, ...]] = {
    "A1": (),
    "N1": (),
    "A2": (Reservation.OTHER_PERSON_DATA, Reservation.OTHER_ADDRESS),
    "N2": (Reservation.OTHER_PERSON_DATA, Reservation.OTHER_ADDRESS),
    "A5": (Reservation.SEVERAL_FOUND,),
}
_NO_ESTIMATE = "B0"
_STATISTICAL = re.compile(r"statistisches\s+ausfallrisiko", re.IGNORECASE)
_ACCESS = re.compile(r"uuid|password|passwort|zugang|credential|authori|berechtig|permission|BER0023", re.IGNORECASE)
_SERVICE = re.compile(
    r"wartung|maintenance|timeout|time-out|temporar|nicht erreichbar|unavailable|CRI001", re.IGNORECASE
)
_OTHER_FORM = "40032"  # seen in the faq: the product does not fit the legal form of the firm that was hit


def sign_in(web: Web, credentials: Mapping[str, str]) -> Mapping[str, str]:  # noqa: ARG001 - every file has this shape
    """The three headers that each request carries; nothing is asked for them."""
    return {name: credentials.get(name, "") for name in ("uuid", "user", "password")}


def check(access: Access, request: CheckRequest) -> Document:
    """The answer to one check, asked once.

    Raises:
        InvalidInputError: the customer lacks what the specification requires; nothing was asked.
        SourceError: as `Web.send`.
    """
    customer, options = request.customer, access.plan.options
    is_person = customer.kind is CustomerKind.PERSON
    interest = _chosen(options, "proof_of_interest", "3", _INTERESTS)
    product = _chosen(options, "person_product", "concheck", _PERSON_PRODUCTS) if is_person else "riskcheckbusiness"
    subject = _person(customer) if is_person else _company(customer)
    body = {
        "Order": {
            "CustomerReference": request.reference[:40],
            "ProofOfInterest": int(interest),
            "ReportFormat": "NONE",
        },
        "Person" if is_person else "Company": subject,
        "Address": _address(customer),
    }
    validate = options.get("validate") == "1"
    url = f"{_SCORES}/{product}/"
    headers = {"validate": "1"} if validate else {}
    answer = access.web.send("POST", url, body=body, headers=headers, allow=(400, 404, 422), again=False)
    attributes = {"product": product, "status": str(answer.status_code), "validate": str(int(validate))}
    attributes["name_cut"] = str(int(_is_cut(customer, subject)))
    attributes["birth_date"] = customer.birth_date.isoformat() if customer.birth_date else ""
    return Document(
        source=_NAME,
        url=url,
        media_type="application/json",
        content=answer.content,
        fetched_at=access.web.fetched_at,
        attributes=attributes,
    )


def _chosen(options: Mapping[str, str], name: str, usual: str, possible: frozenset[str]) -> str:
    if (value := options.get(name, usual)) not in possible:
        raise InvalidInputError([Problem(f"options.{name}", value, " or ".join(sorted(possible)))])
    return value


def _company(customer: Customer) -> dict[str, str]:
    """Firm as asked; what is longer than the specification allows is cut, and the answer says so."""
    found = {"CompanyName": customer.name[:60]}
    for one in customer.identifiers:
        if one.scheme is Scheme.DE_REGISTER:
            letters, digits = re.findall(r"[^\d]+|\d+", one.value)[:2]
            found["CommercialRegisterNumber"] = f"{letters} {digits}"[:20]
        elif one.scheme is Scheme.VAT:
            found["VAT_ID"] = one.value[:15]
    return found


def _person(customer: Customer) -> dict[str, str]:
    name = name_parts(customer)
    found = {"FirstName": name.first[:40], "LastName": name.surname[:40], "Gender": "u"}
    if customer.birth_date:
        found["BirthDate"] = customer.birth_date.isoformat()
    return found


def _is_cut(customer: Customer, sent: Mapping[str, str]) -> bool:
    """Whether the name was longer than the specification takes."""
    if customer.kind is CustomerKind.PERSON:
        return tuple(name_parts(customer)) != (sent["FirstName"], sent["LastName"])
    return customer.name != sent["CompanyName"]


def _address(customer: Customer) -> dict[str, str]:
    place = customer.address
    parts = {"street": place and place.street, "postcode": place and place.postcode, "city": place and place.city}
    missing = [
        Problem(f"address.{name}", "", "CRIF asks by the whole address") for name, part in parts.items() if not part
    ]
    if missing or place is None:
        raise InvalidInputError(missing)
    street = (place.street or "").strip()
    split = re.fullmatch(r"(?P<street>.*?\D)\s*(?P<number>\d+\s*[a-zA-Z]?(\s*[-/+]\s*\d+\s*[a-zA-Z]?)?)", street)
    return {
        "Street": (split["street"].strip() if split else street)[:40],
        "HouseNumber": (re.sub(r"\s+", "", split["number"]) if split else "")[:10],
        "PostalCode": (place.postcode or "")[:10],
        "City": (place.city or "")[:40],
        "CountryCode": place.country or "DE",
    }


def answer(document: Document, plan: BureauPlan) -> Answer:
    """What one check says.

    Raises:
        SourceRefusedError, SourceUnreachableError: the bureau says that access, or its service, is the matter.
        SourceChangedError: an unknown shape, or a request that does not fit the specification.
    """
    content = read_object(_NAME, document.content, "answer")
    response = content.inner("response") if "response" in content else content
    if response.flag("bSuccess") is None:
        raise response.changed("without bSuccess")
    if not response.flag("bSuccess"):
        return _refused(response)
    if document.attributes.get("validate") == "1":
        return Answer(outcome=Outcome.NO_STATEMENT, text="the request was only validated; nobody was asked about")
    return _answer(_decision(content, response), document, plan)


def _refused(response: Members) -> Answer:
    """The named error behind `bSuccess: false`; a firm that is known under an unfit legal form is no statement."""
    wrong = [f"{one.text('name')} {one.text('code')}" for one in response.items("aValidationResult")]
    if wrong:
        raise response.changed(f"the request does not fit the specification: {', '.join(wrong)}")
    said = " / ".join(f"{one.text('sKey') or ''}: {one.text('sValue') or ''}" for one in response.items("aMessage"))
    if _OTHER_FORM in said:
        return Answer(outcome=Outcome.NO_STATEMENT, text=said)
    if _ACCESS.search(said):
        raise SourceRefusedError(_NAME, said)
    if _SERVICE.search(said):
        raise SourceUnreachableError(_NAME, said)
    raise response.changed(f"refused: {said or 'without a message'}")


class _Decision:
    """Score, identification, risk, and the sections of the raw report that nobody has mapped."""

    def __init__(self, data: Members, raw: Members | None) -> None:
        inside = raw.inner("decision") if raw is not None else data
        self.score = data.text("scoreValue") or inside.need("score")
        self.identification = data.inner("identification").text("code") or inside.inner("identification").need("code")
        risk = data.inner("risk") if "risk" in data else inside.inner("risk")
        self.risk, self.risk_text = risk.text("code"), risk.text("text")
        self.sections = sorted(raw.values.keys() - {"decision"}) if raw is not None else []
        if raw is not None and inside.text("score") not in {None, self.score}:
            raise data.changed(f"ScoreValue {self.score} is not the {inside.text('score')} of its own sRaw")


def _decision(content: Members, response: Members) -> _Decision:
    """Data, checked against sRaw, which is a JSON text inside the JSON; sRaw alone where Data lacks it."""
    printed = response.text("sRaw") or ""
    raw = None
    if printed.startswith("{"):
        report = read_object(_NAME, printed, "sRaw").inner("report").inner("resultData")
        raw = report.inner("financialInformation") if "financialInformation" in report else None
    data = content.inner("data")
    if raw is None and "scoreValue" not in data:
        raise content.changed("without Data.ScoreValue, and sRaw has no decision")
    return _Decision(data, raw)


def _answer(found: _Decision, document: Document, plan: BureauPlan) -> Answer:
    score, text = _score(found.score), f"{found.identification}, {found.risk or ''} {found.risk_text or ''}".strip()
    nothing = score == 0 or found.risk == _NO_ESTIMATE
    several = found.identification == "A5" and nothing
    reservations = _RESERVATIONS.get(found.identification, (Reservation.UNKNOWN_RESERVATION,))
    if found.identification in _NOT_IDENTIFIED or several:
        reservations = (Reservation.SEVERAL_FOUND,) if several else ()
        return Answer(outcome=Outcome.NOT_IDENTIFIED, reservations=reservations, text=text)
    if document.attributes.get("name_cut") == "1":
        reservations += (Reservation.NAME_CUT,)
    if document.attributes.get("product") in _PERSON_PRODUCTS and not document.attributes.get("birth_date"):
        reservations += (Reservation.NO_BIRTH_DATE,)
    return Answer(
        outcome=Outcome.NO_STATEMENT if nothing else Outcome.ANSWERED,
        index=None if nothing else _INDEX.value(found.score, plan, found.risk_text),
        features=tuple(_features(found, plan, certain=not reservations)),
        reservations=reservations,
        text=text,
    )


def _features(found: _Decision, plan: BureauPlan, *, certain: bool) -> Iterator[Feature]:
    harmless = {part.strip() for part in plan.options.get("harmless_codes", "").split(",")} | {_NO_ESTIMATE}
    if found.risk and found.risk not in harmless:
        kind = plan.codes.get(found.risk)
        if kind or not _STATISTICAL.search(found.risk_text or ""):
            kind = kind or EventKind.UNCLASSIFIED
            yield Feature(code=found.risk, event_kind=kind, text=found.risk_text, certain=certain)
    for name in found.sections:
        if name not in harmless:
            kind = plan.codes.get(name, EventKind.UNCLASSIFIED)
            yield Feature(code=name, event_kind=kind, text=f"the report has the section {name!r}", certain=certain)


def _score(printed: str) -> Decimal:
    if not re.fullmatch(r"[0-6](\.\d{1,2})?", printed) or not (Decimal(printed) == 0 or 1 <= Decimal(printed) <= 6):
        raise SourceChangedError(_NAME, f"score {printed!r} is none between 1.0 and 6.0")
    return Decimal(printed)
