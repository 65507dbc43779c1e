"""A register that behaves like BODACC's Opendatasoft interface, at its own paths.

Source: recorded answers; the caps (100 a page, 10,000 reachable) and the ODSQL error as public clients report them.
"""

import json
import re
from collections.abc import Callable, Iterable
from typing import Any
from urllib.parse import parse_qs
from wsgiref.types import StartResponse, WSGIEnvironment

RECORDS = "/api/explore/v2.1/catalog/datasets/annonces-commerciales/records"
_WHERE = re.compile(r'(?:dateparution="(?P<day>[\d-]+)"|familleavis="(?P<family>\w+)"|registre="(?P<number>\d+)")')


class Bodacc:
    """WSGI application over v2.1 records.

    Args:
        records: as the interface gives them, flat.
        faults: answered one by one before anything else: (status line, headers, body).
        spoil: changes an answer before it is sent (a wrong total, a lost row), or cuts its text.
    """

    def __init__(
        self,
        records: list[dict[str, Any]],
        *,
        faults: Iterable[tuple[str, dict[str, str], bytes]] = (),
        spoil: Callable[[dict[str, Any]], dict[str, Any] | bytes] = lambda answer: answer,
    ) -> None:
        self.records = records
        self.faults = list(faults)
        self.spoil = spoil
        self.requests: list[dict[str, str]] = []

    def __call__(self, environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
        query = {name: values[0] for name, values in parse_qs(environ.get("QUERY_STRING", "")).items()}
        self.requests.append(query)
        status, headers, body = self.faults.pop(0) if self.faults else self._answer(environ["PATH_INFO"], query)
        headers = {"Content-Type": "application/json; charset=utf-8", "Content-Length": str(len(body)), **headers}
        start_response(status, list(headers.items()))
        return [body]

    def _answer(self, path: str, query: dict[str, str]) -> tuple[str, dict[str, str], bytes]:
        if path != RECORDS:
            return "404 Not Found", {}, b'{"error_code": "NotFound"}'
        limit, offset = int(query.get("limit", "10")), int(query.get("offset", "0"))
        if limit > 100 or limit + offset > 10_000:
            return "400 Bad Request", {}, b'{"error_code": "InvalidRESTParameterError"}'
        where = query.get("where", "")
        if re.sub(r"\s+AND\s+", "", _WHERE.sub("", where)).strip():
            return "400 Bad Request", {}, b'{"error_code": "ODSQLError"}'
        found = [record for record in self.records if _matches(record, where)]
        found.sort(key=lambda record: str(record.get(query.get("order_by", "id"), "")))
        answer = self.spoil({"total_count": len(found), "results": found[offset : offset + limit]})
        body = answer if isinstance(answer, bytes) else json.dumps(answer, ensure_ascii=False).encode()
        return "200 OK", {"X-RateLimit-Limit": "5000000"}, body


def _matches(record: dict[str, Any], where: str) -> bool:
    for match in _WHERE.finditer(where):
        if match["day"] and record.get("dateparution") != match["day"]:
            return False
        if match["family"] and record.get("familleavis") != match["family"]:
            return False
        if match["number"] and match["number"] not in (record.get("registre") or []):
            return False
    return True
