"""Databricks workspaces on Azure give their machines no public addresses."""

from typing import Final

from stackwright_policies.controls import EXPOSURE
from stackwright_policies.demands import Demand, judging
from stackwright_policies.model import UNKNOWN, Example, Policy

WORKSPACE: Final = "azure-native:databricks:Workspace"
_DEMANDS: Final = (
    Demand(
        # On where nothing is said: the SDK's documentation of `enableNoPublicIp`.
        refuses=lambda it: not it.get("parameters", "enableNoPublicIp", "value").flag(True),
        what="parameters.enableNoPublicIp is off: every machine of a cluster has a public address",
    ),
)


def _workspace(value: object) -> dict[str, object]:
    return {"parameters": {"enableNoPublicIp": {"value": value}}, "managedResourceGroupId": UNKNOWN}


PASSES: Final = (
    Example(why="no public addresses", type=WORKSPACE, inputs=_workspace(True)),
    Example(why="none by default", type=WORKSPACE, inputs={"sku": {"name": "premium"}}),
)
VIOLATES: Final = (
    Example(why="public addresses", type=WORKSPACE, inputs=_workspace(False)),
    Example(why="in words", type=WORKSPACE, inputs=_workspace("false")),
)
UNDECIDED: Final = (Example(why="public, perhaps", type=WORKSPACE, inputs=_workspace(UNKNOWN)),)

policy: Final = Policy(
    id="AZ-DBX-01",
    title="Databricks workspaces give their machines no public addresses",
    severity="high",
    why="Machines that work on all data of a company have no business on the internet.",
    fix="Leave parameters.enableNoPublicIp on (secure cluster connectivity).",
    frameworks=EXPOSURE,
    types=(WORKSPACE,),
    check=judging(_DEMANDS),
    passes=PASSES,
    violates=VIOLATES,
    undecided=UNDECIDED,
)
