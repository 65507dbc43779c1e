"""Figures: what the last measurement found, against the targets; measure now; set the targets; files."""

from datetime import timedelta
from decimal import Decimal

from babel.numbers import NumberFormatError, parse_decimal
from chalice.app import Blueprint
from pydantic import BaseModel, ConfigDict, ValidationError

from chalicelib.cockpit import figure_files, rendering
from chalicelib.cockpit.figure_views import cases_table, figure_views, needs_days, stage_currency
from chalicelib.cockpit.page import Moved, Sent, Shown, page
from chalicelib.cockpit.visit import Visit
from chalicelib.errors import ConcurrentChangeError, InvalidInputError, NotFoundError, Problem
from chalicelib.measuring import measured
from chalicelib.model.currency import CURRENCIES
from chalicelib.model.customer import Language, Money
from chalicelib.model.figures import FigureName, Snapshot, Targets
from chalicelib.model.people import Role
from chalicelib.store import figures

blueprint = Blueprint(__name__)
_PATH = "/cockpit/figures"
_IN_ONE_REQUEST = timedelta(seconds=5)
_CSV = "text/csv; charset=utf-8"
_LOCALES: dict[Language, str] = {"de": "de_DE", "en": "en_GB"}
_TURNOVER = "turnover"


class TargetForm(BaseModel):
    """The targets as a person writes them; an empty field is no target."""

    model_config = ConfigDict(extra="forbid")

    overdue_share: str | None = None
    turnover_share: str | None = None
    days_to_payment: str | None = None
    days_overdue: str | None = None
    recovery_rate: str | None = None
    hours_to_block: str | None = None
    hours_to_answer: str | None = None
    false_alarms: str | None = None
    turnover: str | None = None
    currency: str = "EUR"
    seen: str = ""


@page(blueprint, f"GET {_PATH}")
def show(visit: Visit) -> Shown:
    """The last measurement with its history and targets."""
    kept = figures.get()
    if kept.latest is None:
        return Shown("figures.html", {"latest": None, "kept": kept})
    days = figures.days() if needs_days(kept.months) else ()
    values = {
        "kept": kept,
        "latest": kept.latest,
        "targets": kept.targets,
        "views": figure_views(kept.latest, kept.targets, kept.months, days),
        "cases": cases_table(kept.latest, _words(visit)),
        "stage_currency": stage_currency(kept.latest),
        "seen": _seen(kept.targets),
        "written": {name: _as_written(value, visit) for name, value in kept.targets.values.items()},
        "turnover": _as_written(kept.targets.turnover.amount, visit) if kept.targets.turnover else "",
    }
    return Shown("figures.html", values)


@page(blueprint, f"POST {_PATH}/measure", role=Role.MANAGER)
def measure(visit: Visit) -> Moved:
    """Measures at once where that takes a moment, else asks the next scheduled run for it."""
    latest = figures.get().latest
    small = latest is None or latest.seconds <= _IN_ONE_REQUEST.total_seconds()
    if small and measured(visit.now, _IN_ONE_REQUEST):
        return Moved(_PATH, done="figures_measured")
    figures.ask(visit.now)
    return Moved(_PATH, done="figures_asked")


@page(blueprint, f"POST {_PATH}/targets", role=Role.ADMIN, form=TargetForm)
def set_targets(visit: Visit, form: TargetForm) -> Moved:
    """Other targets, and the turnover that receivables are put against; a figure of it follows when measured next."""
    before = figures.get().targets
    if form.seen != _seen(before):
        raise ConcurrentChangeError("somebody else set the targets in between")
    targets = _targets(form, visit)
    figures.put_targets(targets, before)
    if targets.turnover != before.turnover:
        figures.ask(visit.now)
    return Moved(_PATH, done="figures_targets")


@page(blueprint, f"GET {_PATH}.csv")
def all_as_csv(visit: Visit) -> Sent:
    """Every figure as it is, in one file."""
    kept, latest = _measured()
    views = figure_views(latest, kept.targets, kept.months, ())
    content = figure_files.all_figures(views, latest, _words(visit), visit.language)
    return Sent(content.decode(), _CSV, _file_name("figures", latest))


@page(blueprint, f"GET {_PATH}/{{name}}/csv")
def one_as_csv(visit: Visit, name: str) -> Sent:
    """One figure with its course, or one of the two tables."""
    kept, latest = _measured()
    word = _words(visit)
    if name == figure_files.STAGES:
        content = figure_files.stages(latest, word, visit.language)
    elif name == figure_files.CASES:
        content = figure_files.cases(latest, word, visit.language)
    elif name in set(FigureName):
        days = figures.days()
        view = next(one for one in figure_views(latest, kept.targets, kept.months, days) if one.name == name)
        content = figure_files.one_figure(view, days, word, visit.language)
    else:
        raise NotFoundError(f"no figure {name!r}")
    return Sent(content.decode(), _CSV, _file_name(name, latest))


def _measured() -> tuple[figures.Figures, Snapshot]:
    kept = figures.get()
    if kept.latest is None:
        raise NotFoundError("nothing has been measured yet")
    return kept, kept.latest


def _words(visit: Visit) -> figure_files.Words:
    return lambda key: rendering.word(key, visit.language)


def _file_name(name: str, latest: Snapshot) -> str:
    return f"insolvency-watch-{name.replace('_', '-')}-{latest.day}.csv"


def _seen(targets: Targets) -> str:
    return targets.at.isoformat() if targets.at else "never"


def _targets(form: TargetForm, visit: Visit) -> Targets:
    """The targets as they are kept.

    Raises:
        InvalidInputError: a field holds no number, or none that is possible.
    """
    problems: list[Problem] = []
    values = {}
    for name in FigureName:
        number = _number(getattr(form, name.value), name.value, visit, problems)
        if number is not None:
            values[name] = number
    amount = _number(form.turnover, _TURNOVER, visit, problems)
    currency = form.currency.strip().upper()
    if currency not in CURRENCIES:
        problems.append(_problem("currency", form.currency, "not_currency", visit))
    if problems:
        raise InvalidInputError(problems)
    turnover = Money(amount=amount, currency=currency) if amount is not None else None
    try:
        return Targets(values=values, turnover=turnover, person=visit.signature, at=visit.now)
    except ValidationError as error:
        raise InvalidInputError([_problem("targets", "", "not_possible", visit)]) from error


def _number(text: str | None, name: str, visit: Visit, problems: list[Problem]) -> Decimal | None:
    if text is None or not text.strip():
        return None
    try:
        return Decimal(parse_decimal(text.strip(), locale=_LOCALES[visit.language], strict=True))
    except NumberFormatError:
        problems.append(_problem(name, text, "not_a_number", visit))
        return None


def _problem(name: str, value: str, reason: str, visit: Visit) -> Problem:
    """The problem under the words that stand above the field."""
    key = f"figure.{name}" if name in set(FigureName) else f"figures.{name}"
    return Problem(rendering.word(key, visit.language), value, rendering.word(f"figures.{reason}", visit.language))


def _as_written(value: Decimal, visit: Visit) -> str:
    """The number as the form takes it back."""
    text = f"{value.normalize():f}"
    return text.replace(".", ",") if visit.language == "de" else text
