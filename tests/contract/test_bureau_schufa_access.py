"""Who may ask SCHUFA: token, certificates, legal reasons, and that a paid inquiry is sent once."""

from datetime import UTC, datetime
from typing import Any

import pytest

from chalicelib.bureaus import schufa
from chalicelib.bureaus.credit_report.certificate import serves_until
from chalicelib.errors import (
    SourceChangedError,
    SourceRefusedError,
    SourceUnreachableError,
)
from chalicelib.model.bureau import BureauPlan
from chalicelib.model.credit import InquiryReason
from tests.contract.bureau_sessions import session
from tests.contract.schufa_inquiries import CERTIFICATE, CREDENTIALS, INSOLVENT, LUCJA, PLAN, a_request, checked
from tests.contract.servers.loopback import served
from tests.contract.servers.schufa import Schufa


def test_the_legal_reason_is_declared_or_nothing_is_asked() -> None:
    bureau = Schufa({LUCJA: INSOLVENT}, legal_reasons={"small-businesses", "small-businesses/checks"})
    for options in ({}, {"legal_reason": "curiosity"}, {"legal_reason": "commerce", "environment": "sandbox"}):
        with pytest.raises(SourceRefusedError, match="plan"):
            checked(bureau, plan=BureauPlan(options=options))
    assert bureau.requests == []
    options = {"legal_reason": "small-businesses", "legal_reason.plan": "small-businesses/checks"}
    checked(bureau, plan=BureauPlan(options=options))
    checked(bureau, a_request(InquiryReason.PLAN), plan=BureauPlan(options=options))
    paths = [path for _, path, _ in bureau.requests]
    assert paths == ["/credit-report/small-businesses", "/credit-report/small-businesses/checks"]
    with pytest.raises(SourceRefusedError, match="does not have this legal reason"):
        checked(bureau)


def test_the_sandbox_goes_with_its_own_certificate() -> None:
    bureau = Schufa({LUCJA: INSOLVENT})
    credentials = {**CREDENTIALS, "environment": "sandbox"}
    with served(bureau.app) as server, session("schufa", server, credentials, plan=PLAN) as access:
        assert schufa.check(access, a_request()).url == "https://api.sandbox.schufa.de/credit-report/commerce"
    with (
        served(bureau.app) as server,
        session("schufa", server, {**CREDENTIALS, "environment": "test"}, plan=PLAN) as access,
        pytest.raises(SourceRefusedError, match="environment"),
    ):
        schufa.check(access, a_request())


def test_wrong_credentials_are_refused_without_being_told_on() -> None:
    bureau = Schufa(client_id="somebody-else")
    with pytest.raises(SourceRefusedError, match="client_id and client certificate") as refused:
        checked(bureau)
    assert "invented-client" not in str(refused.value)


def test_a_renewed_certificate_is_bound_overnight() -> None:
    bureau = Schufa({LUCJA: INSOLVENT})
    bureau.certificate_bound = False
    with pytest.raises(SourceRefusedError, match="bound overnight"):
        checked(bureau)
    bureau.certificate_bound = True
    assert checked(bureau).attributes["status"] == "200"


def test_an_expired_certificate_is_named_before_it_is_used() -> None:
    bureau = Schufa({LUCJA: INSOLVENT})
    credentials, later = {**CREDENTIALS, "client_certificate": CERTIFICATE}, datetime(2036, 10, 1, tzinfo=UTC)
    assert serves_until(CERTIFICATE) == datetime(2036, 9, 30, 2, 20, 59, tzinfo=UTC)
    assert serves_until("-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----") is None
    assert serves_until("no certificate") is None
    with served(bureau.app) as server:
        with session("schufa", server, credentials, plan=PLAN) as access:
            schufa.check(access, a_request())
        with (
            session("schufa", server, credentials, plan=PLAN, now=later) as access,
            pytest.raises(SourceRefusedError, match="expired on 2036-09-30"),
        ):
            schufa.check(access, a_request())
    assert bureau.tokens == 1


def test_a_token_that_expires_in_the_middle_is_renewed_once() -> None:
    bureau = Schufa({LUCJA: INSOLVENT})
    bureau.token_serves = 1
    with served(bureau.app) as server, session("schufa", server, CREDENTIALS, plan=PLAN) as access:
        for _ in range(3):
            schufa.check(access, a_request())
    assert (bureau.tokens, len(bureau.requests)) == (3, 3)


@pytest.mark.parametrize(
    ("reply", "error"),
    [
        (("503 Service Unavailable", {}, b""), SourceUnreachableError),
        (("500 Internal Server Error", {}, b'{"title": "Internal Server Error"}'), SourceUnreachableError),
        (("409 Conflict", {}, b""), SourceChangedError),
        (("400 Bad Request", {}, b"<html>"), SourceChangedError),
        (("400 Bad Request", {}, b'{"status": 400}'), SourceChangedError),
    ],
)
def test_a_paid_inquiry_is_sent_once_whatever_comes_back(
    reply: tuple[str, dict[str, str], bytes], error: type[Exception]
) -> None:
    bureau = Schufa({LUCJA: INSOLVENT})
    bureau.faults = [reply]
    with pytest.raises(error):
        checked(bureau)
    assert len(bureau.requests) == 1


def test_a_rate_limit_says_how_long_to_wait() -> None:
    bureau = Schufa()
    bureau.faults = [("429 Too Many Requests", {"Retry-After": "120"}, b"")]
    with pytest.raises(SourceRefusedError) as refused:
        checked(bureau)
    assert refused.value.retry_after_seconds == 120


@pytest.mark.parametrize("body", [b"", b"[]", b'{"token_type": "Bearer"}', b'{"access_tok'])
def test_a_sign_in_without_a_token_is_a_change(body: bytes) -> None:
    def gateway(environ: Any, start_response: Any) -> list[bytes]:
        start_response("200 OK", [("Content-Length", str(len(body)))])
        return [body]

    with (
        served(gateway) as server,
        session("schufa", server, CREDENTIALS, plan=PLAN) as access,
        pytest.raises(SourceChangedError, match=r"token"),
    ):
        schufa.check(access, a_request())


def test_a_wrong_plan_is_told_before_anything_is_paid() -> None:
    bureau = Schufa()
    with pytest.raises(SourceRefusedError, match="risk_rates"):
        checked(bureau, plan=BureauPlan(options={"legal_reason": "commerce", "risk_rates": "5 2 high"}))
    assert bureau.requests == []
