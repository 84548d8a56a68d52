"""Which resources hold data that is gone with them, though a new one takes their place.

Not on the list is what only says how something is to be (a bucket's policy, a database's parameter group), and what is
made again from what it is told (a queue's subscription). Backups that outlive their source are no reason to leave a
type out: to restore one is work, and what came after it is lost.
"""

from __future__ import annotations

import re
from typing import Final

_TYPES: Final = re.compile(
    r"""
    aws:(
        backup/vault | cloudwatch/logGroup | cognito/userPool | docdb/cluster | dynamodb/(globalT|t)able | ebs/volume
      | ec2/instance | ecr/repository | efs/fileSystem | elasticache/(cluster|replicationGroup|serverlessCache)
      | elasticsearch/domain | fsx/\w+FileSystem | glacier/vault | keyspaces/table | kinesis/stream
      | kms/(key|externalKey) | lightsail/(bucket|database|disk) | memorydb/cluster | mq/broker
      | msk/(serverlessC|c)luster | neptune/cluster | opensearch/domain | rds/(cluster|globalCluster|instance)
      | redshift/cluster | s3/(bucket|bucketV2|directoryBucket|bucketObject|bucketObjectv2|objectCopy)
      | secretsmanager/secret | sqs/queue | timestreamwrite/table
    ):.*
  | azure-native:(
        compute:(Disk|Snapshot|VirtualMachine) | containerregistry:Registry
      | cosmosdb:.*(Account|Database|Container|Collection) | dbformysql:(Server|Database)
      | dataprotection:Backup(Instance|Vault) | dbforpostgresql:(Server|Database)
      | eventhub:(EventHub|Namespace) | keyvault:(Key|Secret|Vault)
      | operationalinsights:Workspace | recoveryservices:Vault | redis:Redis
      | redisenterprise:(Database|RedisEnterprise) | servicebus:(Namespace|Queue|Topic)
      | sql:(Database|ManagedInstance|Server) | storage:(Blob|BlobContainer|FileShare|Queue|StorageAccount|Table)
    )
  | gcp:(
        alloydb/(cluster|instance) | artifactregistry/repository | bigquery/(dataset|table)
      | bigtable/(instance|table) | compute/(disk|instance|regionDisk|snapshot) | filestore/instance
      | firestore/database | kms/(cryptoKey|keyRing) | pubsub/(subscription|topic) | redis/(cluster|instance)
      | secretmanager/secret | spanner/(database|instance) | sql/(database|databaseInstance)
      | storage/(bucket|bucketObject)
    ):.*
  | kubernetes:core/v1:(PersistentVolume|PersistentVolumeClaim)
  | kubernetes:apps/v1:StatefulSet
  | kubernetes:postgresql\.cnpg\.io/v1:Cluster
  | openstack:(
        blockstorage/volume\w* | compute/instance\w* | database/(database|instance) | images/image
      | keymanager/secretV1 | objectstorage/(container|containerObject) | sharedfilesystem/share
    ):.*
    """,
    re.VERBOSE,
)


def holds_data(token: str) -> bool:
    """Whether something is lost with a resource of this type that making it again does not bring back."""
    return bool(_TYPES.fullmatch(re.sub(r"(?<=:)(\w+)/v\d{8}\w*:", r"\1:", token)))
