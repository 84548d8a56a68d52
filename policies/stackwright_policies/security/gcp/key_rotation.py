"""Keys of Cloud KMS change every ninety days, and are nobody's but those who are named."""

import json
from collections.abc import Iterator
from typing import Any, Final

from stackwright_policies.controls import KEYS, PUBLIC_DATA
from stackwright_policies.gcp.iam import granting, to_everyone
from stackwright_policies.model import UNKNOWN, Example, Json, Policy, Settings, checkov, cis
from stackwright_policies.resource import Resource, View
from stackwright_policies.verdicts import Failed, Verdict, any_of

KEY: Final = "gcp:kms/cryptoKey:CryptoKey"
MEMBER: Final = "gcp:kms/cryptoKeyIAMMember:CryptoKeyIAMMember"
POLICY: Final = "gcp:kms/keyRingIAMPolicy:KeyRingIAMPolicy"
_DAY: Final = 24 * 60 * 60


def _key(period: object = "7776000s", **more: Any) -> dict[str, Any]:  # noqa: ANN401 - JSON
    return {"keyRing": UNKNOWN, "rotationPeriod": period} | more


PASSES: Final = (
    Example(why="every ninety days", type=KEY, inputs=_key()),
    Example(why="a year, where that is agreed", type=KEY, inputs=_key("31536000s"), settings={"days": 365}),
    Example(why="keys for signatures do not rotate", type=KEY, inputs=_key(None, purpose="ASYMMETRIC_SIGN")),
    Example(
        why="nor do those that are kept elsewhere",
        type=KEY,
        inputs=_key(
            None, versionTemplate={"algorithm": "EXTERNAL_SYMMETRIC_ENCRYPTION", "protectionLevel": "EXTERNAL"}
        ),
    ),
    Example(
        why="one account", type=MEMBER, inputs={"cryptoKeyId": UNKNOWN, "member": "serviceAccount:a@b.c", "role": "r"}
    ),
)
VIOLATES: Final = (
    Example(why="never", type=KEY, inputs=_key(None)),
    Example(why="every hundred days", type=KEY, inputs=_key("8640000s", name=UNKNOWN)),
    Example(
        why="everyone may decrypt",
        type=MEMBER,
        inputs={"cryptoKeyId": UNKNOWN, "member": "allUsers", "role": "roles/cloudkms.cryptoKeyDecrypter"},
    ),
    Example(
        why="in the policy of a whole ring",
        type=POLICY,
        inputs={"policyData": json.dumps({"bindings": [{"role": "r", "members": ["allAuthenticatedUsers"]}]})},
    ),
)
UNDECIDED: Final = (
    Example(why="how often is not known", type=KEY, inputs=_key(UNKNOWN)),
    Example(why="whose it is is not known", type=MEMBER, inputs={"cryptoKeyId": "key", "member": UNKNOWN}),
)


def check(resource: Resource, settings: Settings) -> Iterator[Verdict]:
    if resource.type != KEY:
        yield from to_everyone(resource)
    elif _rotates(resource.properties):
        yield from _judge(resource.properties.get("rotationPeriod"), settings["days"])


def _rotates(key: View) -> bool:
    # https://cloud.google.com/kms/docs/key-rotation: Cloud KMS rotates symmetric keys that it made itself
    return not any_of(
        lambda: key.get("purpose").text("ENCRYPT_DECRYPT").upper() != "ENCRYPT_DECRYPT",
        lambda: key.get("importOnly").flag(),
        lambda: key.get("versionTemplate", "protectionLevel").text().upper().startswith("EXTERNAL"),
    )


def _judge(period: View, days: int) -> Iterator[Verdict]:
    if period.absent:
        yield Failed("rotationPeriod is not set: it never changes")
    elif not _seconds(period) <= days * _DAY:
        yield Failed(f"rotationPeriod is longer than {days} days")


def _seconds(period: View) -> float:
    return View(period.text().removesuffix("s")).number()


def remedy(inputs: Json, settings: Settings) -> Json:
    return {**inputs, "rotationPeriod": f"{settings['days'] * _DAY}s"} if "keyRing" in inputs else inputs


policy: Final = Policy(
    id="GCP-KMS-01",
    title="Keys of Cloud KMS change every ninety days and are not open to everyone",
    severity="medium",
    why="The longer a key is used, the more one leak opens; a key that everyone may use protects nothing.",
    fix="Set rotationPeriod to 7776000s or less; grant its use to accounts that are named.",
    frameworks=(*cis("GCP", "4.0", "1.9", "1.10"), *KEYS, *PUBLIC_DATA, *checkov("CKV_GCP_43")),
    types=(KEY, *granting("gcp:kms/")),
    check=check,
    remedy=remedy,
    settings={
        "days": {
            "type": "integer",
            "minimum": 1,
            "default": 90,
            "description": "After how many days a key has to change, at the latest.",
        }
    },
    passes=PASSES,
    violates=VIOLATES,
    undecided=UNDECIDED,
)
