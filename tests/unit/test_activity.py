"""The activity log: every entry, message, task and changed date is in it, oldest first."""

from datetime import date, timedelta

from chalicelib import activity, decide
from chalicelib.model.alert import AlertState
from chalicelib.model.case import EntryKind
from chalicelib.model.entered import ClaimFacts
from tests.builders import NOW, WORD, a_match, a_notice, an_occasion, filed

LATER = an_occasion(now=NOW + timedelta(days=2))


def test_everything_that_happened_is_there_in_order() -> None:
    first = decide.on_match(a_match(), a_notice(claim_deadline=date(2026, 4, 20)), an_occasion())
    assert first is not None
    file = filed(first)
    moved = a_notice(number=2, claim_deadline=date(2026, 4, 27))
    file = filed(decide.on_later_notice(file, a_match(number=2), moved, LATER), file)
    file = filed(decide.on_facts_entered(file, LATER, WORD, claim=ClaimFacts(titled=True)), file)
    sent, failed, *_ = first.alerts
    alerts = (
        sent.model_copy(update={"state": AlertState.SENT, "sent_at": NOW, "acknowledged_by": "Eva Kern"}).model_copy(
            update={"acknowledged_at": NOW}
        ),
        failed.model_copy(update={"state": AlertState.FAILED, "failure": "mailbox unknown"}),
    )
    rows = activity.rows_of(file, alerts, "en")
    assert [row.at for row in rows] == sorted(row.at for row in rows)
    texts = [f"{row.kind}: {row.text}" for row in rows]
    assert any("sent; acknowledged by Eva Kern" in text for text in texts)
    assert any("not delivered; mailbox unknown" in text for text in texts)
    assert any(text.startswith("deadline_changed") and "2026-04-20 -> 2026-04-27" in text for text in texts)
    assert {entry.kind for entry in file.entries} <= {row.kind for row in rows}
    assert len([row for row in rows if row.kind == "task"]) == len(file.tasks)


def test_every_kind_of_entry_has_words_in_both_languages() -> None:
    for kind in EntryKind:
        assert activity.kind_in_words(kind, "de") != kind.value
        assert activity.kind_in_words(kind, "en")
