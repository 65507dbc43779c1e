"""Starts ministack so that functions run on an interpreter which has what Lambda has: boto3, nothing else.

Run by the emulator's own interpreter (.venv-emulator), which has many more packages: with them in reach, a
package missing from the layer would not be missed here, only on AWS.
"""

import os
import sys

from ministack.app import main
from ministack.core import iam_actions

_named = iam_actions._action_from_target


def _allowed_as(headers: dict[str, str]) -> str | None:
    """The right a call needs. SQS has none for its calls of several messages: who may send one may send ten."""
    action: str | None = _named(headers)
    of_sqs = headers.get("x-amz-target", "").startswith("AmazonSQS.")
    return action.removesuffix("Batch") if action and of_sqs else action


iam_actions._action_from_target = _allowed_as
sys.executable = os.environ["FUNCTIONS_PYTHON"]
main()
