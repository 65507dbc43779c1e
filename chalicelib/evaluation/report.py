"""The measures as a page for people and as JSON for programs."""

from typing import Any

from chalicelib.evaluation.bounds import lower_bound
from chalicelib.evaluation.measures import Group, Measures

_GROUPS = ("pairs", "automatic", "caught", "retrieved", "findable")
_EXAMPLES = 50


def as_json(measures: Measures, customers: int, refused: int) -> dict[str, Any]:
    """Everything that was counted, and the shares that follow."""
    whole = measures.groups.get(("all", "all"), Group())
    notices = measures.notices or 1
    return {
        "customers": customers,
        "notices": measures.notices,
        "rows_refused": refused,
        "automatic": {
            "right": measures.automatic_right,
            "wrong": measures.automatic_wrong.total(),
            "wrong_by_rule": dict(measures.automatic_wrong),
            "precision": measures.precision,
            "precision_at_least_95": measures.precision_bound,
        },
        "retrieval": {
            "true_pairs": whole.pairs,
            "recall": _share(whole.retrieved, whole.pairs),
            "recall_at_least_95": lower_bound(whole.retrieved, whole.pairs),
            "recall_of_findable": _share(whole.retrieved, whole.findable),
        },
        "automatic_rate": {
            f"{who}, {fields}": {name: getattr(group, name) for name in _GROUPS}
            | {"automatic_rate": _share(group.automatic, group.pairs), "caught_rate": _share(group.caught, group.pairs)}
            for (who, fields), group in sorted(measures.groups.items())
        },
        "review": {
            "per_1000_notices": 1000 * measures.review / notices,
            "strangers": measures.strangers,
            "strangers_in_review": _share(measures.strangers_in_review, measures.strangers),
            "watched_per_1000_notices": 1000 * measures.watched / notices,
        },
        "calibration": {
            "error": measures.calibration_error,
            "table": [
                {"from": at * 10, "matches": one.matches, "shown": _share(one.shown, one.matches)}
                | {"right": _share(one.right, one.matches)}
                for at, one in enumerate(measures.bins)
            ],
        },
        "per_notice": {
            "candidates": measures.candidates / notices,
            "queries": measures.queries / notices,
            "read_units": measures.read_units / notices,
            "notices_with_a_cut_key": measures.cut,
        },
        "kinds": {kind: dict(counts) for kind, counts in sorted(measures.kinds.items())},
        "rules": {f"{result}: {rule}": count for (result, rule), count in measures.rules.most_common()},
        "wrong_examples": [
            dict(zip(("notice_id", "customer_number", "rule", "kind"), one, strict=True))
            for one in measures.wrong_examples[:_EXAMPLES]
        ],
    }


def _share(part: float, whole: float) -> float | None:
    return part / whole if whole else None


def as_markdown(found: dict[str, Any]) -> str:
    """The same as a page."""
    automatic, retrieval, review, each = (
        found["automatic"],
        found["retrieval"],
        found["review"],
        found["per_notice"],
    )
    lines = [
        "# Matching, measured",
        "",
        f"{found['customers']} customers, {found['notices']} notices; {found['rows_refused']} rows refused.",
        "",
        f"* **Automatic matches**: {automatic['right']} right, {automatic['wrong']} wrong; precision "
        f"{_percent(automatic['precision'])}, at least {_percent(automatic['precision_at_least_95'])} (one-sided 95 %).",
        f"* **Retrieval**: {_percent(retrieval['recall'])} of {retrieval['true_pairs']} true pairs are candidates, "
        f"{_percent(retrieval['recall_of_findable'])} of those that share a key.",
        f"* **Review**: {review['per_1000_notices']:.1f} of 1,000 notices; {_percent(review['strangers_in_review'])} of "
        f"{review['strangers']} strangers' notices. Watch list: {review['watched_per_1000_notices']:.1f} of 1,000.",
        f"* **Calibration error** {_percent(found['calibration']['error'])}.",
        f"* **A notice costs** {each['queries']:.1f} queries, {each['read_units']:.1f} read units, "
        f"{each['candidates']:.1f} candidates; {each['notices_with_a_cut_key']} notices met a key cut at its cap.",
        "",
        *_table("True pairs by the strongest field on both sides", found["automatic_rate"], (*_GROUPS,)),
        *_table("Notices by kind", found["kinds"], ("notices", "positive", "unsure", "watched", "negative"), empty="0"),
        "## Rules",
        "",
        *(f"* {rule}: {count}" for rule, count in found["rules"].items()),
        "",
        "## Calibration",
        "",
        "| shown | matches | mean shown | right |",
        "|---|---|---|---|",
        *(
            f"| {one['from']}-{one['from'] + 10} % | {one['matches']} | {_percent(one['shown'])} | {_percent(one['right'])} |"
            for one in found["calibration"]["table"]
        ),
    ]
    return "\n".join(lines) + "\n"


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
