"""Assets that hold the same in other ways."""

from pathlib import Path

import pulumi
import pulumi_aws as aws

changed = pulumi.Config().require_int("variant") > 1
Path("page.html").write_text("a")
Path("pages").mkdir(exist_ok=True)
Path("pages/page.html").write_text("a")
Asset = pulumi.Asset | pulumi.Archive
PAIRS: tuple[tuple[Asset, Asset], ...] = (
    (pulumi.StringAsset("a"), pulumi.FileAsset("page.html")),
    (pulumi.FileAsset("page.html"), pulumi.FileAsset("pages/page.html")),
    (pulumi.FileArchive("pages"), pulumi.AssetArchive({"page.html": pulumi.StringAsset("a")})),
)
bucket = aws.s3.Bucket("bucket", bucket="pages")
for number, (before, after) in enumerate(PAIRS):
    asset = after if changed else before
    component = pulumi.ComponentResource("conformance:index:Page", f"page-{number}", {"source": asset})
    if isinstance(asset, pulumi.Asset):
        aws.s3.BucketObject(f"object-{number}", bucket=bucket.bucket, key=f"{number}", source=asset)
