"""What a browser may send a file with is signed so that the buckets of every region take it."""

from collections.abc import Iterator

import pytest

from chalicelib import aws


@pytest.fixture(autouse=True)
def anew(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    monkeypatch.setenv("AWS_ACCESS_KEY_ID", "example")
    monkeypatch.setenv("AWS_SECRET_ACCESS_KEY", "example")
    aws.s3.cache_clear()
    yield
    aws.s3.cache_clear()


@pytest.mark.parametrize("region", ["eu-west-1", "us-east-1", "eu-central-1"])
def test_a_form_that_puts_a_file_is_signed_with_version_four(monkeypatch: pytest.MonkeyPatch, region: str) -> None:
    monkeypatch.setenv("AWS_DEFAULT_REGION", region)
    signed = aws.s3().generate_presigned_post("imports", "drafts/x.csv", ExpiresIn=60)
    assert signed["fields"]["x-amz-algorithm"] == "AWS4-HMAC-SHA256"
    assert f"/{region}/s3/aws4_request" in signed["fields"]["x-amz-credential"]
    assert "AWSAccessKeyId" not in signed["fields"]
