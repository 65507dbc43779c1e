"""Whoever does not understand a kept payload says where it lies."""

from collections.abc import Iterator
from contextlib import contextmanager

from chalicelib.errors import SourceChangedError, SourceError


@contextmanager
def of_payload(source: str, key: str) -> Iterator[None]:
    """Names the payload's evidence key in every error of reading it.

    Raises:
        SourceChangedError: also for a shape that the source's file did not foresee.
    """
    try:
        yield
    except SourceError as error:
        raise type(error)(error.source, error.reason, evidence=key) from error
    except (ValueError, LookupError, TypeError, AttributeError) as error:
        reason = f"{type(error).__name__} while reading it"
        raise SourceChangedError(source, reason, evidence=key) from error
