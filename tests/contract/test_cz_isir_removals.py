"""Debtors and cases that ISIR strikes off."""

from chalicelib.model.notice import EventKind
from chalicelib.registers import cz_isir as cz
from tests.contract.recordings import document
from tests.contract.servers.isir import Isir, event, feed_answer
from tests.contract.test_cz_isir import FEED, LOOK_UP, fetched, read


def test_whoever_is_struck_off_has_to_leave_every_copy() -> None:
    (page,) = fetched(Isir(FEED, LOOK_UP))
    (removal,) = cz.removals(page)
    assert (removal.case_number, removal.publication_id, removal.company_number) == (
        "INS 908/2020",
        "70000016",
        None,  # whoever it was about
    )
    note = (
        "<u><osoba><druhRoleVRizeni>VĚŘITEL</druhRoleVRizeni><datumVyskrtnuti>2026-09-30</datumVyskrtnuti></osoba></u>"
    )
    creditor = feed_answer(event(typUdalosti="75", poznamka=note))
    assert list(cz.removals(document(cz.REGISTER.name, creditor))) == []
    assert [one.event_kind for one in read(creditor)] == [EventKind.OPENED]
