"""Keys and secrets in Azure key vaults expire."""

from typing import Final

from stackwright_policies.controls import KEYS
from stackwright_policies.demands import Demand, judging
from stackwright_policies.model import UNKNOWN, Example, Policy, checkov, cis, secret

KEY: Final = "azure-native:keyvault:Key"
SECRET: Final = "azure-native:keyvault:Secret"  # noqa: S105 - a type
_DEMANDS: Final = (
    Demand(
        refuses=lambda it: it.get("properties", "attributes", "expires").value in (None, "", 0),
        what="properties.attributes.expires is not set: it is valid for ever",
    ),
)


def _inputs(**attributes: object) -> dict[str, object]:
    return {"vaultName": UNKNOWN, "properties": {"attributes": attributes}}


PASSES: Final = (
    Example(why="a key that expires", type=KEY, inputs=_inputs(expires=1893456000)),
    Example(
        why="a secret that expires",
        type=SECRET,
        inputs={"properties": {"value": secret("s3cret"), "attributes": {"expires": "1893456000"}}},
    ),
)
VIOLATES: Final = (
    Example(why="a key for ever", type=KEY, inputs={"properties": {"kty": "RSA"}}),
    Example(why="a secret for ever", type=SECRET, inputs={"properties": {"value": secret(UNKNOWN)}}),
    Example(why="it is only said when it begins", type=SECRET, inputs=_inputs(enabled=True, notBefore=1893456000)),
)
UNDECIDED: Final = (
    Example(why="when is not known", type=KEY, inputs=_inputs(expires=UNKNOWN)),
    Example(why="nothing is known", type=SECRET, inputs={"properties": UNKNOWN}),
)

policy: Final = Policy(
    id="AZ-KV-03",
    title="Keys and secrets in key vaults expire",
    severity="medium",
    why="What never expires is never changed, and whoever copied it once can use it for ever.",
    fix="Set properties.attributes.expires (seconds since 1970) and a rotation that comes before it.",
    frameworks=(
        *cis("Azure", "4.0", "9.3.1", "9.3.2", "9.3.3", "9.3.4"),
        *KEYS,
        *checkov("CKV_AZURE_40", "CKV_AZURE_41"),
    ),
    types=(KEY, SECRET),
    check=judging(_DEMANDS),
    passes=PASSES,
    violates=VIOLATES,
    undecided=UNDECIDED,
)
