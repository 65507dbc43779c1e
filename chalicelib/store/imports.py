"""Files in the import bucket: drafts that a browser sends, files to import, the result beside each; and the runs."""

import re
import secrets
from datetime import datetime, timedelta
from typing import Any, NamedTuple

from botocore.exceptions import BotoCoreError, ClientError

from chalicelib import aws
from chalicelib.errors import NotFoundError, StoreUnreachableError
from chalicelib.model.import_run import ImportRun
from chalicelib.settings import settings
from chalicelib.store import keys, table

LARGEST_DRAFT_BYTES = 64 * 1024 * 1024

_RUNS = "IMPORTS"
_KEPT = timedelta(days=30)  # as long as the bucket keeps the files
_DRAFT_SECONDS = 3600
_GONE = {"NoSuchKey", "404", "AccessDenied"}  # without the right to list, S3 says of a missing key that it is denied
_RUN_ID = re.compile(r"/(\d{8}T\d{6}Z-[0-9a-f]{12})/")


class DraftForm(NamedTuple):
    """Where a browser sends a file, and the fields that allow it."""

    url: str
    fields: dict[str, str]


class Upload(NamedTuple):
    """A file; its version, by content and time, is another when it is put there again."""

    content: bytes
    version: str


class Beginning(NamedTuple):
    """The first bytes of a file, and how many it has in all."""

    content: bytes
    size: int


class _Read(NamedTuple):
    content: bytes
    version: str
    about: str


def draft_form(folder: str, back_to: str) -> DraftForm:
    """A form that puts one file below `drafts/<folder>/` within the hour, and then leads back to an address of ours."""
    given: dict[str, Any] = aws.s3().generate_presigned_post(
        settings().import_bucket,
        f"{_draft(folder)}${{filename}}",
        Fields={"success_action_redirect": back_to},
        Conditions=[["content-length-range", 1, LARGEST_DRAFT_BYTES], {"success_action_redirect": back_to}],
        ExpiresIn=_DRAFT_SECONDS,
    )
    return DraftForm(given["url"], given["fields"])


def is_draft(key: str, folder: str) -> bool:
    """Whether the key is that of a draft in the folder."""
    return key.startswith(_draft(folder)) and key != _draft(folder)


def upload(key: str) -> Upload:
    """An uploaded file.

    Raises:
        NotFoundError: there is no such file, or it is not ours to read.
        StoreUnreachableError: the bucket does not answer.
    """
    found = _read(key, {})
    return Upload(found.content, found.version)


def get_part(key: str) -> bytes | None:
    """What was noted of how far the import of an uploaded file is; None when nothing was."""
    try:
        return _read(_part(key), {}).content or None
    except NotFoundError:
        return None


def put_part(key: str, content: bytes) -> None:
    """Notes how far the import of an uploaded file is; nothing more when the content is empty."""
    _put(_part(key), content, "application/json")


def beginning(key: str, most: int) -> Beginning:
    """The first bytes of a file; raises as `upload`."""
    found = _read(key, {"Range": f"bytes=0-{most - 1}"})
    return Beginning(found.content, int(found.about.rpartition("/")[2]) if found.about else len(found.content))


def start(draft_key: str, run: ImportRun) -> None:
    """Hands a draft on to be imported: the run is noted, then the file copied to where imports begin.

    Raises:
        NotFoundError: the draft is gone: drafts are kept for a day.
        StoreUnreachableError: bucket or table do not answer.
    """
    put_run(run)
    bucket = settings().import_bucket
    key = f"incoming/{run.kind}/{run.id}/{run.file}"
    try:
        aws.s3().copy_object(Bucket=bucket, Key=key, CopySource={"Bucket": bucket, "Key": draft_key})
    except ClientError as error:
        if error.response["Error"]["Code"] in _GONE:
            raise NotFoundError("this draft is gone: send the file again") from error
        raise StoreUnreachableError(f"{draft_key} cannot be copied: {error}") from error
    except BotoCoreError as error:
        raise StoreUnreachableError(f"{draft_key} cannot be copied: {error}") from error


def put_result(key: str, content: bytes) -> str:
    """Key of the result file, made from the uploaded file's key."""
    result_key = "results/" + key.removeprefix("incoming/") + ".result.csv"
    _put(result_key, content, "text/csv; charset=utf-8")
    return result_key


def new_run_id(now: datetime) -> str:
    """Id of a run; later ones sort behind earlier ones."""
    return f"{now:%Y%m%dT%H%M%SZ}-{secrets.token_hex(6)}"


def run_of(key: str) -> ImportRun | None:
    """The run that a file belongs to; None for one that was dropped into the bucket otherwise."""
    found = _RUN_ID.search(key)
    return get_run(found[1]) if found else None


def get_run(run_id: str) -> ImportRun | None:
    """The run, or None."""
    found = table.get(keys.Key(_RUNS, run_id))
    return table.read(found, ImportRun) if found else None


def put_run(run: ImportRun) -> None:
    """Stores how far a run is; only the step that does it writes it after its start."""
    item = table.item(keys.Key(_RUNS, run.id), "import", run, expires_at=table.epoch(run.at + _KEPT))
    table.transact([table.put_request(item)])


def runs(limit: int) -> tuple[ImportRun, ...]:
    """The latest runs, newest first."""
    return tuple(table.read(one, ImportRun) for one in table.query(_RUNS, limit=limit, backwards=True)[:limit])


def _draft(folder: str) -> str:
    return f"drafts/{folder}/"


def _part(key: str) -> str:
    return "parts/" + key.removeprefix("incoming/") + ".json"


def _put(key: str, content: bytes, content_type: str) -> None:
    try:
        aws.s3().put_object(Bucket=settings().import_bucket, Key=key, Body=content, ContentType=content_type)
    except (BotoCoreError, ClientError) as error:
        raise StoreUnreachableError(f"{key} cannot be written: {error}") from error


def _read(key: str, part: dict[str, Any]) -> _Read:
    try:
        found = aws.s3().get_object(Bucket=settings().import_bucket, Key=key, **part)
        version = f"{found['ETag']} {found['LastModified'].isoformat()}"
        return _Read(found["Body"].read(), version, found.get("ContentRange", ""))
    except ClientError as error:
        if error.response["Error"]["Code"] in _GONE:
            raise NotFoundError(f"no file {key} in the import bucket") from error
        raise StoreUnreachableError(f"{key} cannot be read: {error}") from error
    except BotoCoreError as error:
        raise StoreUnreachableError(f"{key} cannot be read: {error}") from error
