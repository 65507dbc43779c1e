"""Mail through SES: German or English, HTML and text, everything a clerk needs to act at once."""

import email.utils
from typing import Any

from botocore.exceptions import BotoCoreError, ClientError

from chalicelib import aws
from chalicelib.channels import Channel
from chalicelib.channels.rendering import mail as rendering
from chalicelib.errors import ChannelError
from chalicelib.model.alert import Alert
from chalicelib.settings import settings

CHANNEL = Channel(reaches="people")
_FINAL = frozenset({"MessageRejected", "MailFromDomainNotVerifiedException", "BadRequestException"})


def request(alert: Alert, sender: str, *, acknowledge_url: str | None = None) -> dict[str, Any]:
    """SES's SendEmail request, with the alert's stable id in a header so that a repeat can be recognised."""
    mail = rendering.render(alert, acknowledge_url=acknowledge_url)
    person = alert.recipient
    return {
        "FromEmailAddress": email.utils.formataddr(("Insolvency Watch", sender)),
        "Destination": {"ToAddresses": [person.address]},
        "Content": {
            "Simple": {
                "Subject": {"Data": mail.subject, "Charset": "UTF-8"},
                "Body": {
                    "Text": {"Data": mail.text, "Charset": "UTF-8"},
                    "Html": {"Data": mail.html, "Charset": "UTF-8"},
                },
                "Headers": [
                    {"Name": "X-Insolvency-Watch-Message-Id", "Value": alert.id},
                    {"Name": "Auto-Submitted", "Value": "auto-generated"},
                    {"Name": "Content-Language", "Value": person.language},
                ],
            }
        },
    }


def send(alert: Alert, *, acknowledge_url: str | None = None) -> str:
    """Message id of SES.

    Raises:
        ChannelError: SES did not take the mail.
    """
    try:
        answer = aws.ses().send_email(**request(alert, settings().mail_sender, acknowledge_url=acknowledge_url))
    except ClientError as error:
        retryable = error.response["Error"]["Code"] not in _FINAL
        raise ChannelError("email", f"{alert.recipient.address}: {error}", retryable=retryable) from error
    except BotoCoreError as error:
        raise ChannelError("email", f"{alert.recipient.address}: {error}", retryable=True) from error
    return answer["MessageId"]
