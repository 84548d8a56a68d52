"""A connection's grants on GCP."""

from collections.abc import Mapping
from typing import Any, Final

import pulumi
import pulumi_gcp as gcp

from stackwright_components.connection.interface import AwsRole, Client, Connected, KubernetesAccount, Link, Projection
from stackwright_components.connection.recognition import FOLDER, Recognised, Trust
from stackwright_components.conventions import ArgumentError, child, implementation

_IAM: Final = "iam.googleapis.com"
_CREDENTIALS: Final = "credentials.json"


def publish(link: Link, member: pulumi.Output[str], topic: pulumi.Output[str]) -> pulumi.Resource:
    """Let the member publish to this topic."""
    return gcp.pubsub.TopicIAMMember(
        link.label, topic=topic, role="roles/pubsub.publisher", member=member, opts=child(link.parent)
    )


def subscribe(link: Link, member: pulumi.Output[str], subscription: pulumi.Output[str]) -> pulumi.Resource:
    """Let the member pull from this subscription."""
    return gcp.pubsub.SubscriptionIAMMember(
        link.label, subscription=subscription, role="roles/pubsub.subscriber", member=member, opts=child(link.parent)
    )


def share(link: Link, member: pulumi.Output[str], bucket: pulumi.Output[str], role: str) -> pulumi.Resource:
    """Give the member a role in this bucket."""
    return gcp.storage.BucketIAMMember(
        f"{link.label}-{role.rpartition('.')[2].lower()}",
        bucket=bucket,
        role=role,
        member=member,
        opts=child(link.parent),
    )


def trust(parent: pulumi.ComponentResource, label: str, client: Client, via: Trust) -> Recognised:
    """The client as a principal of a workload identity pool: one AWS role, or one Kubernetes service account.

    https://cloud.google.com/iam/docs/workload-identity-federation#principal-types
    """
    pool = via.needs("pool_name", "it has no pool")
    match client.identity:
        case AwsRole(arn=arn):
            provider = via.needs("aws_provider_name", "set its `aws_account_id`")
            role = pulumi.Output.from_input(arn).apply(assumed_role)
            principal = pulumi.Output.concat(f"principalSet://{_IAM}/", pool, "/attribute.aws_role/", role)
            settings = pulumi.Output.json_dumps(provider.apply(_from_aws))
            # Not a file: ECS has none to give, and Google's libraries need the application's help there.
            return Recognised(
                principal=principal, connected=Connected(environment={"GOOGLE_EXTERNAL_ACCOUNT": settings})
            )
        case KubernetesAccount(subject=subject):
            provider = via.needs("kubernetes_provider_name", "set its `issuer`")
            principal = pulumi.Output.concat(f"principal://{_IAM}/", pool, "/subject/", subject)
            folder, beside = f"{FOLDER}/gcp", implementation("connection", client.cloud, ("private",))
            settings = pulumi.Output.json_dumps(provider.apply(lambda name: _from_token(name, f"{folder}/token")))
            projection = Projection(
                name="gcp-identity",
                path=folder,
                # What a provider expects that names no audiences of its own.
                audience=pulumi.Output.concat(f"https://{_IAM}/", provider),
                config_map=beside.files(parent, label, client, {_CREDENTIALS: settings}),
            )
            environment = {"GOOGLE_APPLICATION_CREDENTIALS": f"{folder}/{_CREDENTIALS}"}
            return Recognised(
                principal=principal, connected=Connected(environment=environment, projections=[projection])
            )
        case _:
            raise ArgumentError("connections", f"gcp cannot be made to trust a workload on {client.cloud}")


def assumed_role(arn: str) -> str:
    """A role as its sessions are called: `arn:aws:sts::123456789012:assumed-role/web`. A role's path is not in it."""
    _, partition, _, _, account, resource = arn.split(":", 5)
    return f"arn:{partition}:sts::{account}:assumed-role/{resource.rpartition('/')[2]}"


def _from_aws(provider: str) -> dict[str, Any]:
    """Where Google's libraries get an AWS identity from: the variables `AWS_…`, or what the application supplies.

    The metadata service of EC2 (`url`, `region_url`) is left out: containers have none, and a library that is told of
    it waits for it (https://github.com/googleapis/google-cloud-go/issues/13479).
    """
    verification = "https://sts.{region}.amazonaws.com?Action=GetCallerIdentity&Version=2011-06-15"
    return _external(
        provider,
        "urn:ietf:params:aws:token-type:aws4_request",
        {"environment_id": "aws1", "regional_cred_verification_url": verification},
    )


def _from_token(provider: str, path: str) -> dict[str, Any]:
    return _external(provider, "urn:ietf:params:oauth:token-type:jwt", {"file": path, "format": {"type": "text"}})


def _external(provider: str, token: str, source: Mapping[str, Any]) -> dict[str, Any]:
    """An external account's configuration, https://google.aip.dev/auth/4117. Nothing in it is secret."""
    return {
        "type": "external_account",
        "audience": f"//{_IAM}/{provider}",
        "subject_token_type": token,
        "token_url": "https://sts.googleapis.com/v1/token",
        "credential_source": source,
    }
