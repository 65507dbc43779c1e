"""The figures as CSV files: one for each figure and table, and one for all."""

from collections.abc import Callable, Iterable, Sequence
from decimal import Decimal

from chalicelib.cockpit.figure_views import FigureView, cases_table
from chalicelib.exports import Cell, csv_file
from chalicelib.model.customer import Language
from chalicelib.model.figures import DayValues, FigureName, Snapshot

STAGES = "exposure_by_stage"
CASES = "cases_by_month"
Words = Callable[[str], str]


def all_figures(views: Iterable[FigureView], latest: Snapshot, word: Words, language: Language) -> bytes:
    """Each figure as it is, with its target, what it was divided from, and how it is counted."""
    names = ("figure", "as_of", "value", "unit", "target", "standing", "part", "whole", "currency", "count", "left_out")
    header = [*(word(f"figure_column.{name}") for name in (*names, "ninety", "counted"))]
    rows = [_row(view, latest, word) for view in views]
    return csv_file(header, rows, language=language)


def one_figure(view: FigureView, days: Sequence[DayValues], word: Words, language: Language) -> bytes:
    """The figure's course: by month where it is counted by month, else every day that was measured."""
    unit, title = word(f"figures.unit_{view.name.unit}"), f"{word(f'figure.{view.name}')} ({{}})"
    header = [word("figure_column.period"), title.format(unit), word("figure_column.target")]
    if view.counted:
        rows: list[list[Cell]] = [
            [f"{point.day:%Y-%m}", point.value, view.target, point.count] for point in view.points
        ]
        return csv_file([*header, word("figure_column.count")], rows, language=language)
    return csv_file(header, [[one.day, one.values.get(view.name), view.target] for one in days], language=language)


def stages(latest: Snapshot, word: Words, language: Language) -> bytes:
    """What blocked customers owe, one row for each stage and currency."""
    names = ("stage", "customers", "without_books", "open", "currency")
    rows: list[list[Cell]] = []
    for one in latest.stages:
        label = word(f"stage.{one.stage}")
        for at, money in enumerate(one.open or (None,)):
            numbers: list[Cell] = [one.customers, one.without_books] if at == 0 else [None, None]
            rows.append([label, *numbers, money.amount if money else None, money.currency if money else None])
    return csv_file([word(f"figure_column.{name}") for name in names], rows, language=language)


def cases(latest: Snapshot, word: Words, language: Language) -> bytes:
    """New cases, one row for each month."""
    table = cases_table(latest, word)
    rows: list[list[Cell]] = [[f"{month:%Y-%m}", *counts, sum(counts)] for month, counts in table.rows]
    header = [word("figure_column.month"), *table.sources, word("figure_column.sum")]
    return csv_file(header, rows, language=language)


def _row(view: FigureView, latest: Snapshot, word: Words) -> list[Cell]:
    one = view.measured
    return [
        word(f"figure.{one.name}"),
        latest.day,
        one.value,
        word(f"figures.unit_{one.name.unit}"),
        view.target,
        word(f"figures.{view.standing}") if view.standing else None,
        _plain(one.name, one.part),
        _plain(one.name, one.whole),
        one.currency if one.whole is not None else None,
        one.count,
        one.left_out,
        one.ninety,
        word(f"figure_counted.{one.name}"),
    ]


def _plain(name: FigureName, value: Decimal | None) -> Cell:
    return int(value) if name is FigureName.FALSE_ALARMS and value is not None else value
