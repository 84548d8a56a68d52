"""Kinds from several clouds, random values, and values of every shape."""

import pulumi
import pulumi_aws as aws
import pulumi_kubernetes as kubernetes
import pulumi_random as random

cluster = kubernetes.Provider("cluster", kubeconfig="{}")
on_cluster = pulumi.ResourceOptions(provider=cluster)
password = random.RandomPassword("password", length=20, special=False)
pet = random.RandomPet("pet", keepers={"a": "1"})
labels = {"app": "web"}
web = kubernetes.apps.v1.Deployment(
    "web",
    metadata={"name": "web", "namespace": "shop"},
    spec={
        "replicas": 2,
        "selector": {"match_labels": labels},
        "template": {
            "metadata": {"labels": labels},
            "spec": {
                "containers": [{"name": "web", "image": "web:1", "env": [{"name": "P", "value": password.result}]}]
            },
        },
    },
    opts=on_cluster,
)
bucket = aws.s3.Bucket("bucket", force_destroy=True, tags={"pet": pet.id})
item = aws.s3.BucketObject("item", bucket=bucket.id, key="index.html", source=pulumi.StringAsset("<p>hello</p>"))
pulumi.export("length", password.result.apply(len))
pulumi.export("password", password.result)
pulumi.export("web", web.metadata["name"])
pulumi.export(
    "shapes", {"null": None, "empty": [], "float": 1.5, "big": 2**40, "bool": True, "text": "ä ✓", "none": [None]}
)
