"""The password policy of an account asks for good passwords."""

from collections.abc import Iterator
from typing import Final

from stackwright_policies.controls import AUTHENTICATION
from stackwright_policies.model import UNKNOWN, Example, Json, Policy, Settings, checkov, cis
from stackwright_policies.resource import Resource, View
from stackwright_policies.verdicts import Failed, NotKnown, Verdict, each

POLICY: Final = "aws:iam/accountPasswordPolicy:AccountPasswordPolicy"
# What is left out asks for nothing: https://docs.aws.amazon.com/IAM/latest/APIReference/API_UpdateAccountPasswordPolicy.html
_CHARACTERS: Final = ("requireLowercaseCharacters", "requireUppercaseCharacters", "requireNumbers", "requireSymbols")
_SHORTEST: Final = 6
_GOOD: Final = {
    "minimumPasswordLength": 14,
    "passwordReusePrevention": 24,
    **dict.fromkeys(_CHARACTERS, True),
}
_EXPIRE: Final = {"maximumAge": 90}

PASSES: Final = (
    Example(why="as CIS and AWS have it", type=POLICY, inputs=_GOOD),
    Example(why="longer still", type=POLICY, inputs={**_GOOD, "minimumPasswordLength": "20"}),
    Example(why="they end in time", type=POLICY, inputs={**_GOOD, "maxPasswordAge": 60}, settings=_EXPIRE),
)
VIOLATES: Final = (
    Example(why="nothing is asked for", type=POLICY, inputs={}),
    Example(why="short ones", type=POLICY, inputs={**_GOOD, "minimumPasswordLength": 8}),
    Example(why="old ones again", type=POLICY, inputs={**_GOOD, "passwordReusePrevention": 5}),
    Example(why="letters only", type=POLICY, inputs={**_GOOD, "requireNumbers": False, "requireSymbols": UNKNOWN}),
    Example(why="they never end", type=POLICY, inputs=_GOOD, settings=_EXPIRE),
)
UNDECIDED: Final = (
    Example(why="how long is not known", type=POLICY, inputs={**_GOOD, "minimumPasswordLength": UNKNOWN}),
)


def check(resource: Resource, settings: Settings) -> Iterator[Verdict]:
    faults = [_length, _reuse, _age]
    yield from each(faults, lambda fault: fault(resource.properties, settings))
    yield from each([resource.properties.get(flag) for flag in _CHARACTERS], _characters)


def _length(properties: View, settings: Settings) -> Iterator[Verdict]:
    length = properties.get("minimumPasswordLength").number(_SHORTEST)
    if not length >= settings["length"]:
        yield Failed(f"minimumPasswordLength is {length:g}")


def _reuse(properties: View, settings: Settings) -> Iterator[Verdict]:
    remembered = properties.get("passwordReusePrevention").number()
    if not remembered >= settings["remembered"]:
        yield Failed(f"passwordReusePrevention is {remembered:g}: old passwords come back")


def _age(properties: View, settings: Settings) -> Iterator[Verdict]:
    wanted = settings["maximumAge"]
    if wanted and not 0 < properties.get("maxPasswordAge").number() <= wanted:
        yield Failed(f"maxPasswordAge is not set, or over {wanted} days")


def _characters(flag: View) -> Iterator[Verdict]:
    if not flag.flag():
        yield Failed(f"{flag.path} is not on")


def remedy(inputs: Json, settings: Settings) -> Json:
    """What is asked for is asked for; what is stricter, or not known, stays."""
    properties = View(inputs)
    wanted = {
        "minimumPasswordLength": (_length, settings["length"]),
        "passwordReusePrevention": (_reuse, settings["remembered"]),
        "maxPasswordAge": (_age, settings["maximumAge"]),
    }
    mended = {key: value for key, (fault, value) in wanted.items() if _certain(fault(properties, settings))}
    flags = {flag: True for flag in _CHARACTERS if _certain(_characters(properties.get(flag)))}
    return {**inputs, **mended, **flags}


def _certain(verdicts: Iterator[Verdict]) -> bool:
    try:
        return any(True for _ in verdicts)
    except NotKnown:
        return False


policy: Final = Policy(
    id="AWS-IAM-05",
    title="The account's password policy asks for good passwords",
    severity="medium",
    why="A password that is short, or was used before, is guessed or known already, and opens the console.",
    fix="Ask for 14 characters of all four kinds and remember 24 passwords; better still, use single sign-on.",
    frameworks=(
        *cis("AWS", "5.0", "1.7", "1.8"),
        *AUTHENTICATION,
        *checkov("CKV_AWS_10", "CKV_AWS_11", "CKV_AWS_12", "CKV_AWS_13", "CKV_AWS_14", "CKV_AWS_15"),
    ),
    types=(POLICY,),
    check=check,
    remedy=remedy,
    settings={
        "length": {
            "type": "integer",
            "minimum": 6,
            "maximum": 128,
            "default": 14,
            "description": "Characters at least.",
        },
        "remembered": {
            "type": "integer",
            "minimum": 0,
            "maximum": 24,
            "default": 24,
            "description": "How many old passwords nobody may use again.",
        },
        "maximumAge": {
            "type": "integer",
            "minimum": 0,
            "default": 0,
            "description": "After how many days passwords end; 0: they need not, as NIST SP 800-63B advises.",
        },
    },
    passes=PASSES,
    violates=VIOLATES,
    undecided=UNDECIDED,
)
