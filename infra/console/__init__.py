"""What an admin looks at in the AWS console: alarms, a dashboard, saved queries. Made from the template itself, so that
each function and queue has its own without anybody adding it to a list."""

from typing import Any

from infra.console.alarms import alarms
from infra.console.dashboard import dashboard
from infra.console.descriptions import describe
from infra.console.queries import queries

Template = dict[str, Any]


def add_console(template: Template) -> Template:
    """The template with alarms, dashboard and saved queries for what stands in it.

    Raises:
        SystemExit: the template names one of them itself; there must be one place for each.
    """
    resources = template["Resources"]
    describe(resources)
    ringing = alarms(template)
    added = ringing | dashboard(resources, ringing) | queries(resources)
    if doubles := sorted(added.keys() & resources.keys()):
        raise SystemExit(f"made by infra/console, take out of infra/template.yaml: {', '.join(doubles)}")
    return template | {"Resources": resources | added}
