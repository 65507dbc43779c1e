"""Until when a client certificate serves, read without a library for X.509."""

import re
import ssl
from datetime import UTC, datetime

_FIRST_PEM = re.compile(r"-----BEGIN CERTIFICATE-----.+?-----END CERTIFICATE-----", re.DOTALL)
# Validity ::= SEQUENCE { notBefore Time, notAfter Time }, each a UTCTime or a GeneralizedTime (RFC 5280, 4.1.2.5).
_VALIDITY = re.compile(
    rb"\x30.(?:\x17\x0d\d{12}Z|\x18\x0f\d{14}Z)(?:\x17\x0d(?P<short>\d{12})Z|\x18\x0f(?P<long>\d{14})Z)", re.DOTALL
)


def serves_until(pem: str) -> datetime | None:
    """Last moment of the first certificate in the text; None where none can be read."""
    found = _FIRST_PEM.search(pem)
    if found is None:
        return None
    try:
        der = ssl.PEM_cert_to_DER_cert(found[0])
    except ValueError:
        return None
    validity = _VALIDITY.search(der)
    if validity is None:
        return None
    if validity["long"]:
        return datetime.strptime(validity["long"].decode(), "%Y%m%d%H%M%S").replace(tzinfo=UTC)
    century = "20" if validity["short"] < b"50" else "19"
    return datetime.strptime(century + validity["short"].decode(), "%Y%m%d%H%M%S").replace(tzinfo=UTC)
