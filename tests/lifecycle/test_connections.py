"""Parts that name each other are connected across four clouds: through service.yaml, references and real previews."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from stackwright.errors import InvalidInput
from stackwright.testing import Rehearsal, rehearse, validate

SERVICE = """
service: mesh
owner: team-retail
parts:
  network: {blueprint: network, cloud: aws, inputs: {cidr: 10.10.0.0/16, nat: single, flow_logs: false}}
  onprem: {blueprint: network, cloud: private, inputs: {cidr: 10.20.0.0/16}}
  database: {blueprint: database, cloud: azure, inputs: {size: S, deletion_protection: false}}
  orders: {blueprint: queue, cloud: aws}
  archive: {blueprint: object-storage, cloud: gcp, inputs: {location: EU}}
  on-gcp:
    blueprint: workload-identity
    cloud: gcp
    inputs: {issuer: "https://oidc.example.com/lab", aws_account_id: "123456789012"}
  on-aws: {blueprint: workload-identity, cloud: aws, inputs: {issuer: "https://oidc.example.com/lab"}}
  web:
    blueprint: web-service
    cloud: aws
    inputs:
      image: example.com/web@sha256:0
      network: ${network}
      deletion_protection: false
      connections:
        DATABASE: {to: "${database}"}
        ORDERS: {to: "${orders}", access: send}
        ARCHIVE: {to: "${archive}", access: write, via: "${on-gcp}"}
  jobs:
    blueprint: worker
    cloud: private
    inputs:
      image: example.com/jobs@sha256:0
      network: ${onprem}
      connections:
        SHOP: {to: "${web}"}
        DATABASE: {to: "${database}"}
        ORDERS: {to: "${orders}", access: receive, via: "${on-aws}"}
        ARCHIVE: {to: "${archive}", access: read, via: "${on-gcp}"}
  far: {blueprint: network, cloud: azure, inputs: {cidr: 10.30.0.0/16, nat: single, flow_logs: false}}
  events: {blueprint: queue, cloud: azure}
  site:
    blueprint: web-service
    cloud: azure
    inputs:
      image: example.com/site@sha256:0
      network: ${far}
      deletion_protection: false
      connections:
        SHOP: {to: "${web}"}
        DATABASE: {to: "${database}"}
        EVENTS: {to: "${events}", access: send}
environments:
  dev:
    backend: file://.stackwright/state
    secrets: passphrase
    policies: {packs: [POLICIES], levels: {AWS-LB-01: disabled}} # no domain, so no certificate
    providers:
      aws: {region: eu-west-1}
      azure: {location: westeurope}
      gcp: {project: mesh-dev, region: europe-west1}
      private: {cloud: lab, context: lab}
