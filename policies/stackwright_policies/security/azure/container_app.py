"""Container apps on Azure answer no plain HTTP."""

from typing import Final

from stackwright_policies.controls import IN_TRANSIT
from stackwright_policies.demands import Demand, judging, mending
from stackwright_policies.model import UNKNOWN, Example, Policy

APP: Final = "azure-native:app:ContainerApp"
_DEMANDS: Final = (
    Demand(
        refuses=lambda it: it.get("configuration", "ingress", "allowInsecure").flag(),
        what="configuration.ingress.allowInsecure is on: it answers in clear",
        mend={"configuration.ingress.allowInsecure": False},
    ),
)


def _app(**ingress: object) -> dict[str, object]:
    return {"configuration": {"ingress": {"external": True, "targetPort": 8080, **ingress}}}


PASSES: Final = (
    Example(why="HTTP is redirected by default", type=APP, inputs=_app()),
    Example(why="said so", type=APP, inputs=_app(allowInsecure=False, targetPort=UNKNOWN)),
    Example(why="nobody comes in", type=APP, inputs={"configuration": {"activeRevisionsMode": "Single"}}),
)
VIOLATES: Final = (
    Example(why="in clear", type=APP, inputs=_app(allowInsecure=True)),
    Example(why="in clear inside of the environment", type=APP, inputs=_app(external=False, allowInsecure="true")),
)
UNDECIDED: Final = (
    Example(why="in clear, perhaps", type=APP, inputs=_app(allowInsecure=UNKNOWN)),
    Example(why="its ingress is not known", type=APP, inputs={"configuration": {"ingress": UNKNOWN}}),
)

policy: Final = Policy(
    id="AZ-APP-01",
    title="Container apps answer no plain HTTP",
    severity="high",
    why="Whoever is on the way reads and changes what is sent in clear, sessions and passwords among it.",
    fix="Leave configuration.ingress.allowInsecure off: HTTP is then redirected to HTTPS.",
    frameworks=IN_TRANSIT,
    types=(APP,),
    check=judging(_DEMANDS),
    remedy_of=mending(_DEMANDS),
    passes=PASSES,
    violates=VIOLATES,
    undecided=UNDECIDED,
)
