"""The activity log of a case, as JSON, as a table and as a document."""

from chalice.app import Blueprint

from chalicelib import clock, readers
from chalicelib.acting import found
from chalicelib.activity_files import Format, log_of, written
from chalicelib.api.authorizers import Scope, client_of
from chalicelib.api.endpoint import FileAnswer, endpoint
from chalicelib.model.activity import ActivityLog
from chalicelib.model.customer import Language
from chalicelib.model.record import Record
from chalicelib.store import alerts

blueprint = Blueprint(__name__)


class ActivityAsked(Record):
    """In which form and language."""

    format: Format = Format.JSON
    language: Language = "de"


@endpoint(
    blueprint,
    "GET /v1/cases/{case_id}/activity",
    scopes=(Scope.CASES_READ, Scope.CASES_WRITE),
    answer=ActivityLog,
    query=ActivityAsked,
    file=("text/csv", "application/pdf"),
    problems=(404, 422, 503),
)
def get_activity(case_id: str, query: ActivityAsked) -> ActivityLog | FileAnswer:
    """Everything that happened in a case: notices, changes, messages, documents, decisions, and who read it.

    As a PDF it is sent to whoever accepts application/pdf.
    """
    now, client = clock.now(), client_of(blueprint.current_request.context)
    file = found(case_id)
    if readers.noted(file, f"client {client}", now):
        file = found(case_id)
    log = log_of(file, alerts.of_case(case_id), query.language, now, client)
    if query.format is Format.JSON:
        return log
    made = written(log, query.format, query.language)
    return FileAnswer(made.content, made.media_type, made.name)
