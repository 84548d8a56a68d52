"""What must not be open, public or all-powerful."""

from typing import Final

from stackwright_policies.model import Policy
from stackwright_policies.security.aws_bucket_access_block import policy as aws_bucket_access_block
from stackwright_policies.security.aws_bucket_blocked import policy as aws_bucket_blocked
from stackwright_policies.security.aws_database_private import policy as aws_database_private
from stackwright_policies.security.aws_iam_no_administrator import policy as aws_iam_no_administrator
from stackwright_policies.security.aws_ingress import policy as aws_ingress
from stackwright_policies.security.azure_ingress import policy as azure_ingress
from stackwright_policies.security.azure_storage_private import policy as azure_storage_private
from stackwright_policies.security.gcp_bucket_private import policy as gcp_bucket_private
from stackwright_policies.security.gcp_ingress import policy as gcp_ingress
from stackwright_policies.security.kubernetes_unprivileged import policy as kubernetes_unprivileged

POLICIES: Final[tuple[Policy, ...]] = (
    aws_bucket_access_block,
    aws_bucket_blocked,
    aws_database_private,
    aws_iam_no_administrator,
    aws_ingress,
    azure_ingress,
    azure_storage_private,
    gcp_bucket_private,
    gcp_ingress,
    kubernetes_unprivileged,
)
