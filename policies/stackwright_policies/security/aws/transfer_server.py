"""Servers of AWS Transfer speak no FTP and are not on the internet."""

from typing import Final

from stackwright_policies.controls import EXPOSURE, IN_TRANSIT
from stackwright_policies.demands import Demand, judging
from stackwright_policies.model import UNKNOWN, Example, Policy, checkov
from stackwright_policies.verdicts import any_in

SERVER: Final = "aws:transfer/server:Server"
_DEMANDS: Final = (
    Demand(
        refuses=lambda it: any_in(it.get("protocols").items(), lambda one: one.text().upper() == "FTP"),
        what="protocols has FTP: files and passwords go over the network in clear",
    ),
    Demand(
        # https://docs.aws.amazon.com/transfer/latest/userguide/create-server-in-vpc.html
        refuses=lambda it: it.get("endpointType").text("PUBLIC").upper() == "PUBLIC",
        what="endpointType is PUBLIC, as by default: everybody reaches it, and no security group can say otherwise",
    ),
    Demand(
        refuses=lambda it: bool(it.get("endpointDetails", "addressAllocationIds").items()),
        what="endpointDetails.addressAllocationIds gives it public addresses",
    ),
)
_PRIVATE: Final = {"endpointType": "VPC", "endpointDetails": {"vpcId": UNKNOWN, "subnetIds": [UNKNOWN]}}

PASSES: Final = (
    Example(why="SFTP, by default, inside a network", type=SERVER, inputs=_PRIVATE),
    Example(why="encrypted FTP", type=SERVER, inputs={**_PRIVATE, "protocols": ["SFTP", "FTPS"]}),
    Example(why="through an endpoint of its own", type=SERVER, inputs={"endpointType": "VPC_ENDPOINT"}),
)
VIOLATES: Final = (
    Example(why="public by default", type=SERVER, inputs={"protocols": ["SFTP"]}),
    Example(why="in clear, beside another", type=SERVER, inputs={**_PRIVATE, "protocols": ["SFTP", "FTP"]}),
    Example(
        why="inside a network, with a public address",
        type=SERVER,
        inputs={"endpointType": "VPC", "endpointDetails": {"vpcId": UNKNOWN, "addressAllocationIds": [UNKNOWN]}},
    ),
)
UNDECIDED: Final = (
    Example(why="where it stands is not known", type=SERVER, inputs={"endpointType": UNKNOWN}),
    Example(why="what it speaks is not known", type=SERVER, inputs={**_PRIVATE, "protocols": ["SFTP", UNKNOWN]}),
)

policy: Final = Policy(
    id="AWS-TR-01",
    title="File transfer servers speak no FTP and are not on the internet",
    severity="high",
    why="FTP shows passwords and files to whoever is on the way; a public endpoint shows the server to everybody.",
    fix="Leave FTP out of protocols (SFTP, FTPS, AS2), and set endpointType to VPC with subnets and security groups.",
    frameworks=(*IN_TRANSIT, *EXPOSURE, *checkov("CKV_AWS_164")),
    types=(SERVER,),
    also_in=("network-exposure",),
    check=judging(_DEMANDS),
    passes=PASSES,
    violates=VIOLATES,
    undecided=UNDECIDED,
)
