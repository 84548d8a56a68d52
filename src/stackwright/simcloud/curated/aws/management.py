"""Pipelines and builds, Batch, Config, Organizations, guards; anything that looks after other things."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping

from stackwright.simcloud.curated.aws.shapes import (
    LOWER,
    UPPER,
    arn,
    by_arn,
    by_id,
    by_name,
    drawn,
    region_of,
    worldwide,
)
from stackwright.simcloud.curated.recipe import Maker, Recipe
from stackwright.simcloud.seed import Seed
from stackwright.simcloud.values.subject import Subject
from stackwright.wire.values import Value


def organization(account: str) -> str:
    """The id of the organization that an account is in: the same for all that ask."""
    return "o-" + Seed("organization", account).text(10, LOWER)


def root(account: str) -> str:
    """The id of its root."""
    return "r-" + Seed("organization", account).text(4, LOWER, "root")


def _organization_arn(kind: str) -> Maker:
    def made(it: Subject) -> Value:
        me = it.identity
        return f"arn:{me.partition}:organizations::{me.account}:{kind}/{organization(me.account)}/{it.id}"

    return made


def roots(it: Subject) -> Value:
    me = it.identity
    own = root(me.account)
    return [
        {
            "id": own,
            "name": "Root",
            "arn": f"arn:{me.partition}:organizations::{me.account}:root/{organization(me.account)}/{own}",
            "policyTypes": [],
        }
    ]


def _clone(scheme: str) -> Maker:
    return lambda it: f"{scheme}://git-codecommit.{region_of(it)}.amazonaws.com/v1/repos/{it.text('repositoryName')}"


def _stack_outputs(it: Subject) -> Value:
    """A text for each output that the template has; what CloudFormation would make of it is not known here."""
    body = it.text("templateBody")
    try:
        template: Value = json.loads(body)
    except json.JSONDecodeError:
        written = re.search(r"(?m)^Outputs:[^\n]*\n((?:(?:[ \t#][^\n]*)?\n?)*)", body)
        names = re.findall(r"(?m)^  (\w+):\s*$", written[1]) if written else []
    else:
        outputs = template.get("Outputs") if isinstance(template, dict) else None
        names = list(outputs) if isinstance(outputs, dict) else []
    return {name: f"{it.text('name')}-{name}-{it.seed.text(12, UPPER, name)}" for name in names}


def _unit_id(it: Subject) -> str:
    return f"ou-{root(it.identity.account)[2:]}-{it.seed.text(8, LOWER)}"


TYPES: Mapping[str, Recipe] = {
    "aws:codebuild/project:Project": by_arn(
        arn("codebuild", "project/{in:name}"), badgeUrl="", publicProjectAlias="", buildTimeout=60, queuedTimeout=480
    ),
    "aws:codebuild/webhook:Webhook": Recipe(
        id="{in:projectName}",
        outputs={
            "url": "https://api.github.com/repos/simulated/hooks/{digits:9}",
            "payloadUrl": "https://codebuild.{region}.amazonaws.com/webhooks?t={hex:64}&v=1",
            "secret": "{hex:40:secret}",
        },
    ),
    "aws:codepipeline/pipeline:Pipeline": by_name(arn("codepipeline", "{in:name}"), pipelineType="V1"),
    "aws:codecommit/repository:Repository": by_name(
        arn("codecommit", "{in:repositoryName}"),
        key="repositoryName",
        repositoryId="{uuid}",
        cloneUrlHttp=_clone("https"),
        cloneUrlSsh=_clone("ssh"),
    ),
    "aws:codedeploy/application:Application": by_name(
        arn("codedeploy", "application:{in:name}"), applicationId="{uuid}", linkedToGithub=False
    ),
    "aws:cloudformation/stack:Stack": Recipe(
        id=arn("cloudformation", "stack/{in:name}/{uuid}"), outputs={"outputs": _stack_outputs}
    ),
    "aws:codedeploy/deploymentConfig:DeploymentConfig": by_name(
        arn("codedeploy", "deploymentconfig:{in:deploymentConfigName}"),
        key="deploymentConfigName",
        deploymentConfigId="{uuid}",
    ),
    "aws:codedeploy/deploymentGroup:DeploymentGroup": Recipe(
        id="{uuid}",
        outputs={
            "arn": arn("codedeploy", "deploymentgroup:{in:appName}/{in:deploymentGroupName}"),
            "deploymentGroupId": "{uuid}",
            "computePlatform": lambda it: "ECS" if it.mapping("ecsService") else "Server",
            "deploymentConfigName": "CodeDeployDefault.OneAtATime",
            "outdatedInstancesStrategy": "UPDATE",
        },
    ),
    "aws:codestarconnections/connection:Connection": by_arn(
        arn("codestar-connections", "connection/{uuid}"), connectionStatus="PENDING"
    ),
    "aws:codeconnections/connection:Connection": by_arn(
        arn("codeconnections", "connection/{uuid}"), connectionStatus="PENDING"
    ),
    "aws:codeartifact/domain:Domain": by_arn(arn("codeartifact", "domain/{in:domain}"), owner="{account}"),
    "aws:codeartifact/repository:Repository": by_arn(
        arn("codeartifact", "repository/{in:domain}/{in:repository}"), administratorAccount="{account}"
    ),
    "aws:batch/computeEnvironment:ComputeEnvironment": by_name(
        arn("batch", "compute-environment/{in:name}"),
        status="VALID",
        statusReason="ComputeEnvironment Healthy",
        ecsClusterArn=arn("ecs", "cluster/{in:name}_Batch_{uuid}"),
        state="ENABLED",
    ),
    "aws:batch/jobQueue:JobQueue": by_arn(arn("batch", "job-queue/{in:name}")),
    "aws:batch/jobDefinition:JobDefinition": by_id(
        arn("batch", "job-definition/{in:name}:1"),
        "{id}",
        arnPrefix=arn("batch", "job-definition/{in:name}"),
        revision=1,
    ),
    "aws:cfg/rule:Rule": by_name(arn("config", "config-rule/config-rule-{hex:6}"), ruleId="config-rule-{hex:6}"),
    "aws:cfg/recorder:Recorder": Recipe(id="{in:name}", unique=True),
    "aws:cfg/deliveryChannel:DeliveryChannel": Recipe(id="{in:name}", unique=True),
    "aws:cfg/recorderStatus:RecorderStatus": Recipe(id="{in:name}"),
    "aws:organizations/organization:Organization": Recipe(
        id=lambda it: organization(it.identity.account),
        unique=True,
        outputs={
            "arn": worldwide("organizations", "organization/{id}"),
            "masterAccountId": "{account}",
            "masterAccountArn": worldwide("organizations", "account/{id}/{account}"),
            "masterAccountEmail": "root@example.com",
            "masterAccountName": "management",
            "roots": roots,
            "accounts": [],
            "nonMasterAccounts": [],
        },
    ),
    "aws:organizations/organizationalUnit:OrganizationalUnit": Recipe(
        id=_unit_id, outputs={"arn": _organization_arn("ou"), "accounts": []}
    ),
    "aws:organizations/account:Account": Recipe(
        id="{digits:12}",
        outputs={
            "arn": _organization_arn("account"),
            "status": "ACTIVE",
            "state": "ACTIVE",
            "joinedMethod": "CREATED",
            "joinedTimestamp": "{time}",
            "govcloudId": "",
        },
    ),
    "aws:organizations/policy:Policy": Recipe(id=drawn(8, prefix="p-"), outputs={"arn": _organization_arn("policy")}),
    "aws:organizations/policyAttachment:PolicyAttachment": Recipe(id="{in:targetId}:{in:policyId}"),
    "aws:guardduty/detector:Detector": by_id(
        "{hex:32}", arn("guardduty", "detector/{id}"), accountId="{account}", findingPublishingFrequency="SIX_HOURS"
    ),
    "aws:securityhub/account:Account": Recipe(
        id="{account}", unique=True, outputs={"arn": arn("securityhub", "hub/default")}
    ),
    "aws:accessanalyzer/analyzer:Analyzer": by_name(
        arn("access-analyzer", "analyzer/{in:analyzerName}"), key="analyzerName"
    ),
    "aws:servicediscovery/privateDnsNamespace:PrivateDnsNamespace": by_id(
        drawn(16, prefix="ns-"), arn("servicediscovery", "namespace/{id}"), hostedZone=drawn(13, UPPER, "zone", "Z")
    ),
    "aws:servicediscovery/httpNamespace:HttpNamespace": by_id(
        drawn(16, prefix="ns-"), arn("servicediscovery", "namespace/{id}"), httpName="{in:name}"
    ),
    "aws:servicediscovery/service:Service": by_id(drawn(16, prefix="srv-"), arn("servicediscovery", "service/{id}")),
    "aws:ssm/document:Document": by_name(arn("ssm", "document/{in:name}"), status="Active", defaultVersion="1"),
    "aws:ssm/maintenanceWindow:MaintenanceWindow": by_id("mw-{hex:17}"),
    "aws:ssm/association:Association": by_id("{uuid}", arn("ssm", "association/{id}"), associationId="{id}"),
    "aws:resourcegroups/group:Group": by_name(arn("resource-groups", "group/{in:name}")),
    "aws:signer/signingProfile:SigningProfile": by_name(
        arn("signer", "/signing-profiles/{in:name}"), version=drawn(10, LOWER, "version"), status="Active"
    ),
    "aws:transfer/server:Server": by_id(
        "s-{hex:17}", arn("transfer", "server/{id}"), endpoint="{id}.server.transfer.{region}.amazonaws.com"
    ),
}
