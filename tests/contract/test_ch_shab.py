"""SHAB held against recordings: our own, and the real ones of ../shared where they are."""

from contextlib import suppress
from datetime import date, time

import pytest
import stamina
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from chalicelib.errors import (
    SourceChangedError,
    SourceError,
    SourceRefusedError,
    SourceUnreachableError,
    TooManyHitsError,
)
from chalicelib.model.document import Document
from chalicelib.model.notice import DebtorKind, EventKind, InsolvencyNotice
from chalicelib.registers import ch_shab
from chalicelib.web import Web
from tests.contract.recordings import HERE, NOW, SHARED, as_label, by_id, days, document, labels, parsed
from tests.contract.servers.loopback import served
from tests.contract.servers.shab import PUBLICATIONS, Shab

OWN = HERE / "ch_shab"
REAL = SHARED / "ch-shab"
real = pytest.mark.skipif(not REAL.is_dir(), reason="the real payloads are not here")
CONTENTS = [path.read_bytes() for path in sorted(OWN.glob("KK*.xml"))]


def one(sub_rubric: str) -> InsolvencyNotice:
    return parsed("ch_shab", OWN / f"{sub_rubric}.xml")[0]


@pytest.mark.parametrize(
    ("sub_rubric", "kind"),
    [
        ("KK01", EventKind.OPENED),
        ("KK02", EventKind.OPENED),
        ("KK03", EventKind.CLOSED_DISCONTINUED),
        ("KK04", EventKind.CLAIMS_LIST_DEPOSITED),
        ("KK05", EventKind.DISTRIBUTION),
        ("KK06", EventKind.CLOSED_LIFTED),
        ("KK07", EventKind.MEASURES_LIFTED),
        ("KK08", EventKind.HEARING_OR_DEADLINE_SET),
        ("KK09", EventKind.CLAIMS_LIST_DEPOSITED),
        ("KK10", EventKind.UNCLASSIFIED),
        ("KK11", EventKind.OPENED),
        ("KK12", EventKind.UNCLASSIFIED),
    ],
)
def test_every_sub_rubric(sub_rubric: str, kind: EventKind) -> None:
    assert one(sub_rubric).event_kind is kind


def test_an_unknown_sub_rubric_is_for_a_person() -> None:
    content = (OWN / "KK01.xml").read_bytes().replace(b"<subRubric>KK01", b"<subRubric>KK77")
    (notice,) = ch_shab.parse(document("ch_shab", content))
    assert (notice.event_kind, notice.original_kind) == (EventKind.UNCLASSIFIED, "KK77")


def test_call_to_creditors_field_by_field() -> None:
    first, second = parsed("ch_shab", OWN / "KK02.xml")
    assert (first.publication_id, second.publication_id) == ("KK02-0000000002", "KK02-0000000002-2")
    assert (first.debtor_name, second.debtor_name) == ("Seegarten Bau AG", "Seegarten Holding AG")
    assert [identifier.key for identifier in first.debtor_identifiers] == ["ch_uid:CHE000001028"]
    assert second.debtor_identifiers == ()
    assert (first.opening_date, first.claim_deadline) == (date(2026, 8, 20), date(2026, 10, 15))
    assert first.proceeding_kind == "ordinary bankruptcy proceedings"
    assert first.court == "Konkursamt Musterwil"
    assert (first.practitioner_phone, first.practitioner_email) == ("031 000 00 07", "konkursamt@musterwil.example")
    assert first.practitioner_address is not None
    assert first.practitioner_address.one_line() == "Amtsgasse 7, 9999 Musterwil"
    (meeting,) = first.hearing_dates
    assert (meeting.date, meeting.time, meeting.place) == (date(2026, 10, 5), time(14, 30), "Gemeindesaal Musterwil")
    assert "SchKG. \nSchuldner" not in first.original_text
    assert first.original_text.endswith("Publikation nach SchKG.\nSchuldner zahlen an das Konkursamt.")
    assert first.source_url == "https://amtsblattportal.ch/api/v1/publications/00000000-0000-4000-8000-000000000002/xml"


def test_limit_for_advancing_costs_is_no_claims_limit() -> None:
    notice = one("KK03")
    assert (notice.claim_deadline, notice.closing_date) == (None, None)
    assert [(hearing.date, hearing.written) for hearing in notice.hearing_dates] == [(date(2026, 9, 25), True)]
    assert [omission.field for omission in notice.omissions] == ["claim_deadline", "closing_date"]


