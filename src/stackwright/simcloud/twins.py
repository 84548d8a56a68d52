"""Types that pulumi-aws has under several names: modules that were renamed, and S3's `…V2` of before version 7.

Source: the aliases and deprecation messages of pulumi-aws 7 (`pulumi_aws/s3/bucket_v2.py`, `pulumi_aws/alb`).
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache
from typing import Final

_MODULES: Final[Mapping[str, str]] = {
    "alb": "lb",
    "applicationloadbalancing": "lb",
    "elasticloadbalancingv2": "lb",
    "elasticloadbalancing": "elb",
}


@lru_cache(maxsize=4096)
def canonical(token: str) -> str:
    """The name under which a type is known here: `aws:lb/listener:Listener` of `aws:alb/listener:Listener`."""
    package, _, rest = token.partition(":")
    module, slash, names = rest.partition("/")
    if package != "aws" or not slash:
        return token
    if module == "s3" and names.endswith("V2"):
        names = names.replace("V2", "")
    return f"aws:{_MODULES.get(module, module)}/{names}"
