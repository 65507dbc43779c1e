"""Our own firm: the creditor in every claim letter, the base rates, and what the decision aid assumes."""

from datetime import date
from decimal import Decimal, InvalidOperation
from typing import Any

from pydantic import ValidationError

from chalicelib.cockpit.page import Moved, Shown, page
from chalicelib.cockpit.settings_frame import HOME, Mistake, Mistakes, blueprint, mark, noted, tab, unchanged
from chalicelib.cockpit.visit import Visit
from chalicelib.model.creditor import Creditor
from chalicelib.model.dossier import missing_of_creditor
from chalicelib.model.people import Role
from chalicelib.model.record import Record
from chalicelib.model.recovery import AssumptionChange, BaseRateNotice, Unit
from chalicelib.store import firm, settings_log

_FIRM = f"{HOME}/firm"
_RATES_SHOWN = 6


class CreditorForm(Record):
    """Our firm as a form sends it; the legal representatives stand one a line."""

    seen: str = ""
    name: str = ""
    street: str = ""
    postcode: str = ""
    city: str = ""
    country: str = ""
    legal_representatives: str = ""
    contact_name: str = ""
    contact_phone: str = ""
    contact_email: str = ""
    reference: str = ""
    holder: str = ""
    iban: str = ""
    bic: str = ""
    bank: str = ""
    register_office: str = ""
    register_number: str = ""
    vat_id: str = ""


class RateForm(Record):
    """A half-year's base rate in per cent, with where it was read."""

    since: date
    rate: str = ""
    source: str = ""


class AssumptionForm(Record):
    """A number of the firm's own in place of one that the product starts with; shares in per cent."""

    name: str
    value: str = ""
    source: str = ""


@page(blueprint, "GET /cockpit/settings/firm", role=Role.MANAGER)
def our_firm(visit: Visit) -> Shown:
    """Our firm as it stands, and what is missing for claim letters."""
    return _shown(visit, _values(firm.creditor()))


@page(blueprint, "POST /cockpit/settings/firm", role=Role.ADMIN, form=CreditorForm)
def save_firm(visit: Visit, form: CreditorForm) -> Shown | Moved:
    """Our firm kept; letters from now on say it so."""
    held = firm.creditor()
    unchanged(form.seen, held)
    changed = creditor_of(form, held)
    if isinstance(changed, dict):
        return _shown(visit, form.model_dump(), changed)
    firm.put_creditor(changed, [settings_log.request(noted(visit, "firm", "creditor", held, changed))])
    return Moved(_FIRM, done="settings_saved")


@page(blueprint, "POST /cockpit/settings/firm/rate", role=Role.ADMIN, form=RateForm)
def save_rate(visit: Visit, form: RateForm) -> Shown | Moved:
    """A base rate entered; a later word on a half-year counts, the earlier one stays on record."""
    from chalicelib.recovery.assumed import base_rates_now  # noqa: PLC0415 - its imports would slow other pages

    rate = number_of(form.rate)
    if rate is None or not form.source:
        wrong = "rate" if rate is None else "rate_source"
        return _shown(visit, _values(firm.creditor()), {wrong: Mistake(f"settings_mistake.{wrong}")})
    known = firm.base_rates()
    notice = _checked_rate(visit, form, rate)
    if isinstance(notice, dict):
        return _shown(visit, _values(firm.creditor()), notice)
    base_rates_now((*known, notice))  # refuses what cannot be
    firm.add_base_rate(notice)
    return Moved(f"{_FIRM}#rates", done="settings_saved")


@page(blueprint, "POST /cockpit/settings/firm/assumption", role=Role.ADMIN, form=AssumptionForm)
def save_assumption(visit: Visit, form: AssumptionForm) -> Shown | Moved:
    """An assumption replaced by the firm's own number; what was assumed before stays on record."""
    from chalicelib.recovery.assumed import assumptions_now  # noqa: PLC0415 - as above

    known = firm.assumption_changes()
    unit = assumptions_now(known).named(form.name).unit
    value = number_of(form.value)
    if value is None or not form.source:
        wrong = "value" if value is None else "value_source"
        return _shown(visit, _values(firm.creditor()), {wrong: Mistake(f"settings_mistake.{wrong}")})
    change = AssumptionChange(
        values={form.name: value / 100 if unit is Unit.SHARE else value},
        source=form.source[:400],
        as_of=visit.now.astimezone(visit.zone).date(),
        person=visit.signature,
        at=visit.now,
    )
    assumptions_now((*known, change))  # refuses impossible values
    firm.add_assumption_change(change)
    return Moved(f"{_FIRM}#assumptions", done="settings_saved")