def test_persons_estates_and_former_names() -> None:
    alliance, born, abroad = one("KK04"), one("KK06"), one("KK11")
    assert (alliance.debtor_kind, alliance.proceeding_kind) == (DebtorKind.PERSON, "refused estate")
    assert (alliance.debtor_surname, alliance.debtor_aliases) == ("Tobelmann", ("Erwin Tobelmann", "Erwin Rieter"))
    assert (born.debtor_surname, born.debtor_aliases) == ("Wyttenbacher", ("Rosa Wyttenbacher", "Rosa Ochsner"))
    assert (born.birth_date, born.closing_date) == (date(1961, 2, 3), date(2026, 9, 11))
    assert abroad.debtor_postal_address is not None
    assert (abroad.debtor_postal_address.country, abroad.debtor_postal_address.printed) == (
        "FR",
        "12 rue des Peupliers 54000 Nancy",
    )


def test_auction_and_objection_limits() -> None:
    auction, limit = one("KK08").hearing_dates
    assert (auction.date, auction.time, auction.place, auction.written) == (
        date(2026, 11, 3),
        time(10, 15),
        "Rathaus",
        False,
    )
    assert (limit.date, limit.written) == (date(2026, 10, 6), True)
    assert [(hearing.date, hearing.place) for hearing in one("KK04").hearing_dates] == [
        (date(2026, 10, 5), "objections to the claims list"),
        (date(2026, 9, 25), "objections to the inventory"),
    ]


def test_free_text_names_its_title_and_says_so() -> None:
    notice = one("KK10")
    assert notice.debtor_name == "Verschiedenes im Konkurs Alpenrad"
    assert [omission.field for omission in notice.omissions] == ["debtor_name"]


def test_cancelled_publication_takes_back_what_it_said() -> None:
    content = (OWN / "KK01.xml").read_bytes().replace(b"PUBLISHED", b"CANCELLED")
    (notice,) = ch_shab.parse(document("ch_shab", content))
    assert (notice.event_kind, notice.cancels) == (EventKind.CANCELLATION, "KK01-0000000001")
    assert notice.publication_id != "KK01-0000000001"


@pytest.mark.parametrize(
    ("old", "new", "named"),
    [
        (b"<or731b>", b"<neu>1</neu><or731b>", "publication/content/neu"),
        (b"<or731b>Yes", b"<or731b>Vielleicht", "Vielleicht"),
        (b"2026-08-31</resolutionDate>", b"31.8.2026</resolutionDate>", "resolutionDate"),
        (b"<selectType>company", b"<selectType>boat", "boat"),
        (b"<publicationState>PUBLISHED", b"<publicationState>DRAFT", "DRAFT"),
        (b"<publicationDate>2026-09-15</publicationDate>\n  <exp", b"<exp", "publicationDate"),
        (b"<name>Alpenrad Mechanik GmbH</name>", b"<name><b>x</b></name>", "name has children"),
    ],
)
def test_what_was_never_seen_is_named(old: bytes, new: bytes, named: str) -> None:
    content = (OWN / "KK01.xml").read_bytes()
    assert old in content
    with pytest.raises(SourceChangedError, match=named):
        list(ch_shab.parse(document("ch_shab", content.replace(old, new))))


def test_lists_cut_files_and_entities_are_refused() -> None:
    with pytest.raises(SourceChangedError, match="meta data only"):
        parsed("ch_shab", OWN / "list.xml")
    with pytest.raises(SourceChangedError, match="cut"):
        list(ch_shab.parse(document("ch_shab", CONTENTS[0][:-30])))
    entity = b'<!DOCTYPE x [<!ENTITY e SYSTEM "file:///etc/hostname">]>'
    content = CONTENTS[0].replace(b"<KK01:publication", entity + b"<KK01:publication", 1).replace(b"Feldweg", b"&e;")
    with pytest.raises(SourceChangedError, match="document type"):
        list(ch_shab.parse(document("ch_shab", content)))


def fetched(app: Shab, first: str = "2026-09-15", last: str | None = None) -> list[Document]:
    with (
        served(app) as origin,
        Web(
            "ch_shab",
            ch_shab.REGISTER.origins,
            now=NOW,
            replaced_origins={ch_shab.REGISTER.origins[0]: origin},
            seconds_between_requests=0,
        ) as web,
    ):
        return list(ch_shab.fetch(web, days(first, last)))


def test_fetch_asks_page_zero_of_each_day_and_every_publication_once() -> None:
    app = Shab(CONTENTS)
    documents = fetched(app, "2026-09-14", "2026-09-15")
    assert sorted(one.content for one in documents) == sorted(CONTENTS)
    lists = [query for path, query in app.requests if path == f"{PUBLICATIONS}/xml"]
    assert [(query["publicationDate.start"], query["pageRequest.page"]) for query in lists] == [
        ("2026-09-14", "0"),
        ("2026-09-15", "0"),
    ]
    assert len(app.requests) == 2 + len(CONTENTS)
    assert sum(len(list(ch_shab.parse(one))) for one in documents) == 13


