"""Starts ministack so that functions run on an interpreter which has what Lambda has: boto3, nothing else.

Run by the emulator's own interpreter (.venv-emulator), which has many more packages: with them in reach, a
package missing from the layer would not be missed here, only on AWS.
"""

import os
import sys

from ministack.app import main

sys.executable = os.environ["FUNCTIONS_PYTHON"]
main()
