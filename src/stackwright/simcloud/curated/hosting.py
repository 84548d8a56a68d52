"""DigitalOcean, Linode, Hetzner Cloud and vSphere.

Outputs: their API references and the documentation of their providers.
"""

from __future__ import annotations

import base64
from collections.abc import Mapping

from stackwright.simcloud.curated.recipe import Maker, Part, Recipe
from stackwright.simcloud.seed import Seed
from stackwright.simcloud.values import guess
from stackwright.simcloud.values.subject import Subject
from stackwright.wire.values import Value


def _urn(kind: str) -> str:
    """https://docs.digitalocean.com/reference/api: URNs of resources in projects."""
    return f"do:{kind}:{{id}}"


def _droplet_region(it: Subject) -> str:
    return it.text("region") or "nyc3"


def _do_kubernetes(it: Subject) -> Value:
    """One kubeconfig, whose parts say the same as the whole."""
    name = f"do-{it.text('region')}-{it.text('name')}"
    host, token, authority = _do_endpoint(it), it.seed.hex(64, "token"), guess.certificate(it, "ca")
    encoded = base64.b64encode(authority.encode()).decode()
    raw = f"""apiVersion: v1
kind: Config
clusters:
- name: {name}
  cluster:
    certificate-authority-data: {encoded}
    server: {host}
contexts:
- name: {name}
  context:
    cluster: {name}
    user: {name}-admin
current-context: {name}
users:
- name: {name}-admin
  user:
    token: {token}
"""
    return [
        {
            "rawConfig": raw,
            "host": host,
            "token": token,
            "clusterCaCertificate": encoded,
            "clientCertificate": "",
            "clientKey": "",
            "expiresAt": it.timestamp("expires"),
        }
    ]


def _do_endpoint(it: Subject) -> str:
    return f"https://{it.id}.k8s.ondigitalocean.com"


def _do_nodes(it: Subject) -> list[Value]:
    count = max(it.number("nodeCount", 0), it.number("minNodes", 0), 1)
    return [_do_node(it.seed, it.text("name"), index, it.timestamp()) for index in range(count)]


def _do_node(seed: Seed, pool: str, index: int, created: str) -> Value:
    return {
        "id": seed.uuid(f"node{index}"),
        "name": f"{pool}-{seed.hex(5, f'name{index}')}",
        "dropletId": seed.digits(9, f"droplet{index}"),
        "status": "running",
        "createdAt": created,
        "updatedAt": created,
    }


def _do_pool(it: Subject) -> Value:
    """What a cluster says of its own pool, beside what was asked of it."""
    pool = it.mapping("nodePool")
    sizes = [value for name in ("nodeCount", "minNodes") if isinstance(value := pool.get(name), int | float)]
    count = int(max(sizes, default=1))
    nodes = [_do_node(it.seed, str(pool.get("name", "pool")), index, it.timestamp()) for index in range(count)]
    return {"id": it.seed.uuid("pool"), "actualNodeCount": count, "nodes": nodes}


_ENGINES: Mapping[str, tuple[str, int]] = {
    "pg": ("postgresql", 25060),
    "mysql": ("mysql", 25060),
    "redis": ("rediss", 25061),
    "valkey": ("rediss", 25061),
    "mongodb": ("mongodb+srv", 27017),
    "kafka": ("kafka", 25073),
    "opensearch": ("https", 25060),
}


def _do_engine(it: Subject) -> tuple[str, int]:
    return _ENGINES.get(it.text("engine"), ("https", 25060))


def _do_host(prefix: str) -> Maker:
    return lambda it: f"{prefix}{it.text('name')}-do-user-{it.seed.digits(7, 'user')}-0.c.db.ondigitalocean.com"


def _do_uri(prefix: str) -> Maker:
    def make(it: Subject) -> str:
        scheme, port = _do_engine(it)
        host = _do_host(prefix)(it)
        return f"{scheme}://doadmin:{_do_password(it)}@{host}:{port}/defaultdb?sslmode=require"

    return make


def _do_password(it: Subject) -> str:
    return f"AVNS_{it.seed.hex(16, 'password')}"


_DATABASE: Mapping[str, Part] = {
    "host": _do_host(""),
    "privateHost": _do_host("private-"),
    "port": lambda it: _do_engine(it)[1],
    "uri": _do_uri(""),
    "privateUri": _do_uri("private-"),
    "user": "doadmin",
    "password": _do_password,
    "database": "defaultdb",
}


def _linode_kubeconfig(it: Subject) -> str:
    return base64.b64encode(guess.kubeconfig(it, "kubeconfig").encode()).decode()


def _linode_addresses(it: Subject) -> list[Value]:
    private = [guess.private_ip(it, "private")] if it.inputs.get("privateIp") else []
    return [guess.public_ip(it, "public"), *private]


_HALLS = {"fsn1": 14, "hel1": 2, "nbg1": 3}
"""Of Hetzner's data centres, those in which virtual servers stand."""


def _hetzner_place(it: Subject) -> str:
    return it.text("location") or "nbg1"


