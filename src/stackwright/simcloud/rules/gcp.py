"""What Google Cloud cannot change in place."""

from __future__ import annotations

from stackwright.simcloud.catalogue.sdk import catalogue
from stackwright.simcloud.rules.model import Rule, Table, rules, spread

_NAME = "Google AIP-122, resource names: a name, and the project and place in it, identify a resource for good"
_NO_UPDATE = "Compute Engine REST reference: {} has neither an update nor a patch method"
_ONCE = "Compute Engine REST reference, {}: this field can be set only at resource creation time"
_GRANT = "IAM REST reference, Policy: a grant is nothing but its role, member and condition"
_KEY = "Cloud KMS REST reference, CryptoKey: the field is immutable"
_IDENTITY = ("name", "project", "location", "region", "zone")
_EXCEPT = frozenset({"gcp:organizations/project:Project.name", "gcp:kms/cryptoKey:CryptoKey.region"})
_SOURCES = {
    "gcp:compute/address:Address": _NO_UPDATE.format("addresses"),
    "gcp:compute/globalAddress:GlobalAddress": _NO_UPDATE.format("globalAddresses"),
    "gcp:compute/vPNTunnel:VPNTunnel": _NO_UPDATE.format("vpnTunnels"),
    "gcp:compute/haVpnGateway:HaVpnGateway": _NO_UPDATE.format("vpnGateways"),
    "gcp:compute/externalVpnGateway:ExternalVpnGateway": _NO_UPDATE.format("externalVpnGateways"),
    "gcp:compute/vPNGateway:VPNGateway": _NO_UPDATE.format("targetVpnGateways"),
    "gcp:compute/route:Route": _NO_UPDATE.format("routes"),
    "gcp:kms/cryptoKeyIAMMember:CryptoKeyIAMMember": _GRANT,
    "gcp:storage/bucketIAMMember:BucketIAMMember": _GRANT,
    "gcp:projects/iAMMember:IAMMember": _GRANT,
    "gcp:serviceaccount/iAMMember:IAMMember": _GRANT,
    "gcp:pubsub/topicIAMMember:TopicIAMMember": _GRANT,
    "gcp:pubsub/subscriptionIAMMember:SubscriptionIAMMember": _GRANT,
    "gcp:projects/serviceIdentity:ServiceIdentity": "Service Usage REST reference, services.generateServiceIdentity:"
    " it is a service's in a project",
    "gcp:secretmanager/secretVersion:SecretVersion": "Secret Manager REST reference: a version can only be enabled,"
    " disabled or destroyed",
    **spread(
        {
            "gcp:compute/subnetwork:Subnetwork": ("description network", _ONCE.format("subnetworks")),
            "gcp:kms/cryptoKey:CryptoKey": ("purpose destroyScheduledDuration importOnly cryptoKeyBackend", _KEY),
            "gcp:serviceaccount/account:Account": (
                "accountId",
                "IAM REST reference, serviceAccounts.patch: only displayName and description can be changed",
            ),
            "gcp:secretmanager/secret:Secret": (
                "secretId replication",
                "Secret Manager REST reference, Secret: immutable",
            ),
            "gcp:pubsub/subscription:Subscription": (
                "topic enableMessageOrdering filter",
                "Pub/Sub documentation, subscription properties: cannot be changed after creation",
            ),
        }
    ),
    "gcp:kms/cryptoKey:CryptoKey.keyRing": _NAME,
    "gcp:sql/database:Database.instance": _NAME,
    "gcp:sql/user:User.instance": _NAME,
}
"""What is not here, nor in the SDK's documentation, is a guess."""
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
    "gcp:compute/vPNTunnel:VPNTunnel": "description ikeVersion localTrafficSelectors peerExternalGateway"
    " peerExternalGatewayInterface peerGcpGateway peerIp remoteTrafficSelectors router sharedSecret targetVpnGateway"
    " vpnGateway vpnGatewayInterface cipherSuite",
    "gcp:compute/haVpnGateway:HaVpnGateway": "description gatewayIpVersion network stackType vpnInterfaces",
    "gcp:compute/externalVpnGateway:ExternalVpnGateway": "description interfaces redundancyType",
    "gcp:compute/vPNGateway:VPNGateway": "description network",
    "gcp:compute/route:Route": "description destRange network nextHopGateway nextHopIlb nextHopInstance nextHopIp"
    " nextHopVpnTunnel priority tags",
    "gcp:kms/cryptoKey:CryptoKey": "keyRing purpose destroyScheduledDuration importOnly skipInitialVersionCreation"
    " cryptoKeyBackend",
    "gcp:kms/cryptoKeyIAMMember:CryptoKeyIAMMember": "cryptoKeyId member role condition",
    "gcp:storage/bucketIAMMember:BucketIAMMember": "bucket member role condition",
    "gcp:projects/iAMMember:IAMMember": "member role condition",
    "gcp:serviceaccount/iAMMember:IAMMember": "serviceAccountId member role condition",
    "gcp:serviceaccount/account:Account": "accountId createIgnoreAlreadyExists",
    "gcp:serviceaccount/key:Key": "serviceAccountId keyAlgorithm privateKeyType publicKeyData publicKeyType keepers",
    "gcp:sql/databaseInstance:DatabaseInstance": "masterInstanceName encryptionKeyName",
    "gcp:sql/user:User": "instance host type",
    "gcp:sql/database:Database": "instance",
    "gcp:secretmanager/secret:Secret": "secretId replication",
    "gcp:secretmanager/secretVersion:SecretVersion": "secret secretData isSecretDataBase64",
    "gcp:pubsub/topic:Topic": "kmsKeyName",
    "gcp:pubsub/subscription:Subscription": "topic enableMessageOrdering filter",
    "gcp:pubsub/topicIAMMember:TopicIAMMember": "topic member role condition",
    "gcp:pubsub/subscriptionIAMMember:SubscriptionIAMMember": "subscription member role condition",
    "gcp:projects/serviceIdentity:ServiceIdentity": "service",
    "gcp:container/cluster:Cluster": "clusterIpv4Cidr ipAllocationPolicy network subnetwork privateClusterConfig"
    " initialNodeCount networkingMode",
}


def known(token: str) -> list[Rule]:
    kind = catalogue("gcp").resource(token)
    if kind is None:
        return []
    identity = [
        Rule(name, _NAME, general=True)
        for name in _IDENTITY
        if name in kind.inputs and f"{token}.{name}" not in _EXCEPT
    ]
    return identity + rules(TABLE, token, _SOURCES)
