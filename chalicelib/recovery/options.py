"""The four options with what each is expected to bring after its cost."""

from dataclasses import dataclass
from decimal import Decimal

from chalicelib.model.currency import cents
from chalicelib.model.customer import Money
from chalicelib.model.insurance import FindingKind
from chalicelib.model.notice import EventKind
from chalicelib.model.recovery import CheckKind, Option, OptionValue, Reason
from chalicelib.recovery.cover import cover_of
from chalicelib.recovery.insurance import findings, insured_items
from chalicelib.recovery.valuation import ENDED, NO_INSOLVENCY, Assumed, Position, Valuation
from chalicelib.recovery.wording import amount_reason, percent_de, percent_en


@dataclass(frozen=True)
class Weighing:
    """A position with its valuation and the checks that nobody has signed yet."""

    position: Position
    value: Valuation
    assumed: Assumed
    open_checks: tuple[CheckKind, ...]

    def hours(self, name: str) -> Decimal:
        """Cost of the hours that an assumption names."""
        return self.assumed[name] * self.assumed["cost.hour"]

    @property
    def no_proceedings(self) -> bool:
        """Whether nothing can be lodged and nothing will be distributed."""
        return self.position.event_kind in ENDED


def pursue(weighing: Weighing) -> OptionValue:
    """Lodge the claim and wait; set-off and securities are taken on the way."""
    value, position = weighing.value, weighing.position
    reasons = _recovery_reasons(weighing)
    if weighing.no_proceedings and not value.recovery:
        reasons.append(_reason(*_ENDED_WORDS.get(position.event_kind or EventKind.OPENED, _ENDED_OTHERWISE)))
        return _option(Option.PURSUE, Decimal(0), reasons, available=False)
    cost = _cost_of_lodging(weighing)
    reasons.append(amount_reason("Kosten der Verfolgung", "cost of pursuit", cost))
    if position.event_kind in {EventKind.PETITION_FILED, EventKind.PRELIM_MEASURES, EventKind.PRELIM_SELF_ADMIN}:
        reasons.append(
            _reason("Anmelden geht erst nach der Eröffnung (InsO 174)", "lodging needs the opening (InsO 174)")
        )
    return _option(Option.PURSUE, value.recovery - cost, reasons)


def assign_or_sell(weighing: Weighing) -> OptionValue:
    """Give the claim to a buyer for a price; set-off is lost with the claim, the buyer takes securities along."""
    value = weighing.value
    worth = value.recovery - value.set_off
    share = weighing.assumed["sale.share"]
    cost = weighing.hours("cost.sale_hours")
    reasons = [
        amount_reason(
            f"Ein Käufer zahlt {percent_de(share)} des Erwartungswerts ohne Aufrechnung",
            f"a buyer pays {percent_en(share)} of the expected value without set-off",
            worth * share,
        ),
        amount_reason("Kosten des Verkaufs", "cost of the sale", cost),
    ]
    if not worth:
        reasons.append(_reason("Nichts, wofür ein Käufer zahlt", "nothing that a buyer pays for"))
        return _option(Option.ASSIGN_OR_SELL, Decimal(0), reasons, available=False)
    return _option(Option.ASSIGN_OR_SELL, worth * share - cost, reasons, waits_for=weighing.open_checks)


def claim_on_insurance(weighing: Weighing) -> OptionValue:
    """Claim compensation; what the insurer does not bear is pursued beside it, recoveries are shared by parts."""
    position, value = weighing.position, weighing.value
    compensation, reasons = _compensation(weighing)
    if not compensation:
        return _option(Option.CLAIM_ON_INSURANCE, Decimal(0), reasons, available=False)
    own_share = max(value.claim - compensation, Decimal(0)) / value.claim
    own = max(value.recovery * own_share - _cost_of_lodging(weighing), Decimal(0))
    cost = weighing.hours("cost.insurance_hours")
    reasons.append(amount_reason("Eigener Anteil an dem, was noch eingeht", "own part of what is still recovered", own))
    reasons.append(amount_reason("Kosten des Antrags", "cost of the claim", cost))
    if position.event_kind is None or position.event_kind in NO_INSOLVENCY:
        reasons.append(
            _reason(
                "Noch kein Versicherungsfall: erst Überfälligkeit melden",
                "no insured event yet: report the overdue account first",
            )
        )
    return _option(Option.CLAIM_ON_INSURANCE, compensation + own - cost, reasons)


