"""What of a case's documents can be drafted now, what is missing in each, and the form in which people give it."""

from collections.abc import Iterator
from datetime import date
from decimal import Decimal, InvalidOperation
from typing import Annotated, Any, NamedTuple

from pydantic import Field, StringConstraints, ValidationError

from chalicelib.cockpit.case_page import path_of
from chalicelib.dossiers.material import Material
from chalicelib.errors import ConflictError, InvalidInputError, Problem
from chalicelib.model.address import PostalAddress
from chalicelib.model.case_document import DocumentKind, DocumentOptions, DocumentRequest, ExchangeRate
from chalicelib.model.claim import Gap
from chalicelib.model.customer import Language
from chalicelib.model.dossier import DossierForm
from chalicelib.model.letters import InsurerNoticeKind, OpenContract
from chalicelib.model.people import Role
from chalicelib.model.record import Record

KINDS = (
    DocumentKind.CLAIM_FILING,
    DocumentKind.SECURITY_RIGHTS,
    DocumentKind.CHOICE_OF_PERFORMANCE,
    DocumentKind.INSURER_NOTICE,
    DocumentKind.EVIDENCE_LIST,
)
_ASKED = {
    DocumentKind.CLAIM_FILING: ("form", "our_reference", "with_subordinate"),
    DocumentKind.SECURITY_RIGHTS: ("respond_by", "revoke_resale"),
    DocumentKind.CHOICE_OF_PERFORMANCE: ("contracts", "respond_by"),
    DocumentKind.INSURER_NOTICE: ("notice_kind", "insurer_address", "measures", "information"),
}
"""What the form for a kind always asks; other fields only where a gap names them."""
_FILLED_BY = {
    "court_case.court": "court",
    "court_case.case_number": "case_number",
    "court_case.practitioner_name": "practitioner_name",
    "court_case.practitioner_address": "practitioner_address",
    "court_case.opening_date": "opening_date",
    "conversion": "exchange_rates",
}
# Several inputs of one name arrive as lines, an empty one as an empty line: so nothing may be cut off.
_Lines = Annotated[str, StringConstraints(strip_whitespace=False, max_length=20_000)]
_ADDRESSES = ("practitioner", "insurer")


class DraftForm(Record):
    """What a person gives for a draft; addresses, contracts and rates come in parts."""

    kind: DocumentKind | None = None
    language: Language | None = None
    form: DossierForm | None = None
    our_reference: str | None = Field(default=None, max_length=120)
    opening_date: date | None = None
    respond_by: date | None = None
    court: str | None = Field(default=None, max_length=200)
    case_number: str | None = Field(default=None, max_length=120)
    practitioner_name: str | None = Field(default=None, max_length=200)
    practitioner_street: str | None = Field(default=None, max_length=200)
    practitioner_postcode: str | None = Field(default=None, max_length=20)
    practitioner_city: str | None = Field(default=None, max_length=200)
    insurer_street: str | None = Field(default=None, max_length=200)
    insurer_postcode: str | None = Field(default=None, max_length=20)
    insurer_city: str | None = Field(default=None, max_length=200)
    consumer: bool | None = None
    with_subordinate: bool | None = None
    revoke_resale: bool | None = None
    notice_kind: InsurerNoticeKind | None = None
    policy_number: str | None = Field(default=None, max_length=120)
    measures: str | None = Field(default=None, max_length=4000)
    information: str | None = Field(default=None, max_length=2000)
    exchange_rates: str | None = Field(default=None, max_length=2000)
    contract_reference: _Lines = ""
    contract_concluded_on: _Lines = ""
    contract_ours: _Lines = ""
    contract_theirs: _Lines = ""


class Draftable(NamedTuple):
    """A kind of document: why it cannot be made now, or what is still missing in it and which fields its form has."""

    kind: DocumentKind
    refused: ConflictError | None
    gaps: tuple[Gap, ...]
    fields: tuple[str, ...]


def draftable(material: Material) -> list[Draftable]:
    """Each kind of document as it could be drafted of the case now."""
    return [_draftable(kind, material) for kind in KINDS]


def asked_for(kind: DocumentKind, gaps: tuple[Gap, ...], policies: int = 1) -> tuple[str, ...]:
    """The fields of the form for a document: those of its kind, and those that fill a gap."""
    fields = [*_ASKED.get(kind, ()), *(name for gap in gaps if (name := field_for(gap)))]
    if kind is DocumentKind.INSURER_NOTICE and policies > 1:
        fields.append("policy_number")
    return tuple(dict.fromkeys(fields))


