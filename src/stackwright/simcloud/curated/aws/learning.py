"""SageMaker, Bedrock, OpenSearch Serverless: models, and what they look things up in."""

from __future__ import annotations

from collections.abc import Mapping

from stackwright.simcloud.curated.aws.shapes import arn, by_id, by_name, drawn
from stackwright.simcloud.curated.recipe import Recipe

TYPES: Mapping[str, Recipe] = {
    "aws:bedrock/guardrail:Guardrail": by_id(
        drawn(12),
        guardrailId="{id}",
        guardrailArn=arn("bedrock", "guardrail/{id}"),
        version="DRAFT",
        status="READY",
        createdAt="{time}",
        updatedAt="{time}",
    ),
    "aws:opensearch/serverlessCollection:ServerlessCollection": by_id(
        drawn(20),
        arn("aoss", "collection/{id}"),
        collectionEndpoint="https://{id}.{region}.aoss.amazonaws.com",
        dashboardEndpoint="https://{id}.{region}.aoss.amazonaws.com/_dashboards",
        kmsKeyArn="auto",
    ),
    "aws:sagemaker/domain:Domain": by_id(
        drawn(12, prefix="d-"),
        arn("sagemaker", "domain/{id}"),
        url="https://{id}.studio.{region}.sagemaker.aws",
        homeEfsFileSystemId="fs-{hex:17:home}",
        securityGroupIdForDomainBoundary="",
        singleSignOnApplicationArn="",
        singleSignOnManagedApplicationInstanceId="",
    ),
    "aws:sagemaker/notebookInstance:NotebookInstance": by_name(
        arn("sagemaker", "notebook-instance/{in:name}"),
        url="{in:name}.notebook.{region}.sagemaker.aws",
        networkInterfaceId="",
    ),
    "aws:sagemaker/endpointConfiguration:EndpointConfiguration": by_name(arn("sagemaker", "endpoint-config/{in:name}")),
}
