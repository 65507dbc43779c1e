"""What a request that brought no answer means: who has to do something about it."""

import ssl

import httpx

from chalicelib.errors import SourceError, SourceRefusedError, SourceUnreachableError


def failure(source: str, asked: str, error: httpx.HTTPError) -> SourceError:
    """A certificate that is expired or not trusted needs a person; whatever else broke may work later."""
    if isinstance(error.__cause__, ssl.SSLCertVerificationError) or "CERTIFICATE" in str(error).upper():
        return SourceRefusedError(source, f"{asked}: no trusted connection, check the certificates: {error}")
    if isinstance(error, httpx.LocalProtocolError):  # its words repeat the header, which may be a secret
        reason = f"{asked}: {type(error).__name__}, a header or body cannot be sent: check the credentials"
        return SourceRefusedError(source, reason)
    sent = not isinstance(error, httpx.ConnectError | httpx.ConnectTimeout | httpx.PoolTimeout)
    return SourceUnreachableError(source, f"{asked}: {error or type(error).__name__}", sent=sent)


def unsendable(source: str, asked: str, error: Exception) -> SourceError:
    """A request that could not even be written: its words would repeat a header, which may be a secret."""
    return SourceRefusedError(source, f"{asked}: {type(error).__name__}, a header, address or body cannot be sent")
