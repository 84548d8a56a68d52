"""Which TLS a policy of AWS's services still accepts."""

from __future__ import annotations

import re
from typing import Final

# https://docs.aws.amazon.com/elasticloadbalancing/latest/application/describe-ssl-policies.html
_BALANCER: Final = re.compile(r"ELBSecurityPolicy-(?:TLS13-1-[23]|TLS-1-2|FS-1-2)(?:-|$)")
# https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/secure-connections-supported-viewer-protocols-ciphers.html
_DISTRIBUTION: Final = re.compile(r"TLSv1\.[23]_(?:2018|2019|202\d)")
BALANCER_DEFAULT: Final = "ELBSecurityPolicy-2016-08"
"""What a listener gets that is made through the API and names none; it accepts TLS 1.0."""


def is_strict_balancer(policy: str) -> bool:
    """Whether a security policy of a load balancer accepts nothing older than TLS 1.2."""
    return _BALANCER.match(policy) is not None


def is_strict_distribution(version: str) -> bool:
    """Whether a minimum protocol version of CloudFront is TLS 1.2 at least."""
    return _DISTRIBUTION.match(version) is not None
