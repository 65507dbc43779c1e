"""The reminder plan, kept in SSM below the stage's prefix as JSON: a change takes effect at the next run.

The template makes the parameter with `as-deployed`, which means the defaults, or the parameter `reminders` in stages
where an admin made one by hand before there was a described one.
"""

from pydantic import ValidationError

from chalicelib.errors import InvalidInputError, Problem
from chalicelib.model.reminder_plan import ReminderPlan
from chalicelib.store import credentials
from chalicelib.store.parameters import AS_DEPLOYED

PARAMETER = "reminder-plan"
MADE_BY_HAND = "reminders"


def put(plan: ReminderPlan) -> None:
    """Sets the plan: the next run goes by it.

    Raises:
        StoreUnreachableError: SSM does not take it.
    """
    credentials.put(PARAMETER, plan.model_dump_json())


def get() -> ReminderPlan:
    """The plan that the admin has set, or the default one.

    Raises:
        InvalidInputError: what is set cannot be used; it names each mistake.
        StoreUnreachableError: SSM does not answer.
    """
    for name in (PARAMETER, MADE_BY_HAND):
        written = credentials.get(name)
        if written is not None and written.strip() != AS_DEPLOYED:
            return _read(name, written)
    return ReminderPlan()


def _read(name: str, written: str) -> ReminderPlan:
    try:
        return ReminderPlan.model_validate_json(written)
    except ValidationError as error:
        problems = (Problem(".".join((name, *map(str, one["loc"]))), "", one["msg"]) for one in error.errors())
        raise InvalidInputError(list(problems)) from error