def creditor_of(form: CreditorForm, held: Creditor | None) -> Creditor | Mistakes:
    """Our firm as the form describes it, with the representative it has; or what is wrong with its fields."""
    said: dict[str, Any] = {
        "name": form.name,
        "address": {part: getattr(form, part) or None for part in ("street", "postcode", "city")},
        "legal_representatives": [one.strip() for one in form.legal_representatives.splitlines() if one.strip()],
        "contact": {part: getattr(form, f"contact_{part}") or None for part in ("name", "phone", "email")},
        "reference": form.reference or None,
        "vat_id": form.vat_id or None,
        "representative": held.representative if held else None,
    }
    said["address"]["country"] = form.country.upper() or None
    if not any(said["address"].values()):
        said["address"] = None
    if form.iban or form.bic or form.bank:
        account = {"holder": form.holder or form.name, "iban": form.iban, "bic": form.bic or None}
        said["bank_account"] = account | {"bank": form.bank or None}
    if form.register_office or form.register_number:
        said["register_entry"] = {"office": form.register_office, "number": form.register_number}
    mistakes: Mistakes = {}
    if form.country and not (len(form.country) == 2 and form.country.isalpha()):
        mistakes["country"] = Mistake("settings_mistake.country")
    try:
        made = Creditor.model_validate(said)
    except ValidationError as error:
        names = [_field(one["loc"]) for one in error.errors()]
        return mistakes | {name: Mistake(f"settings_mistake.{name}") for name in sorted(names)}
    return mistakes or made


_FIELDS: dict[tuple[str, ...], str] = {
    ("contact", "name"): "contact_name", ("contact", "phone"): "contact_phone", ("contact", "email"): "contact_email",
    ("register_entry", "office"): "register_office", ("register_entry", "number"): "register_number",
}  # fmt: skip


def _field(loc: tuple[int | str, ...]) -> str:
    place = tuple(str(one) for one in loc)
    if place[0] == "legal_representatives":
        return place[0]
    return _FIELDS.get(place[:2], place[-1])


def number_of(typed: str) -> Decimal | None:
    """A number with point or comma; None when it is none.

    >>> number_of("1,27"), number_of("abc")
    (Decimal('1.27'), None)
    """
    try:
        found = Decimal(typed.strip().rstrip(" %").replace(",", "."))
    except InvalidOperation:
        return None
    return found if found.is_finite() else None


def _checked_rate(visit: Visit, form: RateForm, rate: Decimal) -> BaseRateNotice | Mistakes:
    try:
        source = form.source[:400]
        return BaseRateNotice(since=form.since, rate=rate, source=source, person=visit.signature, at=visit.now)
    except ValidationError:
        return {"rate": Mistake("settings_mistake.rate")}


def _values(held: Creditor | None) -> dict[str, Any]:
    if held is None:
        return CreditorForm().model_dump()
    address, account, entry = held.address, held.bank_account, held.register_entry
    values: dict[str, Any] = {"name": held.name, "reference": held.reference, "vat_id": held.vat_id}
    values |= {part: getattr(address, part) if address else "" for part in ("street", "postcode", "city", "country")}
    values |= {f"contact_{part}": getattr(held.contact, part) for part in ("name", "phone", "email")}
    values |= {part: getattr(account, part) if account else "" for part in ("holder", "bic", "bank")}
    values |= {"iban": account.printed_iban if account else ""}
    values |= {f"register_{part}": getattr(entry, part) if entry else "" for part in ("office", "number")}
    values |= {"legal_representatives": "\n".join(held.legal_representatives)}
    return {name: value or "" for name, value in values.items()}


def _shown(visit: Visit, values: dict[str, Any], mistakes: Mistakes | None = None) -> Shown:
    from chalicelib.recovery.assumed import assumptions_now, base_rates_now  # noqa: PLC0415 - as above

    held, rates = firm.creditor(), base_rates_now(firm.base_rates())
    known = sorted(rates.by_day.items(), reverse=True)
    after = rates.known_until
    following = date(after.year + 1, 1, 1) if after.month == 12 else date(after.year, 7, 1)
    gaps = missing_of_creditor(held) if held else ()
    about = {
        "held": held,
        "values": values,
        "seen": mark(held),
        "gaps": tuple(gaps),
        "rates": known[:_RATES_SHOWN],
        "known_until": after,
        "rate_due": after < visit.now.date(),
        "half_years": [following, *(since for since, _ in known[:3])],
        "assumptions": assumptions_now(firm.assumption_changes()).entries,
    }
    return tab(visit, "firm", about, mistakes=mistakes)
