"""Several clouds, a component, explicit and default providers, property dependencies, protection."""

import pulumi
import pulumi_aws as aws
import pulumi_azure_native as azure
import pulumi_kubernetes as kubernetes

config = pulumi.Config()


class Site(pulumi.ComponentResource):
    def __init__(self, name: str, cidr: str) -> None:
        super().__init__("conformance:index:Site", name)
        own = pulumi.ResourceOptions(parent=self)
        self.network = aws.ec2.Vpc(f"{name}-network", cidr_block=cidr, tags={"Name": name}, opts=own)
        self.subnet = aws.ec2.Subnet(f"{name}-subnet", vpc_id=self.network.id, cidr_block="10.0.1.0/24", opts=own)
        self.register_outputs({"network": self.network.id})


site = Site("site", "10.0.0.0/16")
elsewhere = aws.Provider("elsewhere", region="eu-central-1")
mirror = aws.ec2.Vpc("mirror", cidr_block="10.9.0.0/16", opts=pulumi.ResourceOptions(provider=elsewhere))
group = azure.resources.ResourceGroup("group", resource_group_name="conformance", location="westeurope")
cluster = kubernetes.Provider("cluster", kubeconfig="{}", namespace="shop")
settings = kubernetes.core.v1.ConfigMap(
    "settings",
    metadata={"name": "settings"},
    data={"network": site.network.id},
    opts=pulumi.ResourceOptions(provider=cluster, depends_on=[group], protect=config.get_bool("protect") or False),
)
pulumi.export("network", site.network.id)
pulumi.export("subnets", {"site": [site.subnet.id, site.subnet.cidr_block]})
pulumi.export("mirror", mirror.arn)
pulumi.export("group", group.name)
pulumi.export("settings", settings.metadata.name)