def test_the_server_loses_rows_beyond_page_zero() -> None:
    """What fetch must never rely on: pages together hold fewer publications than the total."""
    many = [CONTENTS[0].replace(b"000000000001<", b"%012d<" % number) for number in range(1, 31)]
    ids: list[str] = []
    with served(Shab(many)) as origin, Web("ch_shab", (origin,), now=NOW, seconds_between_requests=0) as web:
        for page in range(3):
            params = {"publicationStates": "PUBLISHED", "pageRequest.page": str(page), "pageRequest.size": "10"}
            text = web.get(f"{origin}{PUBLICATIONS}/xml", params=params).text
            ids += [part[:36] for part in text.split("<id>00000000-0000-4000-8000-")[1:]]
    assert len(ids) == 30
    assert len(set(ids)) < 30


def test_fetch_refuses_incomplete_lists_and_wrong_answers() -> None:
    with pytest.raises(TooManyHitsError, match="12 of 2300"):
        fetched(Shab(CONTENTS, total=2300))
    with pytest.raises(SourceRefusedError) as refused:
        fetched(Shab(CONTENTS, faults=[("429 Too Many Requests", {"Retry-After": "30"}, b"")]))
    assert refused.value.retry_after_seconds == 30
    with pytest.raises(SourceRefusedError, match="401"):
        fetched(Shab(CONTENTS, faults=[("401 Unauthorized", {}, b"")]))


def test_a_cut_or_swapped_publication_does_not_hide_the_others() -> None:
    documents = fetched(Shab(CONTENTS, cut=20))
    assert len(documents) == 12
    with pytest.raises(SourceChangedError, match="cut"):
        list(ch_shab.parse(documents[0]))
    swapped = fetched(Shab(CONTENTS))[0].model_copy(update={"content": CONTENTS[5]})
    with pytest.raises(SourceChangedError, match="answered publication"):
        list(ch_shab.parse(swapped))


def test_fetch_tries_again_on_5xx_but_not_for_ever() -> None:
    down: tuple[str, dict[str, str], bytes] = ("502 Bad Gateway", {}, b"")
    with stamina.set_testing(True, attempts=3, cap=True):
        assert len(fetched(Shab(CONTENTS, faults=[down]))) == 12
    with stamina.set_testing(True, attempts=3, cap=True), pytest.raises(SourceUnreachableError, match="502"):
        fetched(Shab(CONTENTS, faults=[down] * 3))


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(content=st.sampled_from(CONTENTS), data=st.data())
def test_damage_raises_named_errors_only(content: bytes, data: st.DataObject) -> None:
    damaged = bytearray(content)
    for _ in range(data.draw(st.integers(1, 4))):
        place = data.draw(st.integers(0, len(damaged) - 1))
        damaged[place : place + data.draw(st.integers(0, 40))] = data.draw(st.binary(max_size=6))
    with suppress(SourceError):
        list(ch_shab.parse(document("ch_shab", bytes(damaged))))


@settings(max_examples=150, deadline=None)
@given(content=st.sampled_from(CONTENTS), data=st.data())
def test_a_missing_or_other_text_raises_named_errors_only(content: bytes, data: st.DataObject) -> None:
    start = data.draw(st.sampled_from([place for place in range(len(content)) if content[place : place + 1] == b">"]))
    end = content.find(b"<", start)
    other = data.draw(st.text("AZaz09.:- \n", max_size=12)).encode()
    with suppress(SourceError):
        list(ch_shab.parse(document("ch_shab", content[: start + 1] + other + content[max(end, start + 1) :])))


@real
@pytest.mark.parametrize("label", labels("ch_shab"), ids=lambda label: label["id"])
def test_real_publications_field_by_field(label: dict[str, str]) -> None:
    notice = by_id(parsed("ch_shab", REAL / label["file"]))[label["id"]]
    assert as_label(notice, label["file"]) == label


@real
def test_the_real_list_is_refused_and_every_real_publication_read() -> None:
    files = sorted(REAL.glob("*.xml"))
    lists = [path for path in files if path.name.startswith("list")]
    assert {path.name for path in files} - {path.name for path in lists} == {
        label["file"] for label in labels("ch_shab")
    }
    for path in lists:
        with pytest.raises(SourceChangedError, match="meta data only"):
            parsed("ch_shab", path)
