"""Notebooks of SageMaker reach the internet only through your network, and give no root."""

from typing import Final

from stackwright_policies.controls import EXPOSURE, LEAST_PRIVILEGE
from stackwright_policies.demands import Demand, judging
from stackwright_policies.model import UNKNOWN, Example, Policy, checkov

NOTEBOOK: Final = "aws:sagemaker/notebookInstance:NotebookInstance"
_DEMANDS: Final = (
    Demand(
        refuses=lambda it: it.get("directInternetAccess").text("Enabled").lower() != "disabled",
        what="directInternetAccess is not Disabled: it goes to the internet past your network",
    ),
    Demand(
        refuses=lambda it: it.get("rootAccess").text("Enabled").lower() != "disabled",
        what="rootAccess is not Disabled: whoever uses it may change everything on it",
    ),
)
_CLOSED: Final = {"directInternetAccess": "Disabled", "rootAccess": "Disabled"}

PASSES: Final = (
    Example(why="neither", type=NOTEBOOK, inputs={**_CLOSED, "subnetId": UNKNOWN, "securityGroups": [UNKNOWN]}),
)
VIOLATES: Final = (
    Example(why="both, by default", type=NOTEBOOK, inputs={"instanceType": "ml.t3.medium"}),
    Example(why="the internet", type=NOTEBOOK, inputs={**_CLOSED, "directInternetAccess": "Enabled"}),
    Example(why="root", type=NOTEBOOK, inputs={"directInternetAccess": "Disabled", "subnetId": UNKNOWN}),
)
UNDECIDED: Final = (Example(why="not known", type=NOTEBOOK, inputs={**_CLOSED, "rootAccess": UNKNOWN}),)

policy: Final = Policy(
    id="AWS-SGM-01",
    title="Notebooks have no internet access of their own and no root",
    severity="high",
    why="A notebook runs what its users paste; data leaves through an address that no firewall of yours looks at.",
    fix="Set directInternetAccess and rootAccess to Disabled, with a subnet and security groups of your network.",
    frameworks=(*EXPOSURE, *LEAST_PRIVILEGE, *checkov("CKV_AWS_122", "CKV_AWS_307")),
    types=(NOTEBOOK,),
    check=judging(_DEMANDS),
    passes=PASSES,
    violates=VIOLATES,
    undecided=UNDECIDED,
)
