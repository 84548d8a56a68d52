from __future__ import annotations

import pytest

from stackwright.testing.selecting import meant, selector

URN = "urn:pulumi:dev::shop::acme:index:Files$aws:s3/bucket:Bucket::logs"
TOKEN = "aws:s3/bucket:Bucket"


@pytest.mark.parametrize(
    "what",
    [
        *("*", TOKEN, "aws:s3:Bucket", "s3:Bucket", "aws:Bucket", "Bucket", "aws:s3/*", "aws:*", "*:Bucket"),
        *("logs", "log*", "Bucket::logs", "aws:s3:Bucket::l*", "*::logs", URN),
    ],
)
def test_what_means_it(what: str) -> None:
    assert selector(what).matches(TOKEN, URN)


@pytest.mark.parametrize(
    "what", ["aws:s3:BucketPolicy", "Buck", "log", "bucket", "Bucket::files", "gcp:*", "sqs:Bucket"]
)
def test_what_means_another(what: str) -> None:
    assert not selector(what).matches(TOKEN, URN)


def test_exact_tokens_are_not_taken_for_short_ones() -> None:
    assert selector("azure-native:network:SecurityRule").type == "azure-native:network:SecurityRule"
    assert selector("acme:index:Files").type == "acme:index:Files"
    assert selector("aws:s3:Bucket").type == "aws:s3/*:Bucket"


def test_a_near_miss_is_recognised() -> None:
    assert meant("Buckett", [(TOKEN, URN)]) == "did you mean 'Bucket'?"
    assert meant("elephant", [(TOKEN, URN)]) == ""
