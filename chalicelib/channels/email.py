"""Mail through SES: German or English, HTML and text, everything a clerk needs to act at once."""

import email.policy
import email.utils
from email.message import EmailMessage
from typing import Any

from botocore.exceptions import BotoCoreError, ClientError

from chalicelib import aws
from chalicelib.channels import Channel
from chalicelib.channels.rendering import mail as rendering
from chalicelib.errors import ChannelError
from chalicelib.model.alert import Alert
from chalicelib.model.news import ReportMessage
from chalicelib.settings import settings

CHANNEL = Channel(reaches="people")
_FINAL = frozenset({"MessageRejected", "MailFromDomainNotVerifiedException", "BadRequestException"})


def request(
    alert: Alert,
    sender: str,
    *,
    acknowledge_url: str | None = None,
    case_url: str | None = None,
) -> dict[str, Any]:
    """SES's SendEmail request, with the alert's stable id in a header so that a repeat can be recognised."""
    mail = rendering.render(alert, acknowledge_url=acknowledge_url, case_url=case_url)
    asked: dict[str, Any] = {
        "FromEmailAddress": email.utils.formataddr(("Insolvency Watch", sender)),
        "Destination": {"ToAddresses": [alert.recipient.address]},
    }
    if isinstance(alert.message, ReportMessage):
        whole = _with_file(mail, alert, alert.message, asked["FromEmailAddress"])
        return asked | {"Content": {"Raw": {"Data": whole}}}
    content = {
        "Subject": {"Data": mail.subject, "Charset": "UTF-8"},
        "Body": {"Text": {"Data": mail.text, "Charset": "UTF-8"}, "Html": {"Data": mail.html, "Charset": "UTF-8"}},
        "Headers": [{"Name": name, "Value": value} for name, value in _headers(alert).items()],
    }
    return asked | {"Content": {"Simple": content}}


def _headers(alert: Alert) -> dict[str, str]:
    return {
        "X-Insolvency-Watch-Message-Id": alert.id,
        "Auto-Submitted": "auto-generated",
        "Content-Language": alert.recipient.language,
    }


def _with_file(mail: rendering.Mail, alert: Alert, report: ReportMessage, sender: str) -> bytes:
    """The whole mail with the report's table attached; a spreadsheet knows UTF-8 by the byte order mark."""
    whole = EmailMessage(policy=email.policy.SMTP)
    whole["From"], whole["To"], whole["Subject"] = sender, alert.recipient.address, mail.subject
    for name, value in _headers(alert).items():
        whole[name] = value
    whole.set_content(mail.text)
    whole.add_alternative(mail.html, subtype="html")
    table = b"\xef\xbb\xbf" + report.csv.encode()
    whole.add_attachment(table, maintype="text", subtype="csv", filename=report.file_name)
    return whole.as_bytes()


def send(alert: Alert, *, acknowledge_url: str | None = None, case_url: str | None = None) -> str:
    """Message id of SES.

    Raises:
        ChannelError: SES did not take the mail.
    """
    try:
        whole = request(alert, settings().mail_sender, acknowledge_url=acknowledge_url, case_url=case_url)
        answer = aws.ses().send_email(**whole)
    except ClientError as error:
        retryable = error.response["Error"]["Code"] not in _FINAL
        raise ChannelError("email", f"{alert.recipient.address}: {error}", retryable=retryable) from error
    except BotoCoreError as error:
        raise ChannelError("email", f"{alert.recipient.address}: {error}", retryable=True) from error
    return answer["MessageId"]
