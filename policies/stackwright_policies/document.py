"""A pack as a page: every rule, why it is there, how to fix what violates it, what it can be told, and its examples."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from typing import Final

from stackwright_policies.model import Example, Pack, Policy

_MANY: Final = 20


def markdown(pack: Pack, folder: str = "") -> str:
    """The page of one pack; `folder` is where its PulumiPolicy.yaml is, as a reader would write it."""
    lines = [
        f"# {pack.title}",
        "",
        pack.description,
        "",
        f"    pulumi preview --policy-pack {folder or f'policies/{pack.name}'}",
        "",
        "| rule | | severity |",
        "|---|---|---|",
        *(f"| [{it.id}](#{it.id.lower()}) | {it.title} | {it.severity} |" for it in pack.policies),
        "",
    ]
    for policy in pack.policies:
        lines += _policy(policy)
    return "\n".join(lines)


def _policy(policy: Policy) -> Iterator[str]:
    yield from (f"## {policy.id}", "", f"**{policy.title}** ({policy.severity}, {policy.enforced})", "")
    yield from (policy.why, "", f"Fix: {policy.fix}", "")
    if policy.check_stack is not None:
        yield from ("Judged by what all resources of a stack became, once everything else went well.", "")
    if policy.remedies:
        yield from ("At the level `remediate` it puts the inputs right itself.", "")
    if policy.frameworks:
        yield from ("Frameworks: " + ", ".join(map(str, policy.frameworks)) + ".", "")
    if len(policy.types) > _MANY:
        yield from (f"Types: {len(policy.types)} that the installed SDKs know.", "")
    else:
        yield from ("Types: " + ", ".join(f"`{token}`" for token in policy.types) + ".", "")
    if policy.settings:
        yield from ("| setting | what it says | default |", "|---|---|---|")
        for name, schema in policy.settings.items():
            yield f"| `{name}` | {schema['description']} | `{json.dumps(schema['default'])}` |"
        yield ""
    for heading, examples in (
        ("Passes", policy.passes),
        ("Violates", policy.violates),
        ("Cannot be decided yet", policy.undecided),
    ):
        yield from _examples(heading, examples)


def _examples(heading: str, examples: Sequence[Example]) -> Iterator[str]:
    if not examples:
        return
    yield from (f"{heading}:", "")
    for example in examples:
        yield f"- {example.why} (`{example.type}`)"
    yield ""
