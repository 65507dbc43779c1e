"""Each figure from invented books and files: what counts, what does not, and what stays unknown."""

from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from chalicelib.decide import on_judgement, on_later_notice, on_match, on_release, on_stage_change, on_unsure
from chalicelib.figures import exposure, files, receivables, recovered
from chalicelib.figures.accounts import account_sums, unmatched
from chalicelib.figures.files import FileFacts, file_facts
from chalicelib.model.block import Stage
from chalicelib.model.case import CaseState
from chalicelib.model.case_file import CaseFile
from chalicelib.model.customer import Money
from chalicelib.model.figures import FigureName, Targets, TargetStanding
from chalicelib.model.ledger import Ledger
from chalicelib.model.match import MatchResult
from chalicelib.model.open_item import ItemKind
from tests.builders import NOW, WORD, a_match, a_notice, an_occasion, filed
from tests.unit.recovery.books import a_payment, an_item, euro

TODAY = NOW.date()
ZONE = ZoneInfo("Europe/Berlin")


def a_ledger(*items: Any, payments: tuple[Any, ...] = ()) -> Ledger:
    return Ledger(customer_number="104711", items=items, payments=payments)


def a_file(result: MatchResult = MatchResult.POSITIVE, now: datetime = NOW) -> CaseFile:
    return filed(on_match(a_match(result), a_notice(), an_occasion(now=now)))


def judged(*, ours: bool) -> FileFacts:
    before = a_file(MatchResult.UNSURE)
    after = on_judgement(before, a_notice(), an_occasion(now=NOW + timedelta(hours=5)), WORD, ours=ours)
    return file_facts(filed(after, before))


def test_the_share_is_of_one_currency_and_says_what_it_leaves_out() -> None:
    late, due_today = an_item("R-1", "300.00"), an_item("R-2", "700.00", due_date=TODAY)
    credit = an_item("G-1", "900.00", kind=ItemKind.CREDIT_NOTE)
    sums = account_sums(a_ledger(late, due_today, credit, an_item("R-3", "50.00", "CHF")), {}, TODAY)
    found = receivables.overdue_share(receivables.books_by_currency([sums]))
    assert (found.value, found.part, found.whole) == (Decimal(30), Decimal(300), Decimal(1000))
    assert (found.count, found.left_out) == (2, 1)
    assert receivables.overdue_share(()).value is None


def test_receivables_are_put_against_the_turnover_only_where_it_is_known() -> None:
    books = receivables.books_by_currency([account_sums(a_ledger(an_item("R-1", "500.00")), {}, TODAY)])
    assert receivables.turnover_share(books, None).value is None
    assert receivables.turnover_share(books, euro("4000.00", "CHF")).value is None
    assert receivables.turnover_share(books, euro("4000.00")).value == Decimal("12.50")


def test_a_payment_is_late_by_the_due_date_of_an_invoice_that_may_be_gone() -> None:
    payments = (
        a_payment("Z-1", date(2026, 2, 10), item_number="R-1"),
        a_payment("Z-2", date(2026, 2, 1), item_number="R-2"),
        a_payment("Z-3", date(2026, 2, 1), item_number="R-9"),
        a_payment("Z-4", date(2026, 2, 1)),
        a_payment("Z-5", date(2026, 2, 1), item_number="R-1", cash_transaction=True),
        a_payment("Z-6", date(2024, 2, 1), item_number="R-1"),
    )
    ledger = a_ledger(an_item("R-1", due_date=date(2026, 1, 31)), payments=payments)
    assert unmatched(ledger, TODAY)
    found = receivables.days_to_payment([account_sums(ledger, {"R-2": date(2026, 2, 20)}, TODAY)], TODAY)
    assert (found.value, found.count, found.left_out) == (Decimal(5), 2, 2)  # ten days late, and in time
    assert [one.value for one in found.months if one.count] == [5]
    assert receivables.days_to_payment([], TODAY).value is None


def test_nothing_overdue_is_known_to_be_nothing_and_no_books_are_not() -> None:
    fresh = account_sums(a_ledger(an_item(due_date=TODAY)), {}, TODAY)
    assert receivables.days_overdue([fresh]).value == 0
    assert receivables.days_overdue([]).value is None
    old = account_sums(a_ledger(an_item(due_date=TODAY - timedelta(days=12))), {}, TODAY)
    assert receivables.days_overdue([fresh, old]).value == 12


