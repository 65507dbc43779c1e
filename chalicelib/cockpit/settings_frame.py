"""What every tab of the settings has in common: the frame, who may see it, and the line in the log of changes."""

from collections.abc import Mapping
from typing import Any, NamedTuple

from chalice.app import Blueprint

from chalicelib.cockpit.page import Shown
from chalicelib.cockpit.visit import Visit
from chalicelib.errors import ConcurrentChangeError
from chalicelib.model.people import Role
from chalicelib.model.record import Record, content_id
from chalicelib.model.settings_change import SettingsArea, SettingsChange, made

blueprint = Blueprint(__name__)
HOME = "/cockpit/settings"
_TABS: tuple[tuple[str, str, Role], ...] = (
    ("people", HOME, Role.MANAGER),
    ("escalation", f"{HOME}/escalation", Role.MANAGER),
    ("thresholds", f"{HOME}/thresholds", Role.MANAGER),
    ("mails", f"{HOME}/mails", Role.MANAGER),
    ("firm", f"{HOME}/firm", Role.MANAGER),
    ("changes", f"{HOME}/changes", Role.MANAGER),
    ("mine", f"{HOME}/mine", Role.VIEWER),
)


class Mistake(NamedTuple):
    """Why a field cannot be so: key of its sentence, with the sentence's values."""

    key: str
    values: Mapping[str, object] = {}


Mistakes = dict[str, Mistake]


def tab(
    visit: Visit, name: str, values: Mapping[str, Any], template: str = "", mistakes: Mistakes | None = None
) -> Shown:
    """A tab as a page; with mistakes it is the answer to a form that was not taken."""
    tabs = [(one, path) for one, path, role in _TABS if visit.may(role)]
    about = {"tabs": tabs, "tab": name, "mistakes": mistakes or {}, "may_change": visit.may(Role.ADMIN)}
    return Shown(f"settings/{template or name}.html", {**about, **values}, 422 if mistakes else 200)


def mark(record: Record | None) -> str:
    """What a form carries of the record that it was made from."""
    return content_id(record.model_dump_json()) if record else ""


def unchanged(seen: str, record: Record | None) -> None:
    """Passes when the record is still the one that the form was made from.

    Raises:
        ConcurrentChangeError: somebody else changed it meanwhile.
    """
    if seen != mark(record):
        raise ConcurrentChangeError("somebody else has changed this meanwhile; nothing was saved")


def noted(
    visit: Visit,
    area: SettingsArea,
    subject: str,
    before: Record | None,
    after: Record | None,
    reason: str | None = None,
) -> SettingsChange:
    """The line in the log: what was changed from what to what, by whom."""
    return made(area, subject, before, after, person=visit.signature, at=visit.now, reason=reason)
