"""Text of an uploaded file, whatever a Windows program or an ERP system wrote it in."""

import codecs

from chalicelib.errors import InvalidInputError, Problem

LARGEST_FILE_BYTES = 64 * 1024 * 1024

_MARKED = ((codecs.BOM_UTF8, "utf-8-sig"), (codecs.BOM_UTF16_LE, "utf-16"), (codecs.BOM_UTF16_BE, "utf-16"))


def decode(content: bytes) -> str:
    """The file's text: by its byte order mark, else UTF-8, else windows-1252.

    Raises:
        InvalidInputError: empty, too large, or in none of these encodings.

    >>> decode("Straße".encode("cp1252")) == decode("Straße".encode("utf-8")) == decode("Straße".encode("utf-16"))
    True
    """
    if len(content) > LARGEST_FILE_BYTES:
        raise _refused(f"{len(content)} bytes; at most {LARGEST_FILE_BYTES} are read, split the file")
    text = _text(content)
    if "\x00" in text:
        # UTF-16 without its mark, UTF-32 or a binary file: guessing would turn names into other names.
        raise _refused("not a text file, or UTF-16 without a byte order mark; save it as 'CSV UTF-8'")
    if not text.strip():
        raise _refused("the file is empty")
    return text


def encoding_of(content: bytes) -> str:
    """Name of the encoding that `decode` finds.

    >>> encoding_of("Straße".encode("cp1252")), encoding_of("Straße".encode("utf-8-sig"))
    ('windows-1252', 'UTF-8')
    """
    for mark, encoding in _MARKED:
        if content.startswith(mark):
            return encoding.removesuffix("-sig").upper()
    try:
        content.decode("utf-8")
    except UnicodeDecodeError:
        return "windows-1252"
    return "UTF-8"


def whole_lines(content: bytes) -> bytes:
    """The beginning of a file without the line that it ends in the middle of."""
    end = b"\n\x00" if content.startswith(codecs.BOM_UTF16_LE) else b"\n"
    at = content.rfind(end)
    while at % len(end) and at > 0:
        at = content.rfind(end, 0, at)
    return content[: at + len(end)] if at > 0 else content


def first_lines(content: bytes, most: int) -> bytes:
    """The beginning of a file: so many lines, or all of it.

    >>> first_lines(b"a\\nb\\nc", 2), first_lines(b"a\\nb", 2)
    (b'a\\nb\\n', b'a\\nb')
    """
    at = 0
    for _ in range(most):
        at = content.find(b"\n", at) + 1
        if at == 0:
            return content
    return whole_lines(content[: at + 1]) if content.startswith(codecs.BOM_UTF16_LE) else content[:at]


def _text(content: bytes) -> str:
    for mark, encoding in _MARKED:
        if content.startswith(mark):
            return _strictly(content, encoding)
    try:
        return content.decode("utf-8")
    except UnicodeDecodeError:
        return _strictly(content, "windows-1252")


def _strictly(content: bytes, encoding: str) -> str:
    try:
        return content.decode(encoding)
    except UnicodeDecodeError as error:
        raise _refused(f"byte {error.start + 1} is not {encoding}; save it as 'CSV UTF-8'") from error


def _refused(reason: str) -> InvalidInputError:
    return InvalidInputError([Problem("file", "", reason)])