"""


@pytest.fixture(scope="module")
def folder(repository: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    made = tmp_path_factory.mktemp("mesh")
    (made / "service.yaml").write_text(SERVICE.replace("POLICIES", str(repository / "policies")), encoding="utf-8")
    shop = repository / "stacks" / "shop"
    (made / "__main__.py").write_text((shop / "__main__.py").read_text())
    (made / "Pulumi.yaml").write_text("name: mesh\nruntime: python\n")
    return made


@pytest.fixture(scope="module")
def mesh(folder: Path) -> Rehearsal:
    """A preview of what does not exist, an up, a second up that changes nothing, and a destroy, under all policies."""
    return rehearse(folder, "dev").whole_life()


def one(mesh: Rehearsal, part: str, token: str) -> Any:
    [found] = mesh.resources(token, part=part)
    return found.inputs


@pytest.mark.slow
def test_each_side_of_a_connection_knows_the_other(mesh: Rehearsal) -> None:
    outputs = mesh.outputs
    rules = {part: one(mesh, part, "azure-native:network:SecurityRule") for part in ("web", "jobs")}
    assert rules["web"]["sourceAddressPrefix"] == "10.10.0.0/16"
    assert rules["jobs"]["sourceAddressPrefix"] == "10.20.0.0/16"
    guard = str(outputs["database"]["guard_id"]).rpartition("/")[2]
    assert {rule["networkSecurityGroupName"] for rule in rules.values()} == {guard}
    names, priorities = ({rule[key] for rule in rules.values()} for key in ("securityRuleName", "priority"))
    assert len(names) == len(priorities) == 2
    shop = one(mesh, "jobs", "aws:vpc/securityGroupIngressRule:SecurityGroupIngressRule")
    assert shop["securityGroupId"] == outputs["web"]["guard_id"]


@pytest.mark.slow
def test_grants_name_exactly_one_workload_and_one_target(mesh: Rehearsal) -> None:
    pool = mesh.outputs["on-gcp"]["pool_name"]
    role = str(mesh.outputs["web"]["task_role_arn"]).rpartition("/")[2]
    members = {
        it["member"]
        for it in (r.inputs for r in mesh.resources("gcp:storage/bucketIAMMember:BucketIAMMember", part="web"))
    }
    assert members == {
        f"principalSet://iam.googleapis.com/{pool}/attribute.aws_role/arn:aws:sts::123456789012:assumed-role/{role}"
    }
    namespace, account = (mesh.outputs["jobs"][name] for name in ("namespace", "service_account_name"))
    subject = f"system:serviceaccount:{namespace}:{account}"
    member = one(mesh, "jobs", "gcp:storage/bucketIAMMember:BucketIAMMember")["member"]
    assert member == f"principal://iam.googleapis.com/{pool}/subject/{subject}"
    [statement] = json.loads(one(mesh, "jobs", "aws:iam/role:Role")["assumeRolePolicy"])["Statement"]
    assert statement["Principal"] == {"Federated": mesh.outputs["on-aws"]["provider_arn"]}
    assert statement["Condition"]["StringEquals"]["oidc.example.com/lab:sub"] == subject
    for part in ("web", "jobs"):
        policies = [
            r.inputs for r in mesh.resources("aws:iam/rolePolicy:RolePolicy", part=part) if r.name.endswith("-orders")
        ]
        [granted, *key] = json.loads(str(policies[0]["policy"]))["Statement"]
        assert granted["Resource"] == mesh.outputs["orders"]["queue_arn"]
        assert [it["Resource"] for it in key] == [mesh.outputs["orders"]["key_arn"]]


@pytest.mark.slow
def test_the_containers_are_told(mesh: Rehearsal) -> None:
    [container] = json.loads(one(mesh, "web", "aws:ecs/taskDefinition:TaskDefinition")["containerDefinitions"])
    variables = {it["name"]: it["value"] for it in container["environment"]}
    assert variables["DATABASE_HOST"] == mesh.outputs["database"]["host"]
    assert variables["ORDERS_QUEUE_URL"] == mesh.outputs["orders"]["queue_url"]
    assert json.loads(variables["GOOGLE_EXTERNAL_ACCOUNT"])["type"] == "external_account"
    assert [it["name"] for it in container["secrets"]] == ["DATABASE_URL"]
    pod = one(mesh, "jobs", "kubernetes:apps/v1:Deployment")["spec"]["template"]["spec"]
    names = {it["name"] for it in pod["containers"][0]["env"]}
    assert {"SHOP_URL", "DATABASE_URL", "ORDERS_QUEUE_URL", "AWS_ROLE_ARN", "GOOGLE_APPLICATION_CREDENTIALS"} <= names
    volumes = {it["name"]: it for it in pod["volumes"]}
    assert {"aws-identity", "gcp-identity"} <= set(volumes)
    token = volumes["aws-identity"]["projected"]["sources"][0]["serviceAccountToken"]
    assert (token["audience"], token["path"]) == ("sts.amazonaws.com", "token")


@pytest.mark.slow
def test_a_web_service_on_azure_is_let_in_by_its_subnets_range_and_known_by_its_identity(mesh: Rehearsal) -> None:
    subnet = mesh.outputs["site"]["subnet_cidr"]
    into = [
        it.inputs
        for it in mesh.resources("azure-native:network:SecurityRule", part="site")
        if it.name == "mesh-database-from"
    ]
    assert [rule["sourceAddressPrefix"] for rule in into] == [subnet]
    [entry] = one(mesh, "site", "aws:ec2/managedPrefixList:ManagedPrefixList")["entries"]
    assert entry["cidr"] == subnet
    grants = [it.inputs for it in mesh.resources("azure-native:authorization:RoleAssignment", part="site")]
    [sender] = [it for it in grants if "69a216fc" in str(it["roleDefinitionId"])]
    assert sender["scope"] == mesh.outputs["events"]["queue_id"]
    assert sender["principalId"] == mesh.outputs["site"]["identity"]


@pytest.mark.slow
def test_a_plan_shows_what_each_part_connects_to(mesh: Rehearsal) -> None:
    shown = {
        (it.part, it.name.removeprefix("mesh-"), it.inputs["to"], it.inputs["cloud"])
        for it in mesh.resources("stackwright-components:index:Connection")
    }
    assert shown == {
        ("web", "database", "database", "azure"),
        ("web", "orders", "queue", "aws"),
        ("web", "archive", "object-storage", "gcp"),
        ("jobs", "shop", "web-service", "aws"),
        ("jobs", "database", "database", "azure"),
        ("jobs", "orders", "queue", "aws"),
        ("jobs", "archive", "object-storage", "gcp"),
        ("site", "shop", "web-service", "aws"),
        ("site", "database", "database", "azure"),
        ("site", "events", "queue", "azure"),
    }


@pytest.mark.parametrize(
    ("given", "wrong", "message"),
    [
        ("{to: '${database}'}", "{to: '${network}'}", "must be a part made from blueprint 'database' or 'queue'"),
        ("access: send", "access: sends", "sends"),
        ("via: '${on-gcp}'", "via: '${archive}'", "must be a part made from blueprint 'workload-identity'"),
        ("{to: '${database}'}", "{to: '${database.url}'}", "must be a whole part"),
    ],
)
def test_what_does_not_fit_is_found_before_anything_starts(
    folder: Path, tmp_path: Path, given: str, wrong: str, message: str
) -> None:
    text = SERVICE.replace('"${', "'${").replace('}"', "}'")
    assert given in text
    for file in ("__main__.py", "Pulumi.yaml"):
        (tmp_path / file).write_text((folder / file).read_text())
    text = "".join(line for line in text.replace(given, wrong).splitlines(keepends=True) if "POLICIES" not in line)
    (tmp_path / "service.yaml").write_text(text, encoding="utf-8")
    with pytest.raises(InvalidInput, match=message):
        validate(tmp_path)
