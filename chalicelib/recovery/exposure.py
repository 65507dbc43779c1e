"""What is at stake: open, overdue by age, insured, secured, owed to the debtor, received before; by currency."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from chalicelib.model.currency import cents
from chalicelib.model.customer import Money
from chalicelib.model.open_item import ItemKind, OpenItem, Payment, RetentionOfTitle
from chalicelib.model.recovery import AgeBucket, Aged, CurrencyExposure, Exposure, InsolvencyDates
from chalicelib.recovery.avoidance import payments_by_window
from chalicelib.recovery.insolvency_dates import petition_or_stand_in
from chalicelib.recovery.retention import retention_lines

_OLDEST_DAY = ((0, AgeBucket.NOT_DUE), (30, AgeBucket.UP_TO_30), (60, AgeBucket.UP_TO_60), (90, AgeBucket.UP_TO_90))


def age_bucket(due_date: date, on: date) -> AgeBucket:
    """The bucket of an item due on a day; on its due date it is not overdue yet.

    >>> age_bucket(date(2026, 3, 1), date(2026, 3, 1)), age_bucket(date(2026, 3, 1), date(2026, 3, 31))
    (<AgeBucket.NOT_DUE: 'not_due'>, <AgeBucket.UP_TO_30: '1-30'>)
    """
    days = (on - due_date).days
    return next((bucket for oldest, bucket in _OLDEST_DAY if days <= oldest), AgeBucket.OVER_90)


def exposure_of(
    customer_number: str,
    items: Sequence[OpenItem],
    payments: Sequence[Payment],
    on: date,
    dates: InsolvencyDates | None = None,
    limits: Mapping[str, Money] | None = None,
) -> Exposure:
    """The customer's exposure on a day; `limits` are the insurer's by currency and cap what counts as insured."""
    known = dates or InsolvencyDates()
    petition_on, gaps = petition_or_stand_in(known) if payments else (None, ())
    currencies = sorted({item.open.currency for item in items} | {payment.amount.currency for payment in payments})
    return Exposure(
        customer_number=customer_number,
        on=on,
        currencies=tuple(
            _of_currency(
                currency,
                [item for item in items if item.open.currency == currency],
                [payment for payment in payments if payment.amount.currency == currency],
                _Day(on, known.opened_on, petition_on),
                (limits or {}).get(currency),
            )
            for currency in currencies
        ),
        retention_items=tuple(line.item_number for line in retention_lines(items)),
        credit_note_items=tuple(
            item.number for item in items if item.kind is ItemKind.CREDIT_NOTE and item.open.amount
        ),
        gaps=gaps,
    )


@dataclass(frozen=True)
class _Day:
    on: date
    opened_on: date | None
    petition_on: date | None

    def claims(self, item: OpenItem) -> bool:
        """Whether the item is a claim of the time before the opening."""
        return self.opened_on is None or item.arose_before(self.opened_on)


def _of_currency(
    currency: str, items: list[OpenItem], payments: list[Payment], day: _Day, limit: Money | None
) -> CurrencyExposure:
    invoices = [item for item in items if item.kind is ItemKind.INVOICE]
    claims = [item for item in invoices if day.claims(item)]

    def of(chosen: Iterable[OpenItem], wanted: Callable[[OpenItem], bool] = lambda _item: True) -> Money:
        return _money(sum((item.open.amount for item in chosen if wanted(item)), Decimal(0)), currency)

    ages = _ages(claims, day.on, currency)
    return CurrencyExposure(
        currency=currency,
        open=of(claims),
        overdue=of(claims, lambda item: item.due_date < day.on),
        ages=ages,
        insured=_insured(claims, limit, currency),
        secured=_money(sum((_behind(item) for item in claims), Decimal(0)), currency),
        retention_of_title=of(claims, _retained),
        uncovered=_uncovered(claims, limit, currency),
        disputed=of(claims, lambda item: item.disputed),
        titled=of(claims, lambda item: item.titled),
        credit_notes_owed=of(items, lambda item: item.kind is ItemKind.CREDIT_NOTE),
        payments_on_account=of(items, lambda item: item.kind is ItemKind.PAYMENT_ON_ACCOUNT),
        against_the_estate=of(invoices, lambda item: not day.claims(item)),
        payments=payments_by_window(payments, day.petition_on, day.opened_on) if day.petition_on else (),
    )


def _ages(claims: list[OpenItem], on: date, currency: str) -> tuple[Aged, ...]:
    held: dict[AgeBucket, list[OpenItem]] = {bucket: [] for bucket in AgeBucket}
    for item in claims:
        held[age_bucket(item.due_date, on)].append(item)
    return tuple(
        Aged(
            bucket=bucket,
            open=_money(sum((item.open.amount for item in inside), Decimal(0)), currency),
            items=tuple(item.number for item in inside),
        )
        for bucket, inside in held.items()
    )


def _insured(claims: list[OpenItem], limit: Money | None, currency: str) -> Money:
    share = sum((cents(item.open.amount * item.insured_share / 100) for item in claims), Decimal(0))
    return _money(min(share, limit.amount) if limit else share, currency)


def _uncovered(claims: list[OpenItem], limit: Money | None, currency: str) -> Money:
    """What no security stands behind, less what the insurer bears of the items without any."""
    owed = sum((item.open.amount - _behind(item) for item in claims), Decimal(0))
    unsecured = [item for item in claims if not _secured(item)]
    return _money(max(owed - _insured(unsecured, limit, currency).amount, Decimal(0)), currency)


def _behind(item: OpenItem) -> Decimal:
    """What of the item a right stands behind: a security of known value only up to it."""
    value = item.security.value if item.security else None
    if _retained(item) or (item.security and (value is None or value.currency != item.open.currency)):
        return item.open.amount
    return min(value.amount, item.open.amount) if value else Decimal(0)


def _secured(item: OpenItem) -> bool:
    return item.security is not None or _retained(item)


def _retained(item: OpenItem) -> bool:
    return item.retention_of_title is not RetentionOfTitle.NONE


def _money(amount: Decimal, currency: str) -> Money:
    return Money(amount=amount, currency=currency)
