"""What an admin has set in SSM below the stage's prefix, as it stood at most a minute ago."""

import time
from functools import lru_cache

from chalicelib.store import credentials

AS_DEPLOYED = "as-deployed"
"""What the template writes: the deployment's own value, or the default, applies."""

_LOOKED_AT_EVERY_SECONDS = 60


def get(name: str) -> str | None:
    """The parameter's text, or None when there is none.

    Raises:
        StoreUnreachableError: SSM does not answer, or this step may not read the parameter.
    """
    return _read(name, int(time.monotonic() // _LOOKED_AT_EVERY_SECONDS))


@lru_cache(maxsize=16)
def _read(name: str, _moment: int) -> str | None:
    return credentials.get(name)
