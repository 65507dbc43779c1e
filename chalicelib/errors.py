"""The errors this product raises, one tree.

Three questions choose the class: does a retry help, must somebody edit a file, whose fault is it over HTTP?

    InsolvencyWatchError
    ├── SourceError                    names the source and keeps the payload's evidence key
    │   ├── SourceUnreachableError     network, time-out, 5xx: retry helps
    │   ├── SourceRefusedError         401, 403, 429, captcha: a person must look at the access or wait
    │   │   └── CredentialsMissingError    nobody has set them: the source is off, and shown as such
    │   ├── SourceChangedError         unknown field, kind, form, cut page: edit the source's file
    │   ├── TooManyHitsError           the answer is capped: ask for a smaller window
    │   ├── NotAskedError              this record cannot be asked about there; the source is well
    │   ├── BudgetSpentError           the month's budget does not cover the call: it was not made
    │   └── ResultLostError            a result that can be read once is gone: ask the bureau anew
    ├── InvalidInputError              422: the caller's data, with a path for each problem
    │   ├── InvalidIdentifierError     a register number, VAT id, LEI ... that cannot exist
    │   └── LinkExpiredError           a signed link whose time is over: a new one is needed
    ├── NotAllowedError                403: the person's role does not do this
    ├── SignInError                    the login service's answer proves nobody: sign in again
    ├── NotFoundError                  404
    │   └── LinkInvalidError           a link we did not sign, or revoked: says no more than that
    ├── ConflictError                  409: the state forbids it
    │   └── ConcurrentChangeError      somebody else changed the record first: reading again helps
    ├── StoreUnreachableError          503: the table cannot be read; never "not blocked"
    └── ChannelError                   a mail or message was not accepted

No error is swallowed: it is handled where something can be done about it, or it reaches the dead-letter
queue with its sentence.
"""

from dataclasses import dataclass
from datetime import datetime


class InsolvencyWatchError(Exception):
    """Root of the tree. `retryable` tells a step whether the queue shall try the message again."""

    retryable = False


class SourceError(InsolvencyWatchError):
    """A register or bureau did not give what its file expects."""

    def __init__(self, source: str, reason: str, *, evidence: str | None = None) -> None:
        self.source = source
        self.reason = reason
        self.evidence = evidence
        super().__init__(f"{source}: {reason}" + (f" (evidence: {evidence})" if evidence else ""))


class SourceUnreachableError(SourceError):
    """The source did not answer; the same request may work later.

    `sent` is False where no connection came about, so that the source cannot have done or billed anything.
    """

    retryable = True

    def __init__(self, source: str, reason: str, *, evidence: str | None = None, sent: bool = True) -> None:
        super().__init__(source, reason, evidence=evidence)
        self.sent = sent


class SourceRefusedError(SourceError):
    """The source answered that we may not: credentials, rate limit, captcha or a blocked address."""

    def __init__(
        self, source: str, reason: str, *, evidence: str | None = None, retry_after_seconds: int | None = None
    ) -> None:
        super().__init__(source, reason, evidence=evidence)
        self.retry_after_seconds = retry_after_seconds


class CredentialsMissingError(SourceRefusedError):
    """The source wants credentials and the admin has set none."""


class SourceChangedError(SourceError):
    """The source's format is not the one its file was written for; somebody must edit that file."""

    def __init__(self, source: str, reason: str, *, evidence: str | None = None) -> None:
        super().__init__(source, f"{reason}; see {source}.py", evidence=evidence)
        self.reason = reason


class TooManyHitsError(SourceError):
    """The source capped its answer: rows are missing. Never to be read as an empty or complete answer."""


@dataclass(frozen=True)
class Problem:
    """One thing wrong with the caller's data: where (dotted path), what was given, and why it is refused."""

    path: str
    value: str
    reason: str


class BudgetSpentError(SourceError):
    """The month's budget for this bureau does not cover the call; nothing was asked and nothing was paid."""


class NotAskedError(SourceError):
    """The bureau cannot be asked about this customer, whose record lacks what it wants; the bureau is well."""


class ResultLostError(SourceError):
    """The bureau says that a result was read already, and we do not have it: the inquiry must be made again."""


class InvalidInputError(InsolvencyWatchError):
    """The caller's data is wrong; each problem names its path."""

    def __init__(self, problems: list[Problem]) -> None:
        self.problems = problems
        super().__init__("; ".join(f"{problem.path}: {problem.reason}" for problem in problems))


class InvalidIdentifierError(InvalidInputError):
    """An identifier cannot exist: wrong shape or wrong check digit."""

    def __init__(self, path: str, value: str, reason: str) -> None:
        super().__init__([Problem(path, value, reason)])


class LinkExpiredError(InvalidInputError):
    """A link of ours whose time is over."""

    def __init__(self, expired_at: datetime) -> None:
        self.expired_at = expired_at
        reason = f"this link ended on {expired_at:%Y-%m-%d %H:%M} UTC; open the case in the cockpit and do it there"
        super().__init__([Problem("token", "", reason)])


class NotAllowedError(InsolvencyWatchError):
    """Who is signed in may not do this; says which role may."""


class SignInError(InsolvencyWatchError):
    """What came back from the login service proves nobody's identity: signing in anew may help."""


class NotFoundError(InsolvencyWatchError):
    """The thing asked for is not in the table."""


class LinkInvalidError(NotFoundError):
    """A link that we did not sign, that is for something else, or that was revoked."""

    def __init__(self) -> None:
        super().__init__(
            "this link is not valid: copy it whole from the mail; a calendar needs the address now shown in the cockpit"
        )


class ConflictError(InsolvencyWatchError):
    """The state forbids the change, or somebody else changed it first; `german` says the same where people read it."""

    def __init__(self, reason: str = "", *, german: str | None = None) -> None:
        self.german = german
        super().__init__(reason)


class ConcurrentChangeError(ConflictError):
    """Somebody else changed the record between our read and our write; reading again helps."""

    retryable = True


class StoreUnreachableError(InsolvencyWatchError):
    """The table or bucket does not answer. Callers must treat it as 'unknown', never as 'not blocked'."""

    retryable = True


class ChannelError(InsolvencyWatchError):
    """A message was not accepted by its channel."""

    def __init__(self, channel: str, reason: str, *, retryable: bool) -> None:
        self.channel = channel
        self.reason = reason
        self.retryable = retryable
        super().__init__(f"{channel}: {reason}")
