"""A case with the customer's account: what is at stake, what is lodged, tax, insurance, and what to do with the claim.

Recovery is imported where it is needed: its tables would slow the block questions that the same function answers.
"""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date, datetime
from decimal import Decimal
from typing import TYPE_CHECKING, NamedTuple
from zoneinfo import ZoneInfo

from chalicelib.acting import settled
from chalicelib.errors import ConflictError
from chalicelib.model.case_file import CaseFile
from chalicelib.model.claim import ClaimSheet
from chalicelib.model.insurance import CaseInsurance
from chalicelib.model.ledger import Ledger
from chalicelib.model.open_item import OpenItem
from chalicelib.model.recovery import Advice, AgeBucket, CheckKind, Exposure, InsolvencyDates, Option, VatAdjustment
from chalicelib.store import credit, firm, ledgers

if TYPE_CHECKING:
    from chalicelib.recovery.valuation import Position

_HOME = ZoneInfo("Europe/Berlin")


class Books(NamedTuple):
    """A case file, the customer's account, and the moment and day it is looked at."""

    file: CaseFile
    ledger: Ledger
    now: datetime
    on: date


def opened(file: CaseFile, now: datetime) -> Books | None:
    """The case with the account; None while nobody has sent one, which is not the same as an empty one."""
    ledger = ledgers.get(file.case.customer_number)
    return Books(file, ledger, now, now.astimezone(_HOME).date()) if ledger else None


def of_case(file: CaseFile, now: datetime) -> Books:
    """The case with the account.

    Raises:
        ConflictError: nothing is known of the customer's account.
    """
    books = opened(file, now)
    if books is None:
        number = file.case.customer_number
        raise ConflictError(
            f"nobody has sent the open items of customer {number} yet",
            german=f"Zu Kunde {number} sind noch keine offenen Posten eingelesen",
        )
    return books


def exposure(books: Books) -> Exposure:
    """What is at stake: open, overdue by age, insured, secured, payments by avoidance window, credit notes owed."""
    from chalicelib.recovery.case_position import exposure_in_case  # noqa: PLC0415 - see above

    return exposure_in_case(books.file.case, books.ledger, books.on)


def claims(books: Books) -> ClaimSheet | None:
    """What can be lodged, line by line with interest; None while nothing is opened."""
    from chalicelib.recovery.assumed import base_rates_now  # noqa: PLC0415 - see above
    from chalicelib.recovery.case_position import claims_in_case  # noqa: PLC0415 - see above

    return claims_in_case(books.file.case, books.ledger, base_rates_now(firm.base_rates()))


def vat(books: Books) -> VatAdjustment | None:
    """The proposed adjustment of output tax; None while nothing makes the claims uncollectable."""
    from chalicelib.recovery.case_position import vat_in_case  # noqa: PLC0415 - see above

    return vat_in_case(books.file.case, books.ledger)


def insurance(books: Books) -> CaseInsurance:
    """What the policies want by when, what puts cover at risk, and what they are expected to pay."""
    from chalicelib.recovery.case_position import insurance_in_case  # noqa: PLC0415 - see above

    return insurance_in_case(books.file.case, books.ledger, books.file.tasks, books.on)


def dates(books: Books) -> InsolvencyDates:
    """The days of the proceedings that the books are measured against."""
    from chalicelib.recovery.case_position import dates_of_case  # noqa: PLC0415 - see above

    return dates_of_case(books.file.case)


def age(item: OpenItem, on: date) -> AgeBucket:
    """How old the item is."""
    from chalicelib.recovery.exposure import age_bucket  # noqa: PLC0415 - see above

    return age_bucket(item.due_date, on)


def advice(books: Books, signed: tuple[CheckKind, ...], rates: Mapping[str, Decimal]) -> Advice:
    """The four options with their expected values; `signed` are the checks done, `rates` EUR for one unit."""
    return advised(position(books, rates), signed, books.now)


def advised(stand: "Position", signed: tuple[CheckKind, ...], now: datetime) -> Advice:
    """The advice for where we stand."""
    from chalicelib.recovery.advice import advise  # noqa: PLC0415 - see above

    return advise(stand, now, signed)


def position(books: Books, rates: Mapping[str, Decimal]) -> "Position":
    """Where we stand in the case: what the decision aid reckons with."""
    from chalicelib.recovery.assumed import assumptions_now  # noqa: PLC0415 - see above
    from chalicelib.recovery.case_position import position_in_case  # noqa: PLC0415 - see above

    file = books.file
    history = credit.file_of(file.case.customer_number).history
    assumptions = assumptions_now(firm.assumption_changes())
    held = position_in_case(file.case, books.ledger, file.tasks, history, assumptions, books.on)
    return replace(held, rates=rates)


def choose(books: Books, made: Advice, option: Option, *, person: str, reason: str, now: datetime) -> None:
    """Record what a person decided to do with the claim, and why. A later choice replaces it; both stay on record.

    Raises:
        ConflictError: there is no claim, or the option cannot be taken or waits for a check.
        ConcurrentChangeError: what is known of the proceedings changed, or somebody chose meanwhile.
    """
    from chalicelib.deciding.books import on_choice  # noqa: PLC0415 - see above
    from chalicelib.recovery.advice import choose as chosen  # noqa: PLC0415 - see above

    if not books.ledger.invoices:
        case_id = books.file.case.id
        raise ConflictError(
            f"case {case_id} has no open claim: nothing is to choose",
            german="Es ist keine Forderung offen: zu entscheiden ist nichts",
        )
    choice = chosen(made, option, person, reason, books.now)
    settled(books.file, lambda file, occasion: on_choice(file, choice, occasion), _weighed, now=now)


def _weighed(file: CaseFile) -> object:
    """What a choice is made by: the choice before, and what is known of the proceedings."""
    return file.case.choice, file.case.state, file.case.notices, file.case.claim, file.case.entered
