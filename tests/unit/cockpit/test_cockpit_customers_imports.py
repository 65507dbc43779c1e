"""Import in the cockpit: a draft is shown as it would be understood, then imported, followed, and its errors sent."""

import io
from datetime import timedelta
from typing import Any

import pytest
from botocore.exceptions import ClientError

from chalicelib import aws
from chalicelib.cockpit import import_files, import_words
from chalicelib.cockpit.rendering import LANGUAGES, words
from chalicelib.imports.decoding import first_lines, whole_lines
from chalicelib.imports.preview import FileKind, preview
from chalicelib.model.import_run import ImportRun, RunState
from chalicelib.model.people import Role
from chalicelib.settings import settings
from chalicelib.store import customers, imports
from functions import import_customers
from tests.builders import NOW
from tests.unit.cockpit.desk_world import kept, owes
from tests.unit.cockpit.door import Door

START = "/cockpit/imports"
DRAFT = f"{START}/drafts/{{draft_id}}"
RUN = f"{START}/{{run_id}}"
FIRMS = "Kundennummer;Name;PLZ;Ort;Farbe\n1;Fährmann GmbH;20457;Hamburg;blau\n;Ohne Nummer AG;80331;München;\n"
ITEMS = "Kundennummer;Rechnungsnummer;Rechnungsdatum;Fälligkeit;Offener Betrag\n1;R1;2026-01-05;2026-02-05;100,00\n"
PAID = "Kundennummer;Belegnummer;Zahlungseingang;Betrag\n1;Z1;2026-01-05;100,00\n2;Z2;2026-01-06;5,00\n"


@pytest.mark.parametrize(
    ("rows", "settles"),
    [
        ("", (2, 1)),
        ("2;R9;2026-01-05;2026-02-05;5,00\n", (3, 2)),
        ("1;R2;2026-01-05;2026-02-05;what\n", (0, 0)),  # a spoilt list settles nothing
        (";R2;2026-01-05;2026-02-05;1,00\n", (0, 0)),
    ],
)
def test_a_list_of_open_items_says_what_it_will_settle(door: Door, rows: str, settles: tuple[int, int]) -> None:
    for number, amounts in (("1", (100, 200)), ("2", (300,)), ("3", (400,))):
        kept(number)
        for amount in amounts:
            owes(number, amount)
    found = preview((ITEMS + rows).encode(), FileKind.OPEN_ITEMS, import_files._known, NOW)
    assert import_files.settled_by(found) == settles
    assert import_files.settled_by(preview(PAID.encode(), FileKind.PAYMENTS, import_files._known, NOW)) is None


class Bucket:
    """The import bucket in memory."""

    def __init__(self) -> None:
        self.objects: dict[str, bytes] = {}

    def generate_presigned_post(self, bucket: str, key: str, **given: Any) -> dict[str, Any]:
        assert ["content-length-range", 1, imports.LARGEST_DRAFT_BYTES] in given["Conditions"]
        return {"url": f"https://s3.example/{bucket}", "fields": {"key": key, "policy": "p", **given["Fields"]}}

    def get_object(self, *, Key: str, Range: str = "", **_: Any) -> dict[str, Any]:  # noqa: N803 - boto3's names
        if Key not in self.objects:
            raise ClientError({"Error": {"Code": "AccessDenied"}}, "GetObject")
        content = self.objects[Key]
        end = int(Range.rpartition("-")[2]) + 1 if Range else len(content)
        about = {"ContentRange": f"bytes 0-{end}/{len(content)}"} if Range else {}
        return {"Body": io.BytesIO(content[:end]), "ETag": f'"{hash(content)}"', "LastModified": NOW, **about}

    def put_object(self, *, Key: str, Body: bytes, **_: Any) -> None:  # noqa: N803 - boto3's names
        self.objects[Key] = Body

    def copy_object(self, *, Key: str, CopySource: dict[str, str], **_: Any) -> None:  # noqa: N803 - boto3's names
        self.objects[Key] = self.objects[CopySource["Key"]]


@pytest.fixture
def bucket(door: Door, monkeypatch: pytest.MonkeyPatch) -> Bucket:
    made = Bucket()
    monkeypatch.setenv("IMPORT_BUCKET", "imports")
    settings.cache_clear()
    monkeypatch.setattr(aws, "s3", lambda: made)
    return made


def sent(door: Door, bucket: Bucket, text: str, name: str = "kunden.csv") -> str:
    """Key of a draft that the person who is signed in has sent."""
    key = f"drafts/{door.sign_in(Role.CLERK, language='en').id[:16]}/d1/{name}"
    bucket.objects[key] = text.encode()
    return key