TYPES: Mapping[str, Recipe] = {
    "digitalocean:index/app:App": Recipe(
        outputs={
            "appUrn": _urn("app"),
            "defaultIngress": "https://{name}-{hex:5:app}.ondigitalocean.app",
            "liveUrl": "https://{name}-{hex:5:app}.ondigitalocean.app",
            "liveDomain": "{name}-{hex:5:app}.ondigitalocean.app",
        }
    ),
    "digitalocean:index/cdn:Cdn": Recipe(
        outputs={"endpoint": lambda it: it.text("origin").replace(".digitalocean", ".cdn.digitalocean")}
    ),
    "digitalocean:index/containerRegistry:ContainerRegistry": Recipe(
        id="{in:name}",
        outputs={"endpoint": "registry.digitalocean.com/{name}", "serverUrl": "registry.digitalocean.com"},
    ),
    "digitalocean:index/databaseCluster:DatabaseCluster": Recipe(outputs={**_DATABASE, "clusterUrn": _urn("dbaas")}),
    "digitalocean:index/dnsRecord:DnsRecord": Recipe(
        outputs={
            "fqdn": lambda it: it.text("domain") if it.text("name") == "@" else f"{it.text('name')}.{it.text('domain')}"
        }
    ),
    "digitalocean:index/domain:Domain": Recipe(id="{in:name}", outputs={"domainUrn": _urn("domain"), "ttl": 1800}),
    "digitalocean:index/droplet:Droplet": Recipe(
        outputs={"dropletUrn": _urn("droplet"), "region": _droplet_region, "ipv6Address": "", "volumeIds": []}
    ),
    "digitalocean:index/floatingIp:FloatingIp": Recipe(
        id="{ip:address}", outputs={"ipAddress": "{id}", "floatingIpUrn": _urn("floatingip")}
    ),
    "digitalocean:index/kubernetesCluster:KubernetesCluster": Recipe(
        outputs={
            "clusterUrn": _urn("kubernetes"),
            "clusterSubnet": "10.244.0.0/16",
            "serviceSubnet": "10.245.0.0/16",
            "endpoint": _do_endpoint,
            "kubeConfigs": _do_kubernetes,
            "nodePool": _do_pool,
            "status": "running",
        }
    ),
    "digitalocean:index/kubernetesNodePool:KubernetesNodePool": Recipe(
        outputs={"nodes": _do_nodes, "actualNodeCount": lambda it: len(_do_nodes(it))}
    ),
    "digitalocean:index/loadBalancer:LoadBalancer": Recipe(
        outputs={"ip": "{ip}", "loadBalancerUrn": _urn("loadbalancer"), "status": "active"}
    ),
    "digitalocean:index/reservedIp:ReservedIp": Recipe(
        id="{ip:address}", outputs={"ipAddress": "{id}", "reservedIpUrn": _urn("reservedip")}
    ),
    "digitalocean:index/spacesBucket:SpacesBucket": Recipe(
        id="{in:name}",
        outputs={
            "bucketUrn": "do:space:{name}",
            "bucketDomainName": lambda it: f"{it.text('name')}.{_droplet_region(it)}.digitaloceanspaces.com",
            "endpoint": lambda it: f"{_droplet_region(it)}.digitaloceanspaces.com",
            "region": _droplet_region,
        },
    ),
    "digitalocean:index/volume:Volume": Recipe(outputs={"volumeUrn": _urn("volume")}),
    "digitalocean:index/vpc:Vpc": Recipe(outputs={"vpcUrn": _urn("vpc"), "ipRange": "10.108.0.0/20", "default": False}),
    "hcloud:index/server:Server": Recipe(
        outputs={
            "location": _hetzner_place,
            "datacenter": lambda it: f"{_hetzner_place(it)}-dc{_HALLS.get(_hetzner_place(it), 1)}",
            "ipv4Address": "{ip}",
            "ipv6Network": "2001:db8:{hex:4:net}::/64",
            "ipv6Address": "2001:db8:{hex:4:net}::1",
            "primaryDiskSize": 40,
            "status": "running",
        }
    ),
    "hcloud:index/volume:Volume": Recipe(outputs={"linuxDevice": "/dev/disk/by-id/scsi-0HC_Volume_{id}"}),
    "linode:index/instance:Instance": Recipe(
        outputs={
            "ipAddress": lambda it: _linode_addresses(it)[0],
            "ipv4s": _linode_addresses,
            "privateIpAddress": lambda it: (_linode_addresses(it)[1:] or [""])[0],
            "ipv6": "2001:db8::f03c:{hex:4:one}:{hex:4:two}/128",
        }
    ),
    "linode:index/lkeCluster:LkeCluster": Recipe(
        outputs={
            "apiEndpoints": ["https://{uuid:api}.eu-west-1.linodelke.net:443"],
            "kubeconfig": _linode_kubeconfig,
            "status": "ready",
        }
    ),
    "linode:index/nodeBalancer:NodeBalancer": Recipe(
        outputs={
            "ipv4": "{ip}",
            "hostname": lambda it: f"{guess.public_ip(it, '').replace('.', '-')}.ip.linodeusercontent.com",
        }
    ),
    "vsphere:index/virtualMachine:VirtualMachine": Recipe(
        outputs={
            "moid": "vm-{digits:4}",
            "powerState": "on",
            "vmwareToolsStatus": "guestToolsRunning",
            "defaultIpAddress": "{private}",
            "guestIpAddresses": ["{private}"],
        }
    ),
    "linode:index/volume:Volume": Recipe(outputs={"filesystemPath": "/dev/disk/by-id/scsi-0Linode_Volume_{in:label}"}),
}
