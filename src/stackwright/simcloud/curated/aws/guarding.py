"""What watches and guards: firewalls, resolvers, canaries, dashboards, standards, grants."""

from __future__ import annotations

from collections.abc import Mapping

from stackwright.simcloud.curated.aws import places
from stackwright.simcloud.curated.aws.shapes import address_in, arn, by_arn, by_id, by_name, region_of
from stackwright.simcloud.curated.recipe import Recipe
from stackwright.simcloud.values.subject import Subject
from stackwright.wire.values import Value


def _resolver_id(it: Subject) -> str:
    return f"rslvr-{'out' if it.text('direction') == 'OUTBOUND' else 'in'}-{it.seed.hex(17)}"


def _resolver_addresses(it: Subject) -> Value:
    """The addresses that were asked for, each with its interface, and one where only a subnet was said."""
    made: list[Value] = []
    for index, given in enumerate(it.items("ipAddresses")):
        asked = given if isinstance(given, dict) else {}
        subnet = str(asked.get("subnetId") or "")
        address = asked.get("ip") or address_in(it, subnet, f"ip{index}")
        made.append({"ip": address, "ipId": f"rni-{it.seed.hex(17, subnet)}"})
    return made


def _vpc_of_resolver(it: Subject) -> Value:
    subnets = [str(given.get("subnetId") or "") for given in it.items("ipAddresses") if isinstance(given, dict)]
    return it.other(next(iter(subnets), "")).get("vpcId") or f"vpc-{it.seed.hex(17, 'vpc')}"


def _standard(it: Subject) -> str:
    """`…:subscription/cis-aws-foundations-benchmark/v/1.2.0` of the standard's own ARN."""
    me = it.identity
    name = it.text("standardsArn").rpartition(":")[2].partition("/")[2]
    return f"arn:{me.partition}:securityhub:{region_of(it)}:{me.account}:subscription/{name}"


def _assignment(it: Subject) -> str:
    names = ("principalId", "principalType", "targetId", "targetType", "permissionSetArn", "instanceArn")
    return ",".join(it.text(name) for name in names)


def _firewall_states(it: Subject) -> Value:
    """An endpoint in each zone that the firewall has a subnet in."""
    states: list[Value] = []
    for mapping in it.items("subnetMappings"):
        subnet = str(mapping.get("subnetId") or "") if isinstance(mapping, dict) else ""
        endpoint = f"vpce-{it.seed.hex(17, subnet)}"
        zone = it.other(subnet).get("availabilityZone") or f"{region_of(it)}a"
        states.append({"availabilityZone": zone, "attachments": [{"endpointId": endpoint, "subnetId": subnet}]})
    return [{"syncStates": states, "transitGatewayAttachmentSyncStates": [], "capacityUsageSummaries": []}]


def _zone(it: Subject) -> str:
    return places.drawn_zone("vpc-lattice", region_of(it))