def write_off(weighing: Weighing) -> OptionValue:
    """Give the claim up; the tax adjustment is the same under every option and is not counted."""
    reasons = [
        _reason(
            "Kein Erlös, keine Kosten; die Umsatzsteuer wird bei jeder Wahl gleich berichtigt (UStG 17)",
            "no proceeds, no cost; VAT is adjusted alike whatever is chosen (UStG 17)",
        )
    ]
    return _option(Option.WRITE_OFF, Decimal(0), reasons, waits_for=weighing.open_checks)


def _recovery_reasons(weighing: Weighing) -> list[Reason]:
    value = weighing.value
    share_de, share_en = percent_de(value.quota), percent_en(value.quota)
    assumed = weighing.position.assumptions.named(value.quota_name)
    reasons = [
        amount_reason(
            f"Erwarteter Barwert der ungesicherten Forderung, {share_de} ({assumed.text_de})",
            f"expected present value of the unsecured claim, {share_en} ({assumed.text_en})",
            value.dividend,
        )
    ]
    if value.set_off:
        reasons.append(amount_reason("Aufrechnung (InsO 94)", "set-off (InsO 94)", value.set_off))
    if value.secured:
        words = ("Eigentumsvorbehalt, Sicherheiten, Bürgen", "retention of title, securities, guarantors")
        reasons.append(amount_reason(*words, value.secured))
    return reasons


def _cost_of_lodging(weighing: Weighing) -> Decimal:
    position = weighing.position
    if position.lodged:
        return Decimal(0)
    late = position.claim_deadline is not None and position.claim_deadline < position.on
    return weighing.hours("cost.lodging_hours") + (weighing.assumed["cost.late_fee"] if late else Decimal(0))


def _compensation(weighing: Weighing) -> tuple[Decimal, list[Reason]]:
    position = weighing.position
    if not insured_items(position.claims):
        return Decimal(0), [_reason("Keine Forderung ist als versichert geführt", "no claim is kept as insured")]
    if not position.policy or not position.limit:
        return Decimal(0), [
            _reason("Police oder Limit fehlt: nicht gerechnet", "policy or limit is missing: not computed")
        ]
    rate = {**position.rates, "EUR": Decimal(1)}.get(position.limit.amount.currency)
    if rate is None:
        return Decimal(0), [_reason("Kurs der Währung des Limits fehlt", "the rate of the limit's currency is missing")]
    cover = cover_of(position.policy, position.limit, position.claims)
    paid = cover.compensation.amount * rate
    reasons = [
        amount_reason("Entschädigung nach Limit und Selbstbehalt", "compensation after limit and retention", paid)
    ]
    reasons += [
        _reason(f"{one.item_number}: {one.text_de}", f"{one.item_number}: {one.text_en}") for one in cover.not_covered
    ]
    found = findings(position.policy, [position.limit], position.claims, position.on, position.reported)
    missed = next((one for one in found if one.kind is FindingKind.NOTICE_MISSED), None)
    if missed:
        paid *= weighing.assumed["insurer.after_missed_notice"]
        reasons.append(amount_reason(missed.text_de, missed.text_en, paid))
    return paid, reasons


_ENDED_WORDS = {
    EventKind.REFUSED_NO_ASSETS: (
        "Mangels Masse abgewiesen: es gibt keine Anmeldung zur Tabelle (InsO 26)",
        "refused for lack of assets: there is no table to lodge in (InsO 26)",
    ),
    EventKind.DISCHARGE_GRANTED: (
        "Restschuldbefreiung erteilt: nicht mehr durchsetzbar (InsO 301)",
        "discharge granted: no longer enforceable (InsO 301)",
    ),
}
_ENDED_OTHERWISE = ("Verfahren beendet: nichts mehr zu verteilen", "proceedings have ended: nothing to distribute")


def _reason(text_de: str, text_en: str) -> Reason:
    return Reason(text_de=text_de, text_en=text_en)


def _option(
    option: Option,
    expected: Decimal,
    reasons: list[Reason],
    *,
    available: bool = True,
    waits_for: tuple[CheckKind, ...] = (),
) -> OptionValue:
    money = Money(amount=cents(expected))
    return OptionValue(option=option, available=available, expected=money, reasons=tuple(reasons), waits_for=waits_for)
