"""Whoever does not understand a kept payload says where it lies."""

from collections.abc import Iterator
from contextlib import contextmanager

from chalicelib.errors import InvalidInputError, SourceChangedError, SourceError, SourceRefusedError


@contextmanager
def of_payload(source: str, key: str) -> Iterator[None]:
    """Names the payload's evidence key in every error of reading it.

    Raises:
        SourceChangedError: also for a shape that the source's file did not foresee.
        SourceRefusedError: the admin's plan for the source cannot be followed.
    """
    try:
        yield
    except InvalidInputError as error:  # of the plan: nothing else was given
        raise SourceRefusedError(source, f"its plan does not fit the answer: {error}", evidence=key) from error
    except SourceError as error:
        raise type(error)(error.source, error.reason, evidence=key) from error
    except (ValueError, LookupError, TypeError, AttributeError) as error:
        reason = f"{type(error).__name__} while reading it"
        raise SourceChangedError(source, reason, evidence=key) from error
