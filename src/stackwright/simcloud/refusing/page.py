"""docs/reference/refusals.md, made from what there is.

Run `python -m stackwright.simcloud.refusing.page > docs/reference/refusals.md` after a change; a test compares the two.
"""

from __future__ import annotations

from typing import Final

from stackwright.simcloud.refusing import KINDS

_HEAD: Final = """\
# What the simulated clouds refuse

Made by `python -m stackwright.simcloud.refusing.page > docs/reference/refusals.md`; a test compares it.

A preview is content with much that a cloud then refuses: ranges that overlap, names that are taken, things that are
deleted while others need them. The simulated clouds refuse it too, in an `up` or a `destroy` and in the cloud's own
words, so that it is found in a rehearsal. Such an error ends with the name of its kind:

```text
creating EC2 Subnet: operation error EC2: CreateSubnet, api error InvalidSubnet.Conflict: The CIDR '10.0.0.0/24' \
conflicts with another subnet (--allow aws-subnet-conflict)
```

Only what is certain is refused. An id that nothing here ever had may be of something that stands elsewhere, so it is
taken to be there; likewise the names of regions and locations that may be new. What a program imports by such an id is
taken to be as the program describes it, and said to be, unless you ask otherwise: `--refuse import-unknown`. Quotas are
those of a new account; since yours may have been raised, they are left out unless you ask for them: `--refuse quotas`.

What its own cloud protects (`deletionProtection` and the like) is deleted by the last destroy of a rehearsal all the
same, as what Pulumi protects is; the rehearsal says that a real destroy would stop at it.

## Switching a kind off

| where | how |
|---|---|
| `rehearse`; `up`, `destroy` and others with `--simulate` | `--allow KIND`, once or more; `aws` or `all` for several |
| `stackwright simulate -- pulumi …` | the same, before the `--` |
| an environment in service.yaml, for everybody who rehearses it | `simulate: {allow: [azure-vault-deleted]}` |
| tests | `rehearse(…, allow=["azure-vault-deleted"])` |

`--refuse KIND`, `simulate: {refuse: […]}` and `refuse=[…]` do the reverse.

Of another service that a rehearsal brings up first, what its own environment allows is not asked: say it where the
rehearsal is.

## The kinds
"""
_ASKED: Final = "; only where it is asked for"
_CLOUDS: Final = {
    "aws": "AWS",
    "azure": "Azure",
    "gcp": "Google Cloud",
    "kubernetes": "Kubernetes",
    "import": "Any cloud",
}


def page() -> str:
    """The whole page."""
    sections: list[str] = []
    for prefix, title in _CLOUDS.items():
        rows = [
            f"| `{kind.name}` | {kind.about}{_ASKED if kind.asked else ''} ([source]({kind.source})) |"
            for kind in KINDS.values()
            if kind.name.startswith(f"{prefix}-")
        ]
        sections.append("\n".join([f"### {title}\n", "| kind | what holds |", "|---|---|", *rows]))
    return f"{_HEAD}\n" + "\n\n".join(sections) + "\n"


if __name__ == "__main__":
    print(page(), end="")  # noqa: T201 - a page for a file
