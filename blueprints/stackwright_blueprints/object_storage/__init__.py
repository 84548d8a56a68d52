"""The blueprint `object-storage`: a private bucket."""

from __future__ import annotations

from typing import Annotated, NotRequired, TypedDict

from stackwright_blueprints.model import Blueprint, Field, Input, Output

__all__ = ["ObjectStorageInputs", "ObjectStorageOutputs", "blueprint"]


class ObjectStorageInputs(TypedDict):
    """What a service says of its bucket. All of it has a default."""

    location: NotRequired[
        Annotated[
            str,
            Field(
                "Where the objects are, if not in the environment's region: on GCP a dual- or multi-region such as "
                "`EU` survives the loss of a region. On AWS the provider's region is used.",
                immutable=True,
                examples=["EU"],
            ),
        ]
    ]
    versioning: NotRequired[
        Annotated[bool, Field("Whether overwritten and deleted objects are kept.", default=True, group="Retention")]
    ]
    noncurrent_days: NotRequired[
        Annotated[
            Input[int],
            Field(
                "How long overwritten and deleted versions are kept.",
                default=30,
                minimum=1,
                maximum=3650,
                group="Retention",
            ),
        ]
    ]
    soft_delete_days: NotRequired[
        Annotated[
            Input[int],
            Field(
                "Azure and GCP: how long the cloud itself can still restore what was deleted for good.",
                default=7,
                minimum=7,
                maximum=90,
                group="Retention",
            ),
        ]
    ]
    cold_after_days: NotRequired[
        Annotated[
            Input[int],
            Field(
                "Age in days at which objects move to the coldest class that still answers at once (Glacier Instant "
                "Retrieval, Cold, Archive). Without it they stay where they are.",
                minimum=1,
                maximum=3650,
                group="Retention",
            ),
        ]
    ]
    expire_days: NotRequired[
        Annotated[
            Input[int],
            Field(
                "Age in days at which objects are deleted. Without it they stay.",
                minimum=1,
                maximum=36500,
                group="Retention",
            ),
        ]
    ]
    encryption_key: NotRequired[
        Annotated[
            Input[str],
            Field(
                "A key of your own instead of the cloud's: the ARN of a KMS key (AWS), or the name of one that Cloud "
                "Storage's service agent may use (GCP).",
                group="Security",
            ),
        ]
    ]
    allowed_cidrs: NotRequired[
        Annotated[
            Input[list[Input[str]]],
            Field(
                "Azure: public addresses and ranges that may connect; who they are is asked all the same. Default: "
                "none, but Azure's own services.",
                examples=[["203.0.113.0/28"]],
                group="Security",
            ),
        ]
    ]
    allowed_subnet_ids: NotRequired[
        Annotated[
            Input[list[Input[str]]],
            Field("Azure: subnets that may connect, with the service endpoint `Microsoft.Storage`.", group="Security"),
        ]
    ]
    access_logs: NotRequired[
        Annotated[bool, Field("Whether reads and writes are recorded.", default=True, group="Security")]
    ]
    access_log_retention_days: NotRequired[
        Annotated[
            Input[int],
            Field("How long access logs are kept.", default=365, minimum=30, maximum=730, group="Security"),
        ]
    ]


class ObjectStorageOutputs(TypedDict):
    """What other parts may refer to."""

    bucket_name: Annotated[Output[str], Field("The bucket (AWS, GCP) or container (Azure).")]
    bucket_id: Annotated[
        Output[str], Field("What an access policy names: an ARN (AWS), a resource id (Azure), a bucket's name (GCP).")
    ]
    url: Annotated[
        Output[str],
        Field("Where objects are: `s3://…`, `gs://…` or `https://<account>.blob.core.windows.net/<container>`."),
    ]
    key_arn: NotRequired[
        Annotated[
            Output[str], Field("AWS, with a key of your own: that key, which whoever reads or writes must be allowed.")
        ]
    ]


blueprint = Blueprint(
    name="object-storage",
    version="1.0.0",
    title="Object storage",
    description="A private bucket: encrypted, versioned, cleaned up by age, its accesses logged.",
    owner="platform",
    inputs=ObjectStorageInputs,
    outputs=ObjectStorageOutputs,
    clouds={"aws": ["aws"], "azure": ["azure-native"], "gcp": ["gcp"]},
    build="stackwright_blueprints.object_storage.build:build",
    upgrade_notes={"1.0.0": "The first version."},
)
