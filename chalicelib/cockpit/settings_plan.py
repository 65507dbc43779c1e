"""Escalation and reminders: the plan as a form, and an example of who would be told when."""

from typing import Any, Literal

from pydantic import ValidationError

from chalicelib.cockpit.page import Moved, Shown, page
from chalicelib.cockpit.settings_example import example
from chalicelib.cockpit.settings_frame import HOME, Mistake, Mistakes, blueprint, mark, noted, tab, unchanged
from chalicelib.cockpit.settings_organisation import wall_time
from chalicelib.cockpit.visit import Visit
from chalicelib.errors import InvalidInputError
from chalicelib.model.people import Role
from chalicelib.model.record import Record
from chalicelib.model.reminder_plan import ReminderPlan
from chalicelib.store import reminder_plans, settings_log

_PLAN = f"{HOME}/escalation"


class PlanForm(Record):
    """The plan as a form sends it."""

    seen: str = ""
    days_ahead: str = ""
    digest_at: str = ""
    digest_days: str = ""
    report_days: str = ""
    final: str = ""
    recoverable: str = ""
    information: str = ""


class Asked(Record):
    """Whose example is shown, and for which moment."""

    who: str = ""
    when: Literal["morning", "evening", "weekend"] = "morning"


@page(blueprint, "GET /cockpit/settings/escalation", role=Role.MANAGER, query=Asked)
def plan(visit: Visit, query: Asked) -> Shown:
    """The plan that counts, with an example."""
    held, _ = _held()
    return _shown(visit, query, _values(held))


@page(blueprint, "POST /cockpit/settings/escalation", role=Role.ADMIN, form=PlanForm)
def save_plan(visit: Visit, form: PlanForm) -> Shown | Moved:
    """The plan kept; the next run of the reminders goes by it."""
    held, _ = _held()
    unchanged(form.seen, held)
    changed = plan_of(form)
    if isinstance(changed, dict):
        return _shown(visit, Asked(), form.model_dump(), changed)
    reminder_plans.put(changed)
    settings_log.add(noted(visit, "escalation", "", held, changed))
    return Moved(_PLAN, done="settings_saved")


def plan_of(form: PlanForm) -> ReminderPlan | Mistakes:
    """The plan that the form describes, or what is wrong with its fields.

    >>> plan_of(PlanForm(days_ahead="14, 3;7", digest_at="07:30", digest_days="7", report_days="30", final="1,5",
    ...     recoverable="8", information="24")).days_ahead
    (14, 7, 3)
    """
    days = [one for one in form.days_ahead.replace(";", ",").replace(" ", ",").split(",") if one]
    hours = {name: getattr(form, name).replace(",", ".") for name in ("final", "recoverable", "information")}
    values = form.model_dump(include={"digest_at", "digest_days", "report_days"})
    try:
        made = ReminderPlan.model_validate({**values, "days_ahead": days, "answer_hours": hours})
    except ValidationError as error:
        fields = {str(one["loc"][1] if one["loc"][0] == "answer_hours" else one["loc"][0]) for one in error.errors()}
        return {field: Mistake(f"settings_mistake.{_KIND.get(field, field)}") for field in sorted(fields)}
    in_order = tuple(sorted(set(made.days_ahead), reverse=True))
    mistakes = {} if _grows(made) else {"recoverable": Mistake("settings_mistake.hours_order")}
    return mistakes or made.model_copy(update={"days_ahead": in_order})


_KIND = {"final": "hours", "recoverable": "hours", "information": "hours"}


def _grows(made: ReminderPlan) -> bool:
    hours = made.answer_hours
    return hours.final <= hours.recoverable <= hours.information


def _held() -> tuple[ReminderPlan, bool]:
    """The plan, and whether what is set could be read; where it could not, the functions go by the default, too."""
    try:
        return reminder_plans.get(), True
    except InvalidInputError:
        return ReminderPlan(), False


def _values(held: ReminderPlan) -> dict[str, Any]:
    hours = held.answer_hours.model_dump()
    return {
        "days_ahead": ", ".join(map(str, held.days_ahead)),
        "digest_at": wall_time(held.digest_at),
        "digest_days": held.digest_days,
        "report_days": held.report_days,
        **{name: f"{value:g}" for name, value in hours.items()},
    }


def _shown(visit: Visit, asked: Asked, values: dict[str, Any], mistakes: Mistakes | None = None) -> Shown:
    held, readable = _held()
    about = {
        "values": values,
        "seen": mark(held),
        "readable": readable,
        "plan": held,
        "asked": asked,
        "example": example(visit.firm, asked.who, asked.when, held, visit.now),
    }
    return tab(visit, "escalation", about, mistakes=mistakes)
