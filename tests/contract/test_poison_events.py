"""One event that nobody understands holds back no other, and its document still carries the position behind it."""

import json
from datetime import UTC, datetime, timedelta

import pytest

from chalicelib.errors import SourceChangedError
from chalicelib.model.document import Document
from chalicelib.model.notice import InsolvencyNotice
from chalicelib.registers import gb_companies_house, no_brreg
from tests.contract.recordings import HERE, NOW
from tests.contract.servers.brreg import Brreg
from tests.contract.test_no_brreg import ENTITIES, UPDATES, fetched

STRANGE = {"endringstype": "Sammenslått", "organisasjonsnummer": "Ola Oppdiktet"}


def read(documents: list[Document]) -> tuple[list[str], str]:
    """Ids of what could be read, and the reason for the rest."""
    found, reason = [], ""
    for one in documents:
        try:
            for notice in no_brreg.parse(one):
                found.append(notice.publication_id)  # noqa: PERF401 - those before the error count
        except SourceChangedError as error:
            reason = error.reason
    return found, reason


def test_an_update_of_norway() -> None:
    whole, _ = read(fetched(Brreg(UPDATES, ENTITIES)))
    spaced = [{**one, "oppdateringsid": 2 * one["oppdateringsid"]} for one in UPDATES]
    odd = {**spaced[2], **STRANGE, "oppdateringsid": spaced[2]["oppdateringsid"] - 1}
    documents = fetched(Brreg([*spaced[:2], odd, *spaced[2:]], ENTITIES))
    found, reason = read(documents)
    assert len(found) == len(whole)
    assert f"update {odd['oppdateringsid']}: " in reason
    assert documents[-1].cursor == str(spaced[-1]["oppdateringsid"])


def test_what_is_not_settled_is_not_passed_by_an_update_behind_it() -> None:
    fresh = (NOW - timedelta(minutes=1)).astimezone(UTC).isoformat()
    settled = datetime.fromisoformat(UPDATES[0]["dato"]) < NOW
    assert settled
    first = UPDATES[0]["oppdateringsid"]
    feed = [
        UPDATES[0],
        {**UPDATES[1], "oppdateringsid": first + 1, "dato": fresh},
        {**UPDATES[1], **STRANGE, "oppdateringsid": first + 2, "dato": fresh},
    ]
    assert fetched(Brreg(feed, ENTITIES))[-1].cursor == str(first)


def test_an_update_without_an_id_is_an_error_of_the_whole_page() -> None:
    with pytest.raises(SourceChangedError, match="update 'x'"):
        fetched(Brreg([UPDATES[0]], ENTITIES, faults=[("200 OK", {}, _page({**UPDATES[0], "oppdateringsid": "x"}))]))


def _page(*entries: dict[str, object]) -> bytes:
    return json.dumps({"_embedded": {"oppdaterteEnheter": list(entries)}, "page": {}}).encode()


def test_an_event_of_companies_house() -> None:
    lines = next((HERE / "gb_companies_house").glob("*.ndjson")).read_text().splitlines()
    good = json.loads(lines[0])
    odd = json.dumps({**good, "novelty": 1})
    document = Document(
        source="gb_companies_house",
        url="x",
        media_type="application/x-ndjson",
        content="\n".join([odd, *lines[1:]]).encode(),
        fetched_at=NOW,
    )
    notices = gb_companies_house.parse(document)
    found: list[InsolvencyNotice] = []
    with pytest.raises(SourceChangedError, match="novelty"):
        found.extend(notices)
    assert found


def test_an_entity_that_is_gone_when_it_is_asked_for_is_taken_back() -> None:
    """It changed, and was removed for reasons of law before we looked: 410."""
    number = "100000083"
    changed = {**UPDATES[0], "organisasjonsnummer": number}
    removed = next(one for one in UPDATES if one["organisasjonsnummer"] == number)
    app = Brreg([changed], ENTITIES)
    app.entities.pop(number, None)
    app.removed.add(str(removed["organisasjonsnummer"]))
    found, reason = read(fetched(app))
    assert (found, reason) == ([f"{number}-removed-{changed['oppdateringsid']}"], "")
