"""What begins when a date of a case went by and nobody did anything."""

from datetime import date, timedelta

from chalicelib import decide
from chalicelib.deciding.books import on_date_passed
from chalicelib.model.deadline import DeadlineKind
from tests.builders import NOW, a_match, a_notice, an_occasion, filed


def test_after_the_time_limit_lodging_late_is_a_date_of_its_own_and_only_once() -> None:
    notice = a_notice(opening_date=date(2026, 3, 1), claim_deadline=date(2026, 4, 10))
    file = filed(decide.on_match(a_match(), notice, an_occasion()))
    assert DeadlineKind.LATE_FILING not in {one.kind for one in file.deadlines}
    later = an_occasion(now=NOW + timedelta(days=60))
    after = filed(on_date_passed(file, later), file)
    assert DeadlineKind.LATE_FILING in {one.kind for one in after.deadlines}
    assert on_date_passed(after, an_occasion(now=NOW + timedelta(days=61))) is None
