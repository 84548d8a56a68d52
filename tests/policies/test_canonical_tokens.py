"""One resource, several tokens: rules see them all as one."""

from __future__ import annotations

import re
from dataclasses import replace

import pytest
from stackwright_policies.model import Example, Policy
from stackwright_policies.packs import everything
from stackwright_policies.sdk import source_of
from stackwright_policies.tokens import MOVED, canonical

from tests.policies.spelling import catalogue_of
from tests.policies.support import Pack

ACCOUNT = "azure-native:storage:StorageAccount"
SPELLINGS = (
    "azure-native:storage/v20230101:StorageAccount",
    "azure-native:storage/v20200801preview:StorageAccount",
    "azure-native_storage_v20230101:storage:StorageAccount",
    "azure-native_storage_v20230101preview:storage/v20230101preview:StorageAccount",
)


@pytest.mark.parametrize("token", SPELLINGS)
def test_a_version_is_no_part_of_a_type(token: str) -> None:
    assert canonical(token) == ACCOUNT


@pytest.mark.parametrize(
    "token",
    [
        ACCOUNT,
        "aws:s3/bucket:Bucket",
        "kubernetes:apps/v1:Deployment",
        "pulumi:providers:azure-native_storage_v20230101",
        "azure-native:storage/vault:StorageAccount",
        "my-azure-native:storage/v20230101:StorageAccount",
    ],
)
def test_other_tokens_are_left_alone(token: str) -> None:
    assert canonical(token) == token


@pytest.mark.parametrize(("old", "new"), MOVED.items())
def test_a_moved_type_has_its_old_name_as_an_alias_in_the_sdk(old: str, new: str) -> None:
    assert catalogue_of("azure-native:").resource(f"azure-native:{old}") is None
    aliases = re.findall(r'Alias\(type_="([^"]+)"\)', source_of(f"azure-native:{new}").read_text("utf-8"))
    module, name = old.split(":")
    assert any(re.fullmatch(rf"azure-native:{module}(/v\w+)?:{name}", alias) for alias in aliases)
    versioned = old.replace(":", "/v20230801:")
    assert canonical(f"azure-native:{old}") == canonical(f"azure-native:{versioned}") == f"azure-native:{new}"


def _examples() -> list[tuple[Policy, Example]]:
    return [
        (policy, policy.violates[0])
        for policy in everything.policies
        if policy.check is not None and policy.violates[0].type.startswith("azure-native:")
    ]


@pytest.mark.parametrize(("policy", "example"), _examples(), ids=lambda it: getattr(it, "id", None))
def test_a_version_hides_no_violation(pack: Pack, policy: Policy, example: Example) -> None:
    _, module, name = example.type.split(":")
    for token in (
        f"azure-native:{module}/v20230101:{name}",
        f"azure-native_{module}_v20230101:{module}:{name}",
    ):
        outcome, _found = pack.outcome(policy, replace(example, type=token))
        assert outcome == "fail"


@pytest.mark.parametrize("token", SPELLINGS)
def test_nor_does_it_keep_a_remedy_away(pack: Pack, token: str) -> None:
    policy = next(policy for policy in everything.policies if policy.id == "AZ-ST-01")
    pack.configure(policy.id, {}, level="remediate")
    [made] = pack.remediate(replace(policy.violates[0], type=token))
    assert not made.diagnostic
    assert made.properties.fields["allowBlobPublicAccess"].bool_value is False
