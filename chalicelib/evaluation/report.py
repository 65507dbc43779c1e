"""The measures as a page for people and as JSON for programs."""

from collections import Counter
from typing import Any

from chalicelib.deciding.stages import SOFT_RULES
from chalicelib.evaluation.bounds import lower_bound
from chalicelib.evaluation.measures import Group, Measures

_GROUPS = ("pairs", "automatic", "caught", "retrieved", "findable")
_DECISIONS = ("notices", "positive", "unsure", "watched", "negative")
_EXAMPLES = 50


def as_json(measures: Measures, customers: int, refused: int) -> dict[str, Any]:
    """Everything that was counted, and the shares that follow."""
    return {
        "customers": customers,
        "notices": measures.notices,
        "rows_refused": refused,
        "automatic": _all_automatic(measures),
        "retrieval": _retrieval(measures.groups.get(("all", "all"), Group())),
        "automatic_rate": {
            f"{who}, {fields}": {name: getattr(group, name) for name in _GROUPS}
            | {"automatic_rate": _share(group.automatic, group.pairs), "caught_rate": _share(group.caught, group.pairs)}
            for (who, fields), group in sorted(measures.groups.items())
        },
        **_cost_and_review(measures),
        "calibration": _calibration(measures),
        "kinds": {kind: dict(counts) for kind, counts in sorted(measures.kinds.items())},
        "rules": {f"{result}: {rule}": count for (result, rule), count in measures.rules.most_common()},
        "wrong_examples": [
            dict(zip(("notice_id", "customer_number", "rule", "kind"), one, strict=True))
            for one in measures.wrong_examples[:_EXAMPLES]
        ],
    }


def _all_automatic(measures: Measures) -> dict[str, Any]:
    counted = (measures.automatic_right, measures.automatic_wrong)
    return _automatic(*counted) | {
        "wrong_by_rule": dict(measures.automatic_wrong),
        "hard": _automatic(*(_without(count, SOFT_RULES) for count in counted)),
        "soft": _automatic(*(_only(count, SOFT_RULES) for count in counted)),
    }


def _retrieval(whole: Group) -> dict[str, Any]:
    return {
        "true_pairs": whole.pairs,
        "recall": _share(whole.retrieved, whole.pairs),
        "recall_at_least_95": lower_bound(whole.retrieved, whole.pairs),
        "recall_of_findable": _share(whole.retrieved, whole.findable),
    }


def _cost_and_review(measures: Measures) -> dict[str, Any]:
    notices = measures.notices or 1
    return {
        "review": {
            "per_1000_notices": 1000 * measures.review / notices,
            "strangers": measures.strangers,
            "strangers_in_review": _share(measures.strangers_in_review, measures.strangers),
            "watched_per_1000_notices": 1000 * measures.watched / notices,
        },
        "per_notice": {
            "candidates": measures.candidates / notices,
            "queries": measures.queries / notices,
            "read_units": measures.read_units / notices,
            "notices_with_a_cut_key": measures.cut,
        },
    }


def _calibration(measures: Measures) -> dict[str, Any]:
    table = [
        {"from": at * 10, "matches": one.matches, "shown": _share(one.shown, one.matches)}
        | {"right": _share(one.right, one.matches)}
        for at, one in enumerate(measures.bins)
    ]
    return {"error": measures.calibration_error, "table": table}


def _automatic(right: Counter[str], wrong: Counter[str]) -> dict[str, Any]:
    hits, total = right.total(), right.total() + wrong.total()
    bound = lower_bound(hits, total) if total else None
    return {"right": hits, "wrong": total - hits, "precision": _share(hits, total), "precision_at_least_95": bound}


def _without(count: Counter[str], rules: frozenset[str]) -> Counter[str]:
    return Counter({rule: number for rule, number in count.items() if rule not in rules})


def _only(count: Counter[str], rules: frozenset[str]) -> Counter[str]:
    return Counter({rule: number for rule, number in count.items() if rule in rules})


def _share(part: float, whole: float) -> float | None:
    return part / whole if whole else None


def as_markdown(found: dict[str, Any]) -> str:
    """The same as a page."""
    lines = [
        "# Matching, measured",
        "",
        f"{found['customers']} customers, {found['notices']} notices; {found['rows_refused']} rows refused.",
        "",
        *_summary(found),
        "",
        *_table("True pairs by the strongest field on both sides", found["automatic_rate"], _GROUPS),
        *_table("Notices by kind", found["kinds"], _DECISIONS, empty="0"),
        "## Rules",
        "",
        *(f"* {rule}: {count}" for rule, count in found["rules"].items()),
        "",
        "## Calibration",
        "",
        "| shown | matches | mean shown | right |",
        "|---|---|---|---|",
        *map(_calibration_row, found["calibration"]["table"]),
    ]
    return "\n".join(lines) + "\n"


def _summary(found: dict[str, Any]) -> tuple[str, ...]:
    automatic, retrieval, review, each = found["automatic"], found["retrieval"], found["review"], found["per_notice"]
    strangers = f"{_percent(review['strangers_in_review'])} of {review['strangers']} strangers' notices"
    return (
        f"* **Automatic matches**: {automatic['right']} right, {automatic['wrong']} wrong. {_precision(automatic)}",
        f"* **By identifier or birth date** (hard block): {_hits(automatic['hard'])}. {_precision(automatic['hard'])}",
        f"* **By name, form and address** (soft block): {_hits(automatic['soft'])}. {_precision(automatic['soft'])}",
        (
            f"* **Retrieval**: {_percent(retrieval['recall'])} of {retrieval['true_pairs']} true pairs are candidates, "
            f"{_percent(retrieval['recall_of_findable'])} of those that share a key."
        ),
        (
            f"* **Review**: {review['per_1000_notices']:.1f} of 1,000 notices; {strangers}. "
            f"Watch list: {review['watched_per_1000_notices']:.1f} of 1,000."
        ),
        f"* **Calibration error**: {_percent(found['calibration']['error'])}.",
        (
            f"* **A notice costs** {each['queries']:.1f} queries, {each['read_units']:.1f} read units, "
            f"{each['candidates']:.1f} candidates; {each['notices_with_a_cut_key']} met a key cut at its cap."
        ),
    )


def _hits(part: dict[str, Any]) -> str:
    return f"{part['right']} right, {part['wrong']} wrong"


def _precision(part: dict[str, Any]) -> str:
    at_least = _percent(part["precision_at_least_95"])
    return f"Precision {_percent(part['precision'])}, with a confidence of 95 % at least {at_least}."


def _calibration_row(one: dict[str, Any]) -> str:
    shown = f"{one['from']}-{one['from'] + 10} %"
    return f"| {shown} | {one['matches']} | {_percent(one['shown'])} | {_percent(one['right'])} |"


def _table(title: str, rows: dict[str, dict[str, Any]], columns: tuple[str, ...], empty: str = "") -> list[str]:
    rates = [name for name in ("automatic_rate", "caught_rate") if any(name in row for row in rows.values())]
    head = ["", *columns, *(rate.replace("_", " ") for rate in rates)]
    body = (
        [name, *(str(row.get(column, empty)) for column in columns), *(_percent(row[rate]) for rate in rates)]
        for name, row in rows.items()
    )
    lines = [f"| {' | '.join(cells)} |" for cells in (head, ["---"] * len(head), *body)]
    return [f"## {title}", "", *lines, ""]


def _percent(share: float | None) -> str:
    return "-" if share is None else f"{100 * share:.2f} %"