def field_for(gap: Gap) -> str | None:
    """The field of the draft's form that fills the gap."""
    if gap.field.startswith("options."):
        return gap.field.removeprefix("options.").split(".")[0]
    return _FILLED_BY.get(gap.field)


def where(gap: Gap, case_id: str) -> str | None:
    """The page on which what is missing can be filled in; None when it is the form itself, or a person's decision."""
    pages = {
        "creditor.": "/cockpit/settings/firm",
        "retention.": "/cockpit/imports",
        "due_date": "/cockpit/imports",
        "service_to": "/cockpit/imports",
        "default": path_of(case_id, "open-items"),
        "set_off": path_of(case_id, "open-items"),
        "court_case.": path_of(case_id, "proceedings"),
        "known_on": path_of(case_id, "proceedings"),
    }
    if gap.field == "items":
        return "/cockpit/imports"
    return next((page for start, page in pages.items() if gap.field.startswith(start)), None)


def opened_by(page: str) -> Role:
    """Who may open a page that `where` names."""
    needed = {"/cockpit/settings/firm": Role.MANAGER, "/cockpit/imports": Role.CLERK}
    return needed.get(page, Role.VIEWER)


def options_of(form: DraftForm, before: DocumentOptions | None = None) -> DocumentOptions:
    """The options as the form gives them; what it leaves out stays as it was before.

    Raises:
        InvalidInputError: a part cannot be read.
    """
    plain = ("our_reference", "opening_date", "respond_by", "court", "case_number", "practitioner_name", "consumer",
             "with_subordinate", "revoke_resale", "notice_kind", "policy_number", "information")  # fmt: skip
    given: dict[str, Any] = {name: value for name in plain if (value := getattr(form, name)) is not None}
    for who in _ADDRESSES:
        parts = {part: getattr(form, f"{who}_{part}") for part in ("street", "postcode", "city")}
        if any(parts.values()):
            given[f"{who}_address"] = PostalAddress(**parts)
    if form.measures:
        given["measures"] = tuple(line.strip() for line in form.measures.splitlines() if line.strip())
    if form.exchange_rates:
        given["exchange_rates"] = tuple(_rates(form.exchange_rates))
    if form.contract_reference.strip():
        given["contracts"] = tuple(_contracts(form))
    known = before.model_dump() if before else {}
    return DocumentOptions.model_validate(known | {name: _plain(value) for name, value in given.items()})


def _draftable(kind: DocumentKind, material: Material) -> Draftable:
    from chalicelib.dossiers.assembly import assembled  # noqa: PLC0415 - holidays would slow every block question

    policies = len(material.ledger.policies_meant(None)) if material.ledger else 0
    try:
        made = assembled(DocumentRequest(kind=kind), material, document="", by="preview")
    except ConflictError as refused:
        return Draftable(kind, refused, (), ())
    except InvalidInputError as error:
        wanted = tuple(Gap(field=one.path, text_de="", text_en="") for one in error.problems)
        return Draftable(kind, None, wanted, asked_for(kind, wanted, policies))
    return Draftable(kind, None, made.gaps, asked_for(kind, made.gaps, policies))


def _contracts(form: DraftForm) -> Iterator[OpenContract]:
    columns = [one.split("\n") for one in (form.contract_concluded_on, form.contract_ours, form.contract_theirs)]
    for number, reference in enumerate(form.contract_reference.split("\n")):
        day, ours, theirs = (column[number].strip() if number < len(column) else "" for column in columns)
        if reference.strip():
            try:
                yield OpenContract(
                    reference=reference.strip(),
                    concluded_on=date.fromisoformat(day) if day else None,
                    ours=ours or None,
                    theirs=theirs or None,
                )
            except (ValueError, ValidationError) as error:
                raise InvalidInputError([Problem(f"contracts.{number + 1}", reference, "cannot be read")]) from error


def _rates(text: str) -> Iterator[ExchangeRate]:
    """One rate a line: currency, rate, source."""
    for line in filter(str.strip, text.splitlines()):
        currency, _, rest = line.strip().partition(" ")
        rate, _, source = rest.strip().partition(" ")
        try:
            yield ExchangeRate(currency=currency.upper(), rate=Decimal(rate.replace(",", ".")), source=source)
        except (InvalidOperation, ValidationError) as error:
            reason = "write currency, rate and source, such as: USD 0.92 ECB"
            raise InvalidInputError([Problem("exchange_rates", line, reason)]) from error


def _plain(value: object) -> object:
    if isinstance(value, tuple):
        return tuple(_plain(one) for one in value)
    return value.model_dump() if isinstance(value, Record) else value
