"""KMS rotates the keys that it made."""

from collections.abc import Iterator
from typing import Final

from stackwright_policies.controls import KEYS
from stackwright_policies.model import UNKNOWN, Example, Json, Policy, Settings, checkov, cis
from stackwright_policies.resource import Resource, changed
from stackwright_policies.verdicts import Failed, Verdict, all_of

KEY: Final = "aws:kms/key:Key"
# https://docs.aws.amazon.com/kms/latest/developerguide/rotate-keys.html: symmetric keys with material that KMS made
_SYMMETRIC: Final = "SYMMETRIC_DEFAULT"
_ENCRYPTING: Final = "ENCRYPT_DECRYPT"

PASSES: Final = (
    Example(why="rotated", type=KEY, inputs={"enableKeyRotation": True}),
    Example(why="a pair of keys cannot be", type=KEY, inputs={"customerMasterKeySpec": "RSA_4096"}),
    Example(
        why="nor can one that makes codes",
        type=KEY,
        inputs={"keyUsage": "GENERATE_VERIFY_MAC", "customerMasterKeySpec": "HMAC_256"},
    ),
    Example(why="nor what stands in another store", type=KEY, inputs={"customKeyStoreId": UNKNOWN}),
)
VIOLATES: Final = (
    Example(why="not by default", type=KEY, inputs={"description": "of the shop"}),
    Example(why="switched off", type=KEY, inputs={"customerMasterKeySpec": _SYMMETRIC, "enableKeyRotation": "false"}),
)
UNDECIDED: Final = (
    Example(why="not known", type=KEY, inputs={"enableKeyRotation": UNKNOWN}),
    Example(why="nor which kind of key", type=KEY, inputs={"customerMasterKeySpec": UNKNOWN}),
)


def check(resource: Resource, _settings: Settings) -> Iterator[Verdict]:
    properties = resource.properties
    if all_of(
        lambda: not properties.get("enableKeyRotation").flag(),
        lambda: properties.get("customerMasterKeySpec").text(_SYMMETRIC) == _SYMMETRIC,
        lambda: properties.get("keyUsage").text(_ENCRYPTING) == _ENCRYPTING,
        lambda: properties.get("customKeyStoreId").absent,
    ):
        yield Failed(
            f"enableKeyRotation is {'off' if properties.get('enableKeyRotation').value is False else 'not on'}"
        )


def remedy(inputs: Json, _settings: Settings) -> Json:
    return changed(inputs, ["enableKeyRotation"], True)


policy: Final = Policy(
    id="AWS-KMS-01",
    title="KMS rotates its keys",
    severity="medium",
    why="The longer a key is used, the more it opens should it ever become known.",
    fix="Set enableKeyRotation to true: what was encrypted with earlier material stays readable.",
    frameworks=(*cis("AWS", "5.0", "3.6"), *cis("AWS", "7.0", "4.6"), *KEYS, *checkov("CKV_AWS_7")),
    types=(KEY,),
    check=check,
    remedy=remedy,
    passes=PASSES,
    violates=VIOLATES,
    undecided=UNDECIDED,
)