def test_what_came_back_counts_against_what_was_open_at_the_block() -> None:
    since = date(2026, 2, 2)
    before = a_ledger(an_item("R-1", "1000.00"), an_item("R-2", "500.00", open=euro("200.00")))
    claim = recovered.claim_at_block("c1", since, before, since)
    assert sum(one.open.amount for one in claim.items) == 1200
    assert not claim.late
    came = (
        a_payment("Z-1", date(2026, 2, 20), "150.00", item_number="R-1"),
        a_payment("Z-2", date(2026, 2, 21), "90.00"),
        a_payment("Z-3", date(2026, 1, 20), "70.00", item_number="R-1"),
        a_payment("Z-4", date(2026, 2, 22), "80.00", item_number="R-77"),
        a_payment("Z-5", date(2026, 2, 22), "60.00", cash_transaction=True),
    )
    after = recovered.with_payments(claim, a_ledger(payments=came))
    assert after.came_back == (euro("240.00"),)
    found = recovered.recovery_rate([(TODAY, after), (date(2024, 1, 1), after)], 3, "EUR", TODAY)
    assert (found.value, found.count, found.left_out) == (Decimal(20), 1, 3)
    assert recovered.recovery_rate([], 3, "EUR", TODAY).value is None


def test_more_never_comes_back_than_was_open_and_late_looks_add_what_was_paid() -> None:
    payments = (a_payment("Z-1", date(2026, 2, 20), "600.00", item_number="R-1"),)
    ledger = a_ledger(an_item("R-1", "1000.00", open=euro("400.00")), payments=payments)
    claim = recovered.claim_at_block("c1", date(2026, 2, 2), ledger, TODAY)
    assert claim.late
    assert [one.open.amount for one in claim.items] == [1000]
    much = a_ledger(payments=(a_payment("Z-2", date(2026, 2, 20), "5000.00"),))
    assert recovered.with_payments(claim, much).came_back == (euro("1000.00"),)


def test_a_payment_in_another_currency_pays_nothing_of_an_invoice() -> None:
    payments = (a_payment("Z-1", date(2026, 2, 20), "600.00", "CHF", item_number="R-1"),)
    ledger = a_ledger(an_item("R-1", "1000.00", open=euro("400.00")), payments=payments)
    claim = recovered.claim_at_block("c1", date(2026, 2, 2), ledger, TODAY)
    assert [one.open.amount for one in claim.items] == [400]


def test_an_unnamed_payment_counts_once_and_for_the_oldest_claim_first() -> None:
    since = date(2026, 2, 2)
    first = recovered.claim_at_block("c1", since, a_ledger(an_item("R-1", "300.00")), since)
    second = recovered.claim_at_block("c2", since, a_ledger(an_item("R-2", "400.00")), since)
    came = (a_payment("Z-1", date(2026, 2, 20), "350.00"), a_payment("Z-2", date(2026, 2, 21), "20.00"))
    books = a_ledger(payments=came)
    left = recovered.unnamed(books)
    assert recovered.with_payments(first, books, left).came_back == (euro("300.00"),)
    assert recovered.with_payments(second, books, left).came_back == (euro("70.00"),)


def test_false_alarms_are_judged_matches_that_were_not_ours() -> None:
    facts = [judged(ours=True), judged(ours=True), judged(ours=True), judged(ours=False), file_facts(a_file())]
    found = files.false_alarms(facts, TODAY, ZONE)
    assert (found.value, found.part, found.whole) == (Decimal(25), Decimal(1), Decimal(4))
    assert files.false_alarms([file_facts(a_file())], TODAY, ZONE).value is None


def test_who_could_not_say_has_judged_nothing() -> None:
    asked = a_file(MatchResult.UNSURE)
    unsure = file_facts(filed(on_unsure(asked, an_occasion(now=NOW + timedelta(hours=1)), WORD), asked))
    found = files.false_alarms([unsure, judged(ours=False)], TODAY, ZONE)
    assert (found.value, found.count) == (Decimal(100), 1)


def test_times_count_from_the_beginning_of_the_day_of_publication() -> None:
    facts = [file_facts(a_file(now=NOW + timedelta(hours=hours))) for hours in range(10)]
    found = files.hours_to_block(facts, TODAY, ZONE)
    first = Decimal("32.25")  # published on 1 March at midnight in Berlin, blocked on 2 March at 8:15 there
    assert (found.value, found.ninety, found.count) == (first + Decimal("4.5"), first + 8, 10)
    answered = files.hours_to_answer([*facts, judged(ours=True)], TODAY, ZONE)
    assert (answered.value, answered.count, answered.left_out) == (first + 5, 1, 10)
    assert files.hours_to_block([], TODAY, ZONE).value is None


def later(hours: int) -> Any:
    """An occasion some hours after the case began."""
    return an_occasion(now=NOW + timedelta(hours=hours))


