"""What a backup is read from, and what of it is not put back."""

import gzip
import json
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from chalicelib import clock
from chalicelib.commands import restore
from chalicelib.errors import InvalidInputError
from chalicelib.store import backups
from chalicelib.store.backups import Typed


def item(pk: str, kind: str, **more: Any) -> Typed:
    return {"pk": {"S": pk}, "sk": {"S": "X"}, "type": {"S": kind}, **more}


def test_an_export_is_read_from_all_its_files_in_pages(tmp_path: Path) -> None:
    written = [item(f"CUSTOMER#{number}", "customer") for number in range(backups.PAGE + 7)]
    for name, some in (("b", written[:60]), ("a", written[60:])):
        folder = tmp_path / name
        folder.mkdir()
        with gzip.open(folder / "part.json.gz", "wt") as lines:
            lines.writelines(json.dumps({"Item": one}) + "\n" for one in some)
    pages = list(backups.in_export(tmp_path))
    assert [len(page) for page in pages] == [backups.PAGE, 7]
    assert sorted(one["pk"]["S"] for page in pages for one in page) == sorted(one["pk"]["S"] for one in written)


@pytest.mark.parametrize(
    "content",
    [
        gzip.compress(b'{"Item": '),
        gzip.compress(b'{"Metadata": {}}\n'),
        gzip.compress(b'{"Item": {}}')[:-6],
        b"no gzip",
    ],
    ids=["cut line", "incremental export", "cut file", "another format"],
)
def test_a_damaged_export_is_named_and_never_taken_for_all_there_was(tmp_path: Path, content: bytes) -> None:
    (tmp_path / "part.json.gz").write_bytes(content)
    with pytest.raises(InvalidInputError, match=r"part\.json\.gz"):
        list(backups.in_export(tmp_path))


def test_an_empty_folder_is_no_empty_backup(tmp_path: Path) -> None:
    with pytest.raises(InvalidInputError, match="holds no"):
        list(backups.in_export(tmp_path))


@pytest.mark.parametrize(
    ("one", "comes_back"),
    [
        (item("CUSTOMER#1", "customer"), True),
        (item("SESSION#1", "session"), False),
        (item("LOGIN#1", "login"), False),
        (item("KEYS", "rebuild"), False),
        ({"pk": {"S": "BUREAU#x"}, "sk": {"S": "MONTH#2026-03"}}, True),
        (item("NOTICE#1", "notice", expires_at={"N": str((clock.now() - timedelta(hours=1)).timestamp())}), False),
        (item("NOTICE#1", "notice", expires_at={"N": str((clock.now() + timedelta(hours=1)).timestamp())}), True),
    ],
)
def test_what_must_not_outlive_a_restore_is_left_out(one: Typed, comes_back: bool) -> None:
    assert restore._belongs(one) is comes_back


def test_a_message_that_went_on_is_never_put_back_to_what_it_was() -> None:
    before, now = (
        item("ALERT#1", "alert", sending={"S": "pending 0"}),
        item("ALERT#1", "alert", sending={"S": "sent 1"}),
    )
    there = {backups.key_of(now): now}
    assert restore._compare(before, there) == "kept"
    assert restore._compare(now, there) == "same"
    assert restore._compare(before, {}) == "missing"
    other = item("CASE#1", "case", version={"N": "2"})
    assert restore._compare(item("CASE#1", "case"), {backups.key_of(other): other}) == "differs"
