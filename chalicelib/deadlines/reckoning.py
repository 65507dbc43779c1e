"""What a country's rules share: the case's facts, its court's holidays, and the making of deadlines and questions."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from chalicelib.deadlines.holiday_sets import HolidaySet
from chalicelib.model.case_facts import CaseEvent, CaseFacts
from chalicelib.model.deadline import (
    NOT_KNOWN,
    DateQuestion,
    Deadline,
    DeadlineKind,
    DeadlineState,
    QuestionKind,
    Severity,
    deadline_id,
)
from chalicelib.model.event import EventKind
from chalicelib.model.notice import Hearing, HearingKind
from chalicelib.model.record import content_id

Found = Iterator[Deadline | DateQuestion]
OPENINGS = frozenset({EventKind.OPENED, EventKind.OPENED_SELF_ADMIN})
# Published in opened proceedings only: the opening itself may have been missed.
_PROVE_OPENING = OPENINGS | {
    EventKind.LATE_EXAM,
    EventKind.ASSETS_INSUFFICIENT,
    EventKind.CLAIMS_LIST_DEPOSITED,
    EventKind.DISTRIBUTION,
    EventKind.FINAL_HEARING,
}
# What began on the day that stands as the opening's, where nothing says that insolvency proceedings were opened.
_BEGAN_OTHERWISE = (EventKind.REFUSED_NO_ASSETS, EventKind.SOLVENT_LIQUIDATION, EventKind.RESTRUCTURING)
_CLOSINGS = frozenset({EventKind.CLOSED_DISCONTINUED, EventKind.CLOSED_LIFTED})


@dataclass(frozen=True)
class LegalRule:
    """A rule of law in words a clerk understands. `lapses`: the act is in vain after the date, not only late."""

    kind: DeadlineKind
    statute: str
    title_de: str
    title_en: str
    severity: Severity
    believed: bool = False
    lapses: bool = True


@dataclass(frozen=True)
class Doubt:
    """A question about dates, in words a clerk understands."""

    kind: QuestionKind
    statute: str
    text_de: str
    text_en: str


@dataclass(frozen=True)
class Reckoning:
    """The facts of one case on one day at its court."""

    facts: CaseFacts
    now: datetime
    today: date
    holidays: HolidaySet
    place: tuple[tuple[str, str], ...] = ()

    def events(self, *kinds: EventKind) -> tuple[CaseEvent, ...]:
        """Publications of these kinds, oldest first."""
        found = (event for event in self.facts.events if event.kind in kinds)
        return tuple(sorted(found, key=lambda event: (event.publication_date, event.notice_id)))

    def hearings(self, *kinds: HearingKind) -> tuple[Hearing, ...]:
        """Hearings of these kinds, earliest first."""
        return tuple(sorted((one for one in self.facts.hearings if one.kind in kinds), key=lambda one: one.date))

    @property
    def opened(self) -> bool:
        """Whether proceedings were opened; a refusal, restructuring or solvent winding-up alone says they were not."""
        if self.events(*_PROVE_OPENING):
            return True
        return self.facts.opening_date is not None and not self.events(*_BEGAN_OTHERWISE)

    @property
    def began(self) -> date | None:
        """The day from which a period after the opening runs at the earliest: its own or its publication's."""
        days = [event.earliest_publication for event in self.events(*OPENINGS)]
        return min([*days, *([self.facts.opening_date] if self.facts.opening_date else [])], default=None)

    @property
    def closed(self) -> bool:
        """Whether the proceedings have ended."""
        closing = self.facts.closing_date
        return bool(self.events(*_CLOSINGS)) or (closing is not None and closing <= self.today)

    @property
    def running(self) -> bool:
        """Whether claims can be filed."""
        return self.opened and not self.closed

    def printed(self, rule: LegalRule, day: date, *, cause: str = "case", **inputs: object) -> Deadline:
        """A calendar date that the court set: it stands as printed, a weekend never prolongs it."""
        return self._deadline(rule, cause, inputs, raw_date=day, final_date=day, safe_date=self.holidays.safe(day))

    def moved(self, rule: LegalRule, raw: date, *, cause: str = "case", **inputs: object) -> Deadline:
        """A counted date; on a day off the law moves it on (BGB 193), but reminders go by the working day before."""
        final, inputs = self.holidays.moved(raw), {**dict(self.place), **inputs}
        return self._deadline(rule, cause, inputs, raw_date=raw, final_date=final, safe_date=self.holidays.safe(raw))

    def fixed(
        self, rule: LegalRule, raw: date, *, cause: str = "case", warn_from: date | None = None, **inputs: object
    ) -> Deadline:
        """A counted date of which no shift is promised."""
        safe = self.holidays.safe(raw)
        return self._deadline(
            rule,
            cause,
            inputs,
            raw_date=raw,
            final_date=raw,
            safe_date=safe,
            warn_from=warn_from and min(warn_from, safe),
        )

    def undated(
        self, rule: LegalRule, *, cause: str = "case", earliest: date | None = None, **inputs: object
    ) -> Deadline:
        """A duty without a known date; `earliest` is the first day on which it can end."""
        return self._deadline(rule, cause, inputs, safe_date=earliest and self.holidays.safe(earliest))

    def question(self, doubt: Doubt, **inputs: object) -> DateQuestion:
        """The doubt about these values; the same values ask only once."""
        shown = _shown(inputs)
        return DateQuestion(
            id=content_id("question", self.facts.case_id, doubt.kind, doubt.text_en, *shown, *shown.values()),
            case_id=self.facts.case_id,
            kind=doubt.kind,
            text_de=doubt.text_de,
            text_en=doubt.text_en,
            inputs=shown,
            rule=doubt.statute,
        )

    def _deadline(self, rule: LegalRule, cause: str, inputs: dict[str, object], **dates: Any) -> Deadline:
        over = rule.lapses and dates.get("final_date") is not None and dates["final_date"] < self.today
        return Deadline(
            id=deadline_id(self.facts.case_id, rule.kind, cause),
            case_id=self.facts.case_id,
            kind=rule.kind,
            cause=cause,
            country=self.facts.country,
            title_de=rule.title_de,
            title_en=rule.title_en,
            rule=rule.statute,
            believed=rule.believed,
            inputs=_shown(inputs),
            holiday_set=self.holidays.name,
            lapses=rule.lapses,
            severity=rule.severity,
            state=DeadlineState.LAPSED if over else DeadlineState.OPEN,
            computed_at=self.now,
            **dates,
        )


Rule = Callable[[Reckoning], Found]


def filed_in_time(filing: Deadline, filed: date | None) -> Deadline:
    """The time limit as done when the claim was filed by then; filed late it stays lapsed."""
    if filed is None or (filing.final_date and filed > filing.final_date):
        return filing
    return filing.model_copy(update={"state": DeadlineState.DONE})


def _shown(inputs: dict[str, object]) -> dict[str, str]:
    return {name: _iso(value) for name, value in inputs.items()}


def _iso(value: object) -> str:
    if value is None:
        return NOT_KNOWN
    if isinstance(value, bool):
        return "yes" if value else "no"
    return value.isoformat() if isinstance(value, date) else str(value)
