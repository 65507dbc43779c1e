"""A register that behaves like Norway's: the update feed and the entities, JSON (HAL) at their own paths.

Source: a recorded page of the sister feed and a recorded entity; the offset cap, the empty page without `_embedded`
and 410 for removed entities as public clients report.
"""

import json
import re
from collections.abc import Iterable
from datetime import datetime
from typing import Any
from urllib.parse import parse_qs
from wsgiref.types import StartResponse, WSGIEnvironment

API = "/enhetsregisteret/api"
_OFFSET_CAP = 10_000


class Brreg:
    """WSGI application over updates and entities.

    Args:
        updates: entries of the feed in the order of their ids.
        entities: the entities as they stand now.
        faults: answered one by one before anything else: (status line, headers, body).
        ignores_id: whether the feed begins anew whatever id is asked for.
    """

    def __init__(
        self,
        updates: list[dict[str, Any]],
        entities: list[dict[str, Any]],
        *,
        faults: Iterable[tuple[str, dict[str, str], bytes]] = (),
        ignores_id: bool = False,
    ) -> None:
        self.updates = updates
        self.entities = {one["organisasjonsnummer"]: one for one in entities}
        self.removed = {one["organisasjonsnummer"] for one in updates if one["endringstype"] == "Fjernet"}
        self.faults = list(faults)
        self.ignores_id = ignores_id
        self.requests: list[str] = []

    def __call__(self, environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
        path, query = environ["PATH_INFO"].removeprefix(API), environ.get("QUERY_STRING", "")
        self.requests.append(f"{path}?{query}" if query else path)
        status, headers, body = self.faults.pop(0) if self.faults else self._answer(path, query)
        headers = {"Content-Type": "application/json", "Content-Length": str(len(body)), **headers}
        start_response(status, list(headers.items()))
        return [body]

    def _answer(self, path: str, query: str) -> tuple[str, dict[str, str], bytes]:
        if path == "/oppdateringer/enheter":
            return self._page({name: values[0] for name, values in parse_qs(query).items()})
        match = re.fullmatch(r"/enheter/(\d{9})", path)
        if match and match[1] in self.entities:
            return "200 OK", {}, _json(self.entities[match[1]])
        return ("410 Gone" if match and match[1] in self.removed else "404 Not Found"), {}, b""

    def _page(self, asked: dict[str, str]) -> tuple[str, dict[str, str], bytes]:
        page, size = int(asked.get("page", "0")), int(asked.get("size", "20"))
        if (page + 1) * size > _OFFSET_CAP:
            return "400 Bad Request", {}, _json({"feilmelding": "page * size"})
        since = datetime.fromisoformat(asked["dato"]) if "dato" in asked else None
        found = [
            one
            for one in self.updates
            if (self.ignores_id or one["oppdateringsid"] >= int(asked.get("oppdateringsid", "0")))
            and (since is None or datetime.fromisoformat(one["dato"]) >= since)
        ]
        shown = found[page * size : (page + 1) * size]
        if asked.get("includeChanges") != "true":
            shown = [{name: value for name, value in one.items() if name != "endringer"} for one in shown]
        answer: dict[str, Any] = {"_embedded": {"oppdaterteEnheter": shown}} if shown else {}
        pages = -(-len(found) // size)
        answer["page"] = {"size": size, "totalElements": len(found), "totalPages": pages, "number": page}
        return "200 OK", {}, _json(answer)


def _json(found: Any) -> bytes:
    return json.dumps(found, ensure_ascii=False).encode()
