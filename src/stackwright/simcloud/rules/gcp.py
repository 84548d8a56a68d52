"""What Google Cloud cannot change in place."""

from __future__ import annotations

from stackwright.simcloud.catalogue.sdk import catalogue
from stackwright.simcloud.rules.model import Rule, Table, rules

_NAME = "Google Cloud API design guide, resource names: the name is the identity of a resource and cannot change"
_SERVICES = "Google Cloud REST reference: the field is immutable, or no update method takes it"
_IDENTITY = ("name", "project", "location", "region", "zone")
_EXCEPT = frozenset({"gcp:organizations/project:Project.name", "gcp:kms/cryptoKey:CryptoKey.region"})
TABLE: Table = {
    "gcp:storage/bucket:Bucket": "customPlacementConfig enableObjectRetention hierarchicalNamespace",
    "gcp:compute/network:Network": "autoCreateSubnetworks description enableUlaInternalIpv6 internalIpv6Range"
    " networkProfile",
    "gcp:compute/subnetwork:Subnetwork": "description network purpose externalIpv6Prefix reservedInternalRange",
    "gcp:compute/router:Router": "network encryptedInterconnectRouter",
    "gcp:compute/routerNat:RouterNat": "router type initialNatIps endpointTypes",
    "gcp:compute/firewall:Firewall": "network direction",
    "gcp:compute/address:Address": "address addressType description network networkTier prefixLength purpose"
    " subnetwork ipVersion",
    "gcp:compute/globalAddress:GlobalAddress": "address addressType description ipVersion network prefixLength purpose",
    "gcp:kms/keyRing:KeyRing": "location",
    "gcp:kms/cryptoKey:CryptoKey": "keyRing purpose destroyScheduledDuration importOnly skipInitialVersionCreation"
    " cryptoKeyBackend",
    "gcp:kms/cryptoKeyIAMMember:CryptoKeyIAMMember": "cryptoKeyId member role condition",
    "gcp:storage/bucketIAMMember:BucketIAMMember": "bucket member role condition",
    "gcp:projects/iAMMember:IAMMember": "member role condition",
    "gcp:serviceaccount/iAMMember:IAMMember": "serviceAccountId member role condition",
    "gcp:serviceaccount/account:Account": "accountId createIgnoreAlreadyExists",
    "gcp:serviceaccount/key:Key": "serviceAccountId keyAlgorithm privateKeyType publicKeyData publicKeyType keepers",
    "gcp:sql/databaseInstance:DatabaseInstance": "databaseVersion masterInstanceName encryptionKeyName",
    "gcp:sql/user:User": "instance host type",
    "gcp:sql/database:Database": "instance",
    "gcp:secretmanager/secret:Secret": "secretId replication",
    "gcp:secretmanager/secretVersion:SecretVersion": "secret secretData isSecretDataBase64",
    "gcp:pubsub/topic:Topic": "kmsKeyName",
    "gcp:pubsub/subscription:Subscription": "topic enableMessageOrdering filter",
    "gcp:container/cluster:Cluster": "clusterIpv4Cidr ipAllocationPolicy network subnetwork privateClusterConfig"
    " initialNodeCount networkingMode",
}


def known(token: str) -> list[Rule]:
    kind = catalogue("gcp").resource(token)
    if kind is None:
        return []
    identity = [Rule(name, _NAME) for name in _IDENTITY if name in kind.inputs and f"{token}.{name}" not in _EXCEPT]
    return identity + rules(TABLE, token, _SERVICES)
