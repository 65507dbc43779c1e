"""The reminder plan, kept in SSM below the stage's prefix as JSON: a change takes effect at the next run."""

from pydantic import ValidationError

from chalicelib.errors import InvalidInputError, Problem
from chalicelib.model.reminder_plan import ReminderPlan
from chalicelib.store import credentials

PARAMETER = "reminders"


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
    written = credentials.get(PARAMETER)
    if written is None:
        return ReminderPlan()
    try:
        return ReminderPlan.model_validate_json(written)
    except ValidationError as error:
        problems = (Problem(".".join(map(str, one["loc"])) or PARAMETER, "", one["msg"]) for one in error.errors())
        raise InvalidInputError(list(problems)) from error