def test_the_form_goes_to_the_bucket_and_comes_back_to_the_draft(door: Door, bucket: Bucket) -> None:
    door.sign_in(Role.CLERK)
    answer = door.get(START)
    assert 'action="https://s3.example/imports"' in answer.body
    assert "form-action 'self' https://s3.example" in answer.headers["Content-Security-Policy"]
    assert "https://cockpit.example/api/cockpit/imports/drafts/" in answer.body
    assert "${filename}" in answer.body
    assert 'hx-boost="false"' in answer.body


def test_only_clerks_import(door: Door, bucket: Bucket) -> None:
    key = sent(door, bucket, FIRMS)
    door.sign_in(Role.VIEWER)
    assert door.get(START).status == 403
    assert door.get(DRAFT, draft_id="d1", query={"key": key}).status == 403
    assert door.post(DRAFT, {"key": key, "kind": "customers"}, draft_id="d1").status == 403


def test_a_draft_is_shown_as_it_is_understood_and_changes_nothing(door: Door, bucket: Bucket) -> None:
    key = sent(door, bucket, FIRMS)
    query = {"key": key, "bucket": "imports", "etag": '"abc"'}
    answer = door.get(DRAFT, draft_id="d1", query=query)
    assert answer.status == 200
    for part in ("Fährmann GmbH", "the customer number is missing", "unknown column", "Farbe", "Import 1 rows"):
        assert part in answer.body
    assert customers.get("1") is None
    assert imports.runs(5) == ()


def test_nobody_sees_or_imports_the_draft_of_somebody_else(door: Door, bucket: Bucket) -> None:
    key = sent(door, bucket, FIRMS)
    door.sign_in(Role.ADMIN, email="eve@example.com")
    for asked in (key, "incoming/customers/x.csv", "results/x.csv", "drafts/"):
        assert door.get(DRAFT, draft_id="d1", query={"key": asked}).status == 404
        assert door.post(DRAFT, {"key": asked, "kind": "customers"}, draft_id="d1").status == 404


def test_a_draft_that_is_gone_is_said_so(door: Door, bucket: Bucket) -> None:
    key = sent(door, bucket, FIRMS)
    bucket.objects.clear()
    assert door.get(DRAFT, draft_id="d1", query={"key": key}).status == 404


def test_a_file_is_imported_followed_and_its_errors_sent(door: Door, bucket: Bucket) -> None:
    key = sent(door, bucket, FIRMS, "Kunden Süd&Nord.csv")
    moved = door.post(DRAFT, {"key": key, "kind": "customers"}, draft_id="d1")
    run_id = moved.location.rpartition("/")[2]
    waiting = door.get(RUN, run_id=run_id)
    assert 'hx-trigger="every 2s"' in waiting.body
    assert door.get(f"{RUN}/problems", run_id=run_id).status == 404
    (incoming,) = (one for one in bucket.objects if one.startswith("incoming/"))
    assert incoming == f"incoming/customers/{run_id}/Kunden Süd_Nord.csv"

    import_customers.import_file(incoming)
    run = imports.get_run(run_id)
    assert run is not None
    assert (run.state, run.changed, run.refused, run.by) == (RunState.DONE, 1, 1, "ada.lund@example.com")
    found = customers.get("1")
    assert found is not None
    assert found.name == "Fährmann GmbH"
    done = door.get(RUN, run_id=run_id)
    assert "hx-trigger" not in done.body
    errors = door.get(f"{RUN}/problems", run_id=run_id)
    assert errors.headers["Content-Disposition"].startswith("attachment")
    assert "the customer number is missing" in errors.body
    assert isinstance(import_files.problems_of(run), str)  # the gateway takes bytes of a few types only
    assert "Kunden Süd_Nord.csv" in door.get(START).body


def test_a_file_that_cannot_be_read_is_refused_before_and_after(door: Door, bucket: Bucket) -> None:
    key = sent(door, bucket, "Obst;Farbe\nApfel;rot\n")
    shown = door.get(DRAFT, draft_id="d1", query={"key": key})
    assert "cannot be read" in shown.body
    assert 'name="kind" value=' not in shown.body
    assert door.post(DRAFT, {"key": key, "kind": "customers"}, draft_id="d1").status == 409

    run = ImportRun(id="20260302T071500Z-0123456789ab", kind="customers", file="x.csv", by="Eva", at=NOW)
    imports.put_run(run)
    bucket.objects[f"incoming/customers/{run.id}/x.csv"] = b"Obst\nApfel\n"
    with pytest.raises(Exception, match="known columns"):
        import_customers.import_file(f"incoming/customers/{run.id}/x.csv")
    after = imports.get_run(run.id)
    assert after is not None
    assert after.state is RunState.REFUSED
    assert "cannot be read" in door.get(RUN, run_id=run.id).body


