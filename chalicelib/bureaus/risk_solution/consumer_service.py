"""The older consumer service ES0015: a form is sent, and a line of name=value pairs comes back.

Source: a public client of 2013 for names and values; everything else about it is believed. A payment provider's manual
says that its platform (eScore) was to be switched off in 2016: ask before it is set.
"""

import codecs
from collections.abc import Mapping
from urllib.parse import parse_qsl, urlencode

from chalicelib.bureaus.risk_solution.features import features_of, says_nothing_known
from chalicelib.bureaus.risk_solution.safe_xml import NAME
from chalicelib.bureaus.risk_solution.scores import index_of
from chalicelib.bureaus.risk_solution.subject import Asked
from chalicelib.errors import InvalidInputError, Problem, SourceChangedError, SourceRefusedError
from chalicelib.model.bureau import BureauPlan
from chalicelib.model.credit import Answer, CheckRequest, Outcome, Reservation

SERVICE = "ES0015"
_DONE = "0"
_SCORE, _CLASS = "eScoreValue", "eScoreClass"
_CORRECTIONS = frozenset({"Street", "House", "City", "ZIP"})
_READ_APART = _CORRECTIONS | {"RC", "Country", _SCORE, _CLASS}


def form(request: CheckRequest, asked: Asked, credentials: Mapping[str, str], plan: BureauPlan) -> bytes:
    """The form, in the contract's encoding.

    Raises:
        InvalidInputError: a letter that the encoding does not have.
    """
    born = request.customer.birth_date
    fields = {
        "Service": SERVICE,
        "PartnerNo": credentials["client_id"],
        "PartnerCode": credentials["authorisation"],
        "UserName": credentials.get("user_name"),
        "UserCode": credentials.get("user_code"),
        "CustomerNo": request.customer.number,
        "LastName": asked.last_name,
        "FirstName": asked.first_name,
        "DateOfBirth": f"{born:%d.%m.%Y}" if born else None,
        "Street": asked.street,
        "House": asked.house,
        "City": asked.city,
        "Country": asked.country.lower(),
        "ZIP": asked.postcode,
        "RequestReason": plan.options.get("request_reason", "ABK"),
        "RequestInformaScore": "Y",
        "RequestEScoreValue": "Y",
    }
    try:
        return urlencode({name: value for name, value in fields.items() if value}, encoding=encoding(plan)).encode()
    except UnicodeEncodeError as error:
        reason = f"infoscore's form cannot carry {error.object[error.start]!r} in {encoding(plan)}"
        raise InvalidInputError([Problem("name", "", reason)]) from None


def encoding(plan: BureauPlan) -> str:
    """Encoding of form and answer (believed: UTF-8).

    Raises:
        SourceRefusedError: the plan names one that does not exist.
    """
    planned = plan.options.get("encoding", "utf-8")
    try:
        return codecs.lookup(planned).name
    except LookupError:
        raise SourceRefusedError(NAME, f"its plan is wrong: there is no encoding {planned!r}") from None


def answer_of(content: bytes, plan: BureauPlan) -> Answer:
    """What the line says. Neither a score, nor a feature, nor "nothing known" is no statement.

    Raises:
        SourceChangedError: no such line, a value twice, or a return code other than 0.
    """
    try:
        pairs = parse_qsl(
            content.decode("ascii").strip(), keep_blank_values=True, strict_parsing=True, encoding=encoding(plan),
            errors="strict", max_num_fields=200,
        )  # fmt: skip
    except ValueError:
        raise SourceChangedError(NAME, "the answer is cut or no line of name=value pairs") from None
    values = dict(pairs)
    if len(values) != len(pairs) or "RC" not in values:
        raise SourceChangedError(NAME, "the answer has no return code, or one name twice")
    if values["RC"] != _DONE:
        raise SourceChangedError(NAME, f"unknown return code RC={values['RC'][:20]}")
    named = [(name, value) for name, value in pairs if name not in _READ_APART]
    features = tuple(features_of(named, plan))
    index = index_of(values.get(_SCORE), values.get(_CLASS), plan)
    spoke = features or index or says_nothing_known(named)
    corrected = any(values.get(name, "").strip() for name in _CORRECTIONS)
    return Answer(
        outcome=Outcome.ANSWERED if spoke else Outcome.NO_STATEMENT,
        index=index,
        features=features,
        reservations=(Reservation.OTHER_ADDRESS,) if corrected else (),
    )