TYPES: Mapping[str, Recipe] = {
    "aws:route53/resolverEndpoint:ResolverEndpoint": Recipe(
        id=_resolver_id,
        outputs={
            "arn": arn("route53resolver", "resolver-endpoint/{id}"),
            "hostVpcId": _vpc_of_resolver,
            "ipAddresses": _resolver_addresses,
            "resolverEndpointType": "IPV4",
            "protocols": ["Do53"],
        },
    ),
    "aws:networkfirewall/firewall:Firewall": by_arn(
        arn("network-firewall", "firewall/{in:name}"),
        firewallStatuses=_firewall_states,
        updateToken="{uuid:token}",
        transitGatewayOwnerAccountId="",
    ),
    "aws:synthetics/canary:Canary": by_name(
        arn("synthetics", "canary:{in:name}"),
        engineArn=arn("lambda", "function:cwsyn-{in:name}-{uuid:engine}:1"),
        sourceLocationArn=arn("lambda", "layer:cwsyn-{in:name}-{uuid:engine}:1"),
        status=lambda it: "RUNNING" if it.inputs.get("startCanary") is True else "READY",
    ),
    "aws:grafana/workspace:Workspace": by_id(
        "g-{hex:10}",
        arn("grafana", "/workspaces/{id}"),
        endpoint="{id}.grafana-workspace.{region}.amazonaws.com",
        samlConfigurationStatus="",
    ),
    "aws:amp/workspace:Workspace": by_id(
        "ws-{uuid}",
        arn("aps", "workspace/{id}"),
        prometheusEndpoint="https://aps-workspaces.{region}.amazonaws.com/workspaces/{id}/",
    ),
    "aws:securityhub/standardsSubscription:StandardsSubscription": Recipe(
        id=_standard, unique=True, outputs={"arn": "{id}"}
    ),
    "aws:ssoadmin/accountAssignment:AccountAssignment": Recipe(id=_assignment, unique=True),
    "aws:kms/grant:Grant": Recipe(
        id="{in:keyId}:{hex:64}", outputs={"grantId": "{hex:64}", "grantToken": "{mixed:180:token}"}
    ),
    "aws:kms/externalKey:ExternalKey": by_id(
        "{uuid}", arn("kms", "key/{id}"), keyState="PendingImport", expirationModel="", keyUsage="ENCRYPT_DECRYPT"
    ),
    "aws:ec2/vpcIpam:VpcIpam": by_id(
        "ipam-{hex:17}",
        "arn:{partition}:ec2::{account}:ipam/{id}",
        privateDefaultScopeId="ipam-scope-{hex:17:private}",
        publicDefaultScopeId="ipam-scope-{hex:17:public}",
        defaultResourceDiscoveryId="ipam-res-disco-{hex:17:discovery}",
        defaultResourceDiscoveryAssociationId="ipam-res-disco-assoc-{hex:17:discovery}",
        scopeCount=2,
        tier="advanced",
    ),
    "aws:dms/replicationInstance:ReplicationInstance": Recipe(
        id="{in:replicationInstanceId}",
        unique=True,
        outputs={
            "replicationInstanceArn": arn("dms", "rep:{upper:26}"),
            "replicationInstancePrivateIps": ["{private}"],
            "replicationInstancePublicIps": ["{ip:public}"],
        },
    ),
    "aws:dms/endpoint:Endpoint": Recipe(
        id="{in:endpointId}", unique=True, outputs={"endpointArn": arn("dms", "endpoint:{upper:26}")}
    ),
    "aws:dms/replicationTask:ReplicationTask": Recipe(
        id="{in:replicationTaskId}",
        unique=True,
        outputs={"replicationTaskArn": arn("dms", "task:{upper:26}"), "status": "ready"},
    ),
    "aws:dms/replicationSubnetGroup:ReplicationSubnetGroup": Recipe(
        id="{in:replicationSubnetGroupId}",
        unique=True,
        outputs={"replicationSubnetGroupArn": arn("dms", "subgrp:{in:replicationSubnetGroupId}")},
    ),
    "aws:mwaa/environment:Environment": by_name(
        arn("airflow", "environment/{in:name}"),
        status="AVAILABLE",
        webserverUrl="{uuid:web}.c2.airflow.{region}.on.aws",
        serviceRoleArn=(
            "arn:{partition}:iam::{account}:role/aws-service-role/airflow.amazonaws.com/AWSServiceRoleForAmazonMWAA"
        ),
        webserverVpcEndpointService="",
        databaseVpcEndpointService="com.amazonaws.vpce.{region}.vpce-svc-{hex:17:database}",
        createdAt="{time}",
    ),
    "aws:vpclattice/service:Service": by_id(
        "svc-{hex:17}",
        arn("vpc-lattice", "service/{id}"),
        dnsEntries=[
            {"domainName": "{in:name}-{hex:17}.{hex:7:mark}.vpc-lattice-svcs.{region}.on.aws", "hostedZoneId": _zone}
        ],
        status="ACTIVE",
        authType="NONE",
    ),
    "aws:vpclattice/listener:Listener": Recipe(
        id="{in:serviceIdentifier}/listener-{hex:17}",
        outputs={
            "arn": arn("vpc-lattice", "service/{in:serviceIdentifier}/listener/listener-{hex:17}"),
            "listenerId": "listener-{hex:17}",
            "createdAt": "{time}",
            "lastUpdatedAt": "{time}",
        },
    ),
    "aws:dlm/lifecyclePolicy:LifecyclePolicy": by_id("policy-{hex:17}", arn("dlm", "policy/{id}")),
    "aws:acmpca/certificateAuthority:CertificateAuthority": by_arn(
        arn("acm-pca", "certificate-authority/{uuid}"), serial="", certificate="", certificateChain=""
    ),
    "aws:acmpca/certificate:Certificate": by_id("{in:certificateAuthorityArn}/certificate/{hex:32}", "{id}"),
    "aws:ssm/patchBaseline:PatchBaseline": by_id("pb-{hex:17}", arn("ssm", "patchbaseline/{id}")),
}
