"""When a person may be told: quiet hours by the person's own clock, and what does not wait for morning."""

from collections.abc import Iterator
from datetime import UTC, datetime, time, timedelta

from chalicelib.model.block import Stage
from chalicelib.model.people import Person, QuietHours
from chalicelib.model.record import Record

_SATURDAY = 5


class Urgency(Record):
    """What may break the quiet: a new block at its strictest stage, or a final deadline before the quiet ends."""

    new_block: Stage | None = None
    final_by: datetime | None = None

    def waits_until(self, morning: datetime) -> bool:
        """Whether the news can wait until then."""
        if self.new_block is Stage.NO_DELIVERIES:
            return False
        return self.final_by is None or self.final_by >= morning


CALM = Urgency()


def moment_for(person: Person | None, moment: datetime, urgency: Urgency = CALM) -> datetime:
    """When the person is told what is ready at the moment: then, or when the quiet ends. A mailbox has no quiet."""
    if person is None or person.quiet is None or not is_quiet(person, moment):
        return moment
    morning = quiet_ends(person, moment)
    return morning if urgency.waits_until(morning) else moment


def is_quiet(person: Person, moment: datetime) -> bool:
    """Whether the person's clock shows quiet hours."""
    quiet = person.quiet
    if quiet is None:
        return False
    local = moment.astimezone(person.zone)
    return (quiet.weekends and local.weekday() >= _SATURDAY) or _within(quiet, local.time())


def quiet_ends(person: Person, moment: datetime) -> datetime:
    """The first moment from the given one on that is not quiet, aware UTC.

    An end that the change of clocks skips comes as much later as the clock jumps.
    """
    if person.quiet is None or not is_quiet(person, moment):
        return moment
    return next(one for one in _ends(person, person.quiet, moment) if not is_quiet(person, one))


def after_open_time(person: Person | None, start: datetime, wait: timedelta) -> datetime:
    """The moment at which so much time has passed for the person that was not quiet."""
    start = start.astimezone(UTC)  # adding to a zone's own clock would lose the hour of a change of clocks
    if person is None or person.quiet is None:
        return start + wait
    moment = quiet_ends(person, start)
    while (until := _quiet_begins(person, person.quiet, moment)) - moment < wait:
        wait -= until - moment
        moment = quiet_ends(person, until)
    return moment + wait


def _within(quiet: QuietHours, clock: time) -> bool:
    if quiet.start < quiet.end:
        return quiet.start <= clock < quiet.end
    return clock >= quiet.start or clock < quiet.end


def _ends(person: Person, quiet: QuietHours, moment: datetime) -> Iterator[datetime]:
    """Moments at which quiet can end: its hour, and midnight after a weekend; the hour may come twice in autumn."""
    return _at(person, moment, {time(0), quiet.end})


def _quiet_begins(person: Person, quiet: QuietHours, moment: datetime) -> datetime:
    """The first moment after an open one that is quiet."""
    return next(one for one in _at(person, moment, {time(0), quiet.start}) if is_quiet(person, one))


def _at(person: Person, moment: datetime, clocks: set[time]) -> Iterator[datetime]:
    """The next days' moments at which the person's clock shows these times, in order, after the given moment."""
    day = moment.astimezone(person.zone).date()
    for ahead in range(9):
        wall = [datetime.combine(day + timedelta(days=ahead), clock) for clock in clocks]
        moments = {one.replace(tzinfo=person.zone, fold=fold).astimezone(UTC) for one in wall for fold in (0, 1)}
        yield from sorted(one for one in moments if one > moment)
