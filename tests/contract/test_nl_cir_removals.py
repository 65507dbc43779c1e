"""What the Dutch register has taken back, and what it will not tell any more."""

import pytest

from chalicelib.errors import TooManyHitsError
from chalicelib.registers import nl_cir
from tests.contract.recordings import days
from tests.contract.servers.cir import Cir
from tests.contract.test_nl_cir import CASES, OWN, REMOVED, fetched, session


def test_a_gap_of_the_removals_is_told_with_a_fresh_position() -> None:
    app = Cir(CASES, REMOVED, exceptions={"searchRemovedSince": "5"}, heals=True)
    window = days("2026-09-15", cursor="2024-01-01T00:00:00+01:00")
    with session(app) as web:
        documents = nl_cir.fetch(web, window)
        yielded = [next(documents) for _ in range(4)]
        with pytest.raises(TooManyHitsError, match="removals, too"):
            next(documents)
    assert yielded[-1].cursor is not None
    assert [parts["modifyDate"][:10] for name, parts in app.requests if name == "searchRemovedSince"] == [
        "2023-12-31",
        "2026-09-15",
    ]


def test_a_case_whose_time_is_over_is_not_even_stored() -> None:
    gone = {"16.mne.26.9905.F.1316.1.26": (OWN / "case-gone.xml").read_bytes()}
    (only,) = fetched(Cir(gone))
    assert list(nl_cir.parse(only)) == []
    assert "publication" not in only.attributes


COMPANY = "16.mne.26.9901.F.1316.1.26"
GONE = ("F.16/26/9901", "16.mne.26.9901.F.1300.1.26", "Eindevindbaarheid")


def removed_of(app: Cir) -> list[str]:
    return [one.case_number for document in fetched(app) for one in nl_cir.removals(document)]


def test_a_case_that_was_published_anew_after_its_removal_stays() -> None:
    assert removed_of(Cir(CASES, [GONE, *REMOVED])) == ["R.16/00/9907"]
    assert removed_of(Cir({}, [GONE])) == ["F.16/26/9901"]


def test_a_case_that_went_after_it_was_read_goes() -> None:
    class Going(Cir):
        def result(self, name: str, parts: dict[str, str]) -> bytes:
            answer = super().result(name, parts)
            if name == "searchRemovedSince":
                self.cases.pop(COMPANY)
            return answer

    assert removed_of(Going(dict(CASES), [GONE])) == ["F.16/26/9901"]


def test_a_case_that_may_not_be_told_any_more_goes_although_it_answers() -> None:
    over = "16.mne.26.9905.F.1316.1.26"
    app = Cir({over: (OWN / "case-gone.xml").read_bytes()}, [("F.16/26/9905", over, "Eindevindbaarheid")])
    assert removed_of(app) == ["F.16/26/9905"]