def test_a_warning_is_no_block_until_somebody_says_it_is_ours() -> None:
    warned = a_file(MatchResult.UNSURE)
    assert warned.block is not None
    assert file_facts(warned).figures.blocked_at is None
    assert judged(ours=True).figures.blocked_at == NOW + timedelta(hours=5)
    assert judged(ours=False).figures.blocked_at is None
    found = files.hours_to_block([file_facts(warned), judged(ours=True)], TODAY, ZONE)
    assert (found.value, found.count, found.left_out) == (Decimal("37.25"), 1, 1)


def test_a_block_begins_when_a_person_raises_it_and_stays_so_after_its_release() -> None:
    warned = a_file(MatchResult.UNSURE)
    raised = filed(on_stage_change(warned, later(3), WORD, stage=Stage.NO_NEW_ORDERS), warned)
    assert file_facts(raised).figures.blocked_at == NOW + timedelta(hours=3)
    lowered = filed(on_stage_change(raised, later(4), WORD, stage=Stage.WARN), raised)
    freed = filed(on_release(lowered, later(9), WORD), lowered)
    assert file_facts(freed).figures.blocked_at == NOW + timedelta(hours=3)


def test_a_block_begins_with_the_first_notice_that_is_certain() -> None:
    warned = a_file(MatchResult.UNSURE)
    second = a_notice(number=2, publication_id="p2", publication_date=TODAY)
    sure = filed(on_later_notice(warned, a_match(number=2), second, later(7)), warned)
    assert file_facts(sure).figures.blocked_at == NOW + timedelta(hours=7)
    assert file_facts(a_file()).figures.blocked_at == NOW


def test_an_equal_name_and_address_alone_asks_for_prepayment_at_once() -> None:
    soft = a_match(rule="name_form_address")
    file = filed(on_match(soft, a_notice(), an_occasion()))
    assert (file.case.state, file.block.stage if file.block else None) == (CaseState.REVIEW, Stage.PREPAYMENT_ONLY)
    assert file_facts(file).figures.blocked_at == NOW


def test_cases_stand_in_their_month_under_their_register() -> None:
    facts = [file_facts(a_file()), file_facts(a_file()), file_facts(a_file(now=NOW - timedelta(days=500)))]
    (found,) = files.cases_by_month(facts, TODAY, ZONE)
    assert (found.month, found.source, found.count) == ("2026-03", "de_insolvenzbekanntmachungen", 2)


def test_a_blocked_customer_without_books_is_counted_apart() -> None:
    facts = file_facts(a_file())
    without = exposure.by_stage([facts, facts], {})[0]
    assert (without.stage, without.customers, without.without_books, without.open) == ("no_deliveries", 1, 1, ())
    sums = account_sums(a_ledger(an_item("R-1", "70.00")), {}, TODAY)
    known = exposure.by_stage([facts], {"104711": sums})[0]
    assert (known.without_books, known.open) == (0, (euro("70.00"),))


@pytest.mark.parametrize(
    ("name", "value", "standing"),
    [
        (FigureName.OVERDUE_SHARE, "20", TargetStanding.GOOD),
        (FigureName.OVERDUE_SHARE, "22", TargetStanding.NEAR),
        (FigureName.OVERDUE_SHARE, "22.01", TargetStanding.MISSED),
        (FigureName.RECOVERY_RATE, "30", TargetStanding.GOOD),
        (FigureName.RECOVERY_RATE, "18", TargetStanding.NEAR),
        (FigureName.RECOVERY_RATE, "17", TargetStanding.MISSED),
        (FigureName.FALSE_ALARMS, "17", None),
    ],
)
def test_a_value_stands_to_its_target(name: FigureName, value: str, standing: TargetStanding | None) -> None:
    targets = Targets(values={FigureName.OVERDUE_SHARE: Decimal(20), FigureName.RECOVERY_RATE: Decimal(20)})
    assert targets.standing(name, Decimal(value)) is standing
    assert targets.standing(name, None) is None


@pytest.mark.parametrize("values", [{"overdue_share": "101"}, {"days_overdue": "-1"}, {"days_overdue": "NaN"}])
def test_an_impossible_target_is_refused(values: dict[str, str]) -> None:
    with pytest.raises(ValueError, match="overdue"):
        Targets.model_validate({"values": values})
    with pytest.raises(ValueError, match="turnover"):
        Targets(turnover=Money(amount=Decimal(0)))


def test_a_dismissed_case_is_no_longer_a_stage() -> None:
    facts = judged(ours=False)
    assert facts.state is CaseState.DISMISSED
    assert not any(one.customers for one in exposure.by_stage([facts], {}))