def test_progress_is_told_on_the_way(door: Door, bucket: Bucket) -> None:
    run = ImportRun(id="20260302T071500Z-0123456789ab", kind="customers", file="x.csv", by="Eva", at=NOW)
    imports.put_run(run)
    import_customers.Progress(run).advance(40, 100)
    told = imports.get_run(run.id)
    assert told is not None
    assert (told.state, told.done, told.rows) == (RunState.RUNNING, 40, 100)
    import_customers.Progress(None).advance(1, 2)


def test_a_file_dropped_by_a_program_belongs_to_no_run(door: Door) -> None:
    assert imports.run_of("incoming/customers.csv") is None


def test_an_import_of_which_nothing_is_heard_is_called_so() -> None:
    run = ImportRun(id="r", kind="customers", file="x.csv", by="Eva", at=NOW)
    assert not import_files.seems_stuck(run, NOW + timedelta(seconds=30))
    assert import_files.seems_stuck(run, NOW + timedelta(minutes=3))


@pytest.mark.parametrize(
    ("text", "kind", "good", "bad"),
    [(FIRMS, FileKind.CUSTOMERS, 1, 1), (ITEMS, FileKind.OPEN_ITEMS, 1, 0), (PAID, FileKind.PAYMENTS, 1, 1)],
)
def test_the_kind_of_a_file_is_known_by_its_header(text: str, kind: FileKind, good: int, bad: int) -> None:
    found = preview(text.encode(), None, lambda _: lambda number: number == "1", NOW)
    assert (found.kind, len(found.good), found.bad_rows, found.delimiter) == (kind, good, bad, ";")


def test_the_encoding_is_told(door: Door) -> None:
    kinds = {"utf-8": "UTF-8", "cp1252": "windows-1252", "utf-16": "UTF-16"}
    for encoding, name in kinds.items():
        assert preview(FIRMS.encode(encoding), None, lambda _: lambda _: True, NOW).encoding == name


def test_of_a_large_file_the_beginning_is_read(door: Door, bucket: Bucket) -> None:
    rows = "".join(f"{number};Firma {number} GmbH;20457;Hamburg;\n" for number in range(5000))
    key = sent(door, bucket, "Kundennummer;Name;PLZ;Ort;Farbe\n" + rows)
    shown = door.get(DRAFT, draft_id="d1", query={"key": key}).body
    assert f"the first {import_files.LINES_AT_ONCE - 1:,}" in shown
    assert "about 5,0" in shown


def test_a_beginning_ends_with_a_whole_line() -> None:
    for encoding in ("utf-8", "utf-16"):
        content = "a;b\n1;ü\n2;ä".encode(encoding)
        assert whole_lines(content).decode(encoding) == "a;b\n1;ü\n"
        assert first_lines(content, 1).decode(encoding).startswith("a;b\n")


def test_every_sentence_has_a_german_one_with_the_same_values() -> None:
    sentences = {key: texts for key, texts in words().items() if key.startswith("import_reason.")}
    assert len(sentences) > 30
    for texts in sentences.values():
        assert set(texts) == set(LANGUAGES)
        values = [f"v{number}" for number in range(3)]
        assert import_words.reason(texts["en"].format(*values), "de") == texts["de"].format(*values)
    assert import_words.reason("something new", "de") == "something new"


def test_every_column_has_a_word() -> None:
    from chalicelib.imports.headers import Field  # noqa: PLC0415 - beside what it is for
    from chalicelib.imports.open_item_headers import ItemField  # noqa: PLC0415 - as above
    from chalicelib.imports.payments import PaymentField  # noqa: PLC0415 - as above

    fields = {one.value for some in (Field, ItemField, PaymentField) for one in some}
    assert not {one for one in fields if f"import_column.{one}" not in words()}


def test_a_customer_of_the_books_is_asked_for_once_for_all_rows(door: Door, bucket: Bucket) -> None:
    kept("1")
    key = sent(door, bucket, PAID, "zahlungen.csv")
    shown = door.get(DRAFT, draft_id="d1", query={"key": key}).body
    assert "no customer of this number" in shown
    assert "Payments" in shown
