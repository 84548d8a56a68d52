"""The keys of a service.yaml. The JSON Schema that editors use (`service.schema.json`) is generated from this."""

from __future__ import annotations

from typing import Final

from stackwright.service.clouds import CLOUDS, provider_settings
from stackwright.service.days import DAY
from stackwright.service.names import NAME, NAME_RULE
from stackwright.service.shape import Flag, Free, Key, Record, Table, Text, Texts, json_schema
from stackwright.service.versions import RANGE_FORMS
from stackwright.wire.values import Value

SCHEMA_ID: Final = "urn:stackwright:schema:service"
FILE: Final = "service.yaml"

NAME_TEXT: Final = Text(NAME.pattern, NAME_RULE)
BLUEPRINT: Final = Text(
    NAME.pattern + r"(@\S[^@]*)?", f"a blueprint is NAME or NAME@RANGE, such as network@^1; ranges are {RANGE_FORMS}"
)
STACK: Final = Text(
    r"[A-Za-z0-9_.-]{1,100}", "a stack's name has up to 100 letters, digits, hyphens, underscores and dots"
)
CLOUD: Final = Text(choices=CLOUDS)
BACKEND: Final = Text(
    r"(file|s3|gs|azblob|postgres|https|http)://.*",
    "a backend is a Pulumi URL: file://PATH, s3://BUCKET, gs://BUCKET, azblob://CONTAINER, postgres://… or https://…",
)
SECRETS: Final = Text(
    r"passphrase|default|(awskms|gcpkms|azurekeyvault|hashivault)://.+",
    "a secrets provider is passphrase, awskms://KEY, gcpkms://KEY, azurekeyvault://KEY or hashivault://KEY",
)

_INPUTS: Final = Key(Free(), "What the blueprint is given; ${part.output} refers to another part's output.")
_ENABLED: Final = Key(Flag(), "false leaves the part out.")
_STACK: Final = Key(STACK, "The Pulumi stack of a program, where it is not the usual one.")
_PER_ENVIRONMENT: Final = "It belongs to an environment: environments.NAME.{}."

PART: Final = Record(
    "a part",
    {
        "blueprint": Key(BLUEPRINT, "The blueprint and the wanted range of its version: network@^1."),
        "program": Key(Text(), "The folder of a Pulumi project that is deployed as it is, relative to this file."),
        "stack": _STACK,
        "cloud": Key(CLOUD, "Where it runs."),
        "inputs": _INPUTS,
        "after": Key(Texts(NAME_TEXT), "Parts that must be deployed first although nothing is taken from them."),
        "was": Key(Texts(NAME_TEXT), "Names that the part had before."),
        "enabled": _ENABLED,
    },
    {"version": "Write it behind the blueprint's name: blueprint: NAME@RANGE."},
)

OVERRIDE: Final = Record(
    "a part's override",
    {
        "blueprint": Key(BLUEPRINT, "Another blueprint, or the same in another range."),
        "version": Key(Text(), "Another range of the same blueprint's version."),
        "stack": _STACK,
        "cloud": Key(CLOUD, "Another cloud."),
        "inputs": Key(Free(), "Merged into the part's inputs; null takes one back."),
        "enabled": _ENABLED,
    },
    {
        "program": "What a part is does not differ between environments.",
        "after": "The order of parts does not differ between environments.",
        "was": "A part's old names do not differ between environments.",
    },
)

LEVEL: Final = Text(choices=("advisory", "mandatory", "remediate", "disabled"))

_LEVELS_FILE: Final = (
    "A file of levels, relative to this one: FILE, or FILE#ENTRY where the entry is not called as the environment."
)
POLICIES: Final = Record(
    "policies",
    {
        "packs": Key(Texts(Text()), "Folders of CrossGuard policy packs, relative to this file.", required=True),
        "levels": Key(
            Table("a policy", LEVEL, names=False, own={"from": Key(Text(), _LEVELS_FILE)}, short="from"),
            "A file of levels; or levels of policies by name, `all` for every one, and `from` for such a file.",
        ),
        "config": Key(Text(), "A JSON file of settings, as `pulumi --policy-pack-config` takes it."),
        "waivers": Key(Texts(Text()), "Files of waivers, relative to this file: what is excepted, until when, why."),
        "baseline": Key(
            Text(), "What was found when the policies were adopted, as `stackwright policy check` wrote it."
        ),
        "never": Key(Texts(Text()), "Policies that cannot be waived here; * stands for any characters."),
    },
)

SIMULATE: Final = Record(
    "simulate",
    {
        "allow": Key(
            Texts(Text()),
            "Kinds of refusals that simulated clouds leave out.",
        ),
        "refuse": Key(
            Texts(Text()),
            "Kinds of refusals that simulated clouds do not leave out, such as quotas.",
        ),
    },
)

ENVIRONMENT: Final = Record(
    "an environment",
    {
        "backend": Key(
            BACKEND, "Where Pulumi keeps the state: a URL such as file://.stackwright/state.", required=True
        ),
        "secrets": Key(SECRETS, "What guards the secrets in the state; passphrase if nothing is said."),
        "providers": Key(
            Record("providers", {cloud: Key(provider_settings(cloud), f"How to reach {cloud}.") for cloud in CLOUDS}),
            "How to reach each cloud.",
        ),
        "policies": Key(POLICIES, "Which policies judge what is deployed."),
        "cost_centre": Key(Text(), "Who pays for it in this environment, instead of the service's."),
        "expires": Key(DAY, "The day after which it is not needed here, instead of the service's."),
        "approve": Key(Texts(Text()), "Who must approve a run: names of groups or people."),
        "simulate": Key(SIMULATE, "What is different where this environment is rehearsed."),
        "parts": Key(Table("a part", OVERRIDE), "What is different for some parts in this environment."),
    },
    {"cloud": "A part says its cloud: parts.NAME.cloud.", "inputs": "Inputs belong to a part: parts.NAME.inputs."},
)

SERVICE: Final = Record(
    "a service",
    {
        "service": Key(NAME_TEXT, "The service's name; its Pulumi project has the same.", required=True),
        "owner": Key(Text(), "The team that answers for it.", required=True),
        "cost_centre": Key(Text(), "Who pays for it."),
        "expires": Key(DAY, "The day after which it is not needed any more."),
        "parts": Key(Table("a part", PART), "What the service is made of.", required=True),
        "environments": Key(
            Table("an environment", ENVIRONMENT), "Where it runs, and under which rules.", required=True
        ),
    },
    {key: _PER_ENVIRONMENT.format(key) for key in ("backend", "secrets", "providers", "policies", "approve")}
    | {key: f"It belongs to a part: parts.NAME.{key}." for key in ("blueprint", "program", "cloud", "inputs", "after")},
)


def service_schema() -> dict[str, Value]:
    """JSON Schema of a service.yaml."""
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "$id": SCHEMA_ID,
        "title": "A Stackwright service",
        **json_schema(SERVICE),
    }
