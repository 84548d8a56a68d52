"""`python -m stackwright_policies.measuring [--cases FOLDER] [--json] [RULE…]`: precision and recall of policies."""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Final

from stackwright_policies.measuring import report
from stackwright_policies.measuring.labelled import BadLabels, read_folder
from stackwright_policies.measuring.scores import measure
from stackwright_policies.packs import everything

_CASES: Final = Path("tests/policies/labelled")
"""In a checkout; the cases are test data, and not part of the distribution."""


def main(arguments: Sequence[str] | None = None) -> int:
    """Print the figures; 0, or 2 for what cannot be measured."""
    parser = argparse.ArgumentParser(prog="python -m stackwright_policies.measuring", description=__doc__)
    parser.add_argument("rules", nargs="*", metavar="RULE", help="all, if none is named")
    parser.add_argument("--cases", type=Path, default=_CASES, metavar="FOLDER", help=f"default: {_CASES}")
    parser.add_argument("--json", action="store_true", help="the figures as JSON")
    options = parser.parse_args(arguments)
    if not options.cases.is_dir():
        return _refuse(f"there is no folder {options.cases}; run it in a checkout, or name one with --cases")
    try:
        labels = {one.rule: one for one in read_folder(options.cases)}
    except BadLabels as error:
        return _refuse(str(error))
    if unknown := [rule for rule in options.rules if rule not in labels]:
        return _refuse(f"no labelled cases for {', '.join(unknown)} in {options.cases}")
    policies = {policy.id: policy for policy in everything.policies}
    wanted = [labels[rule] for rule in sorted(options.rules or labels)]
    measured = [measure(one, policies[one.rule]) for one in wanted if one.rule in policies]
    without_code = [one.rule for one in wanted if one.rule not in policies]
    if options.json:
        print(json.dumps(report.data(measured, without_code), indent=2))  # noqa: T201
    else:
        print("\n".join(report.lines(measured, without_code)))  # noqa: T201
    return 0


def _refuse(why: str) -> int:
    print(f"error: {why}", file=sys.stderr)  # noqa: T201
    return 2


if __name__ == "__main__":
    sys.exit(main())
