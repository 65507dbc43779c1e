"""The admin's commands against the deployed stack."""

import json
import os
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from infra.local_stack import LocalStack
from tests.integration.conftest import RecordedOrigin
from tests.integration.firm import Firm

CSV = "Kundennummer;Firma;SIREN\nK-1;Tisserie Valombre;{siren}\nK-2;;\n"


def run(stack: LocalStack, *arguments: str) -> subprocess.CompletedProcess[str]:
    """A command as an admin runs it: stack by name, endpoint by AWS_ENDPOINT_URL."""
    environment = os.environ | {
        "AWS_ENDPOINT_URL": str(stack.endpoint),
        "AWS_ACCESS_KEY_ID": "test",
        "AWS_SECRET_ACCESS_KEY": "test",
        "AWS_DEFAULT_REGION": str(stack.session.region_name),
    }
    command = [sys.executable, "-c", "import sys; from chalicelib.commands import main; sys.exit(main())"]
    return subprocess.run(  # noqa: S603 - our own command
        [*command, "--stack", stack.name, *arguments],
        env=environment,
        capture_output=True,
        text=True,
        check=False,
        timeout=120,
    )


def test_an_unknown_customer_is_said_to_be_unknown_and_never_free(local_stack: LocalStack) -> None:
    answer = run(local_stack, "block", "nobody")
    assert answer.returncode == 3
    assert "unknown" in answer.stdout


def test_a_stack_that_is_not_there_is_one_sentence(local_stack: LocalStack) -> None:
    environment_of_another = local_stack.name + "-x"
    answer = run(local_stack, "--stack", environment_of_another, "block", "1")
    assert answer.returncode == 2  # --stack stands before the command, once
    assert "usage" in answer.stderr


def test_customers_of_a_file_go_in_and_stay_the_same(local_stack: LocalStack, firm: Firm, tmp_path: Path) -> None:
    file = tmp_path / "kunden.csv"
    file.write_text(CSV.format(siren="732829320"), encoding="cp1252")
    first, again = run(local_stack, "import-customers", str(file)), run(local_stack, "import-customers", str(file))
    assert (first.returncode, again.returncode) == (1, 1)  # one row is refused
    assert re.search(r"new or changed\s+1\b", first.stdout)
    assert re.search(r"unchanged\s+1\b", again.stdout)
    assert firm.call("GET", "/v1/customers/K-1").body["name"] == "Tisserie Valombre"
    assert "name" in (tmp_path / "kunden.result.csv").read_text("utf-8-sig")
    shown = run(local_stack, "block", "K-1")
    assert shown.returncode == 0
    assert "No block stands" in shown.stdout


@pytest.fixture
def kept(local_stack: LocalStack) -> str:
    """Evidence key of a Swiss payload that was kept but never parsed."""
    recording = Path(__file__).parents[1] / "contract" / "ch_shab" / "KK01.xml"
    key = "ch_shab/2099/11/20/replayed"  # later than whatever other tests have kept
    about = {
        "source": "ch_shab",
        "url": "https://amtsblattportal.ch/api/v1/publications/x/xml",
        "media_type": "application/xml",
        "fetched_at": "2026-11-20T06:00:00Z",
        "attributes": {},
    }
    for name, body in ((key, recording.read_bytes()), (f"{key}.json", json.dumps(about).encode())):
        local_stack.client("s3").put_object(Bucket=local_stack.outputs["EvidenceBucketName"], Key=name, Body=body)
    return key


def test_a_kept_payload_is_read_again_once(local_stack: LocalStack, kept: str) -> None:
    first = run(local_stack, "replay", "ch_shab", "--since", "2099-11-20")
    assert first.returncode == 0, first.stderr
    assert "payloads read" in first.stdout
    assert ", 0 new notices" not in first.stdout
    assert "1 payloads read, 0 new notices" in run(local_stack, "replay", "ch_shab", kept).stdout


@pytest.fixture
def companies_house_key(local_stack: LocalStack) -> Iterator[None]:
    """Credentials for Companies House while a test needs them; other tests rely on there being none."""
    name, ssm = "/insolvency-watch/local/gb_companies_house", local_stack.client("ssm")
    ssm.put_parameter(Name=name, Value="key:", Type="SecureString", Overwrite=True)
    yield
    ssm.delete_parameter(Name=name)
    state = {"pk": {"S": "SOURCES"}, "sk": {"S": "gb_companies_house"}}
    local_stack.client("dynamodb").delete_item(TableName=local_stack.outputs["TableName"], Key=state)


@pytest.mark.usefixtures("companies_house_key")
def test_a_gap_of_the_stream_is_closed_company_by_company(
    local_stack: LocalStack, origins: dict[str, RecordedOrigin], firm: Firm
) -> None:
    company = "99900003"
    sent = {
        "kind": "organisation",
        "name": "Harrowgate Looms Ltd",
        "identifiers": [{"scheme": "gb_company", "value": company}],
    }
    assert firm.call("PUT", "/v1/customers/G-9", sent).status == 200
    stream, rest = "https://stream.companieshouse.gov.uk", "https://api.company-information.service.gov.uk"
    origins[stream].put("/insolvency-cases", b"\n")
    recording = Path(__file__).parents[1] / "contract" / "gb_companies_house" / f"company-{company}-insolvency.json"
    origins[rest].put(f"/company/{company}/insolvency", recording.read_bytes())
    replaced = [f"--origin={real}={origins[real].url}" for real in (stream, rest)]
    answer = run(local_stack, "reconcile", "gb_companies_house", *replaced)
    assert answer.returncode == 0, answer.stderr
    assert "companies asked" in answer.stdout
    local_stack.wait(lambda: firm.block("G-9").body["stage"], 30, "the block of G-9")


def test_what_was_put_aside_is_shown_with_its_reason_and_put_back(local_stack: LocalStack, firm: Firm) -> None:
    firm.send("NoticesQueueUrl", {"type": "notice"})  # its key is missing: no retry brings it
    url = local_stack.outputs["NoticesDeadLettersUrl"]
    local_stack.wait(lambda: _lying(local_stack, url), 30, "the message to be put aside")
    shown = run(local_stack, "redrive", "notices")
    assert shown.returncode == 1
    assert "match_notices: " in shown.stdout
    assert "the message lacks it" in " ".join(shown.stdout.split())
    assert _lying(local_stack, url) == 1, "a look takes nothing away"

    back = run(local_stack, "redrive", "notices", "--back")
    assert (back.returncode, back.stdout.count("put back")) == (0, 1)
    local_stack.wait(lambda: _lying(local_stack, url), 30, "the step to put it aside again")
    number = re.findall(r"notices ([0-9a-f-]{36})", run(local_stack, "redrive", "notices").stdout)
    assert run(local_stack, "redrive", "notices", "--drop", number[0]).returncode == 0
    assert _lying(local_stack, url) == 0
    unknown = run(local_stack, "redrive", "nobody")
    assert (unknown.returncode, "known: alerts" in unknown.stderr) == (1, True)


def _lying(stack: LocalStack, url: str) -> int:
    names = ["ApproximateNumberOfMessages", "ApproximateNumberOfMessagesNotVisible"]
    found = stack.client("sqs").get_queue_attributes(QueueUrl=url, AttributeNames=names)["Attributes"]
    return sum(int(found[name]) for name in names)
