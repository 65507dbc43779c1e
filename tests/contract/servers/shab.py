"""A register that behaves like the Swiss gazette's portal, at its own paths, broken paging included.

Source: recorded list and publications; 401 without publicationStates, repeating pages and the offset cap as public
clients report them.
"""

from collections.abc import Iterable
from urllib.parse import parse_qs
from wsgiref.types import StartResponse, WSGIEnvironment

from lxml import etree

PUBLICATIONS = "/api/v1/publications"
_REPEATED = 5  # rows of the page before that a later page sends again, and as many it never sends


class Shab:
    """WSGI application over whole publications.

    Args:
        publications: each publication's own XML.
        faults: answered one by one before anything else: (status line, headers, body).
        total: said instead of the true total.
        cut: bytes to cut from the end of each publication.
    """

    def __init__(
        self,
        publications: list[bytes],
        *,
        faults: Iterable[tuple[str, dict[str, str], bytes]] = (),
        total: int | None = None,
        cut: int = 0,
    ) -> None:
        self.publications = publications
        self.faults = list(faults)
        self.total = total
        self.cut = cut
        self.requests: list[tuple[str, dict[str, str]]] = []

    def __call__(self, environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
        path = environ["PATH_INFO"]
        query = {name: values[0] for name, values in parse_qs(environ.get("QUERY_STRING", "")).items()}
        self.requests.append((path, query))
        status, headers, body = self.faults.pop(0) if self.faults else self._answer(path, query)
        headers = {"Content-Type": "application/xml;charset=UTF-8", "Content-Length": str(len(body)), **headers}
        start_response(status, list(headers.items()))
        return [body]

    def _answer(self, path: str, query: dict[str, str]) -> tuple[str, dict[str, str], bytes]:
        if path == f"{PUBLICATIONS}/xml":
            return self._list(query)
        wanted = path.removeprefix(f"{PUBLICATIONS}/").removesuffix("/xml")
        for content in self.publications:
            if etree.fromstring(content).findtext("meta/id") == wanted and path.endswith("/xml"):
                return "200 OK", {}, content[: len(content) - self.cut]
        return "404 Not Found", {}, b""

    def _list(self, query: dict[str, str]) -> tuple[str, dict[str, str], bytes]:
        if "publicationStates" not in query:
            return "401 Unauthorized", {}, b""
        page, size = int(query.get("pageRequest.page", "0")), int(query.get("pageRequest.size", "100"))
        if page * size >= 10_000 or size > 2000:
            return "400 Bad Request", {}, b""
        metas = [meta for content in self.publications if (meta := _meta_if_asked(content, query)) is not None]
        first = max(0, page * size - (_REPEATED if page else 0))
        root = etree.Element("{https://shab.ch/bulk-export}bulk-export", nsmap={"bulk": "https://shab.ch/bulk-export"})
        etree.SubElement(root, "total").text = str(len(metas) if self.total is None else self.total)
        request = etree.SubElement(root, "pageRequest")
        etree.SubElement(request, "page").text = str(page)
        etree.SubElement(request, "size").text = str(size)
        for meta in metas[first : first + size]:
            etree.SubElement(root, "publication", ref=f"{PUBLICATIONS}/{meta.findtext('id')}/xml").append(meta)
        return "200 OK", {}, etree.tostring(root, encoding="utf-8")


def _meta_if_asked(content: bytes, query: dict[str, str]) -> etree._Element | None:
    meta = etree.fromstring(content).find("meta")
    if meta is None:
        return None
    day = meta.findtext("publicationDate") or ""
    asked = query.get("publicationDate.start", "") <= day <= query.get("publicationDate.end", "9999")
    rubric = query.get("rubrics") in {None, meta.findtext("rubric")}
    return meta if asked and rubric else None
