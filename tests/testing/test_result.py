"""What a test says and is not so: the message tells what happened instead."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest

from stackwright.testing import Rehearsal, Result, rehearse
from tests.testing.programs import CONFIG, shelf


@pytest.fixture(scope="module")
def shelves() -> Iterator[Rehearsal]:
    with rehearse(shelf, config={**CONFIG, "books": 2}) as it:
        it.up()
        yield it


@pytest.fixture(scope="module")
def change(shelves: Rehearsal) -> Result:
    """Two replaced, one updated, one deleted, one left alone."""
    return shelves.preview(bucket="acme-shelf", patience=60, books=1)


WRONG: dict[str, tuple[Callable[[Result], object], str]] = {
    "created": (
        lambda it: it.created("Queue"),
        "expected Queue to get created, but found 1 updated",
    ),
    "none": (
        lambda it: it.updated("Buckt"),
        "expected Buckt to get updated in place, but there is none; did you mean 'Bucket'?",
    ),
    "count": (lambda it: it.replaced("*", 3), "expected 3 * to get replaced, but found 1 updated, 2 replaced"),
    "because": (lambda it: it.replaced("Bucket", because="acl"), "expected Bucket to be replaced because of acl, but"),
    "in place": (lambda it: it.updated_in_place("*"), "expected * to be updated in place, but 3 were not"),
    "unchanged": (lambda it: it.unchanged("password").unchanged("orders"), "expected orders to stay unchanged"),
    "nothing": (lambda it: it.nothing_changed("Queue"), "expected no Queue to change, but 1 did"),
    "replaced": (lambda it: it.nothing_replaced(), "expected nothing to be replaced, but 2 were"),
    "deleted": (lambda it: it.nothing_deleted("book-1"), "expected no book-1 to be deleted, but 1 was"),
    "only": (
        lambda it: it.changed_only("orders", "book-*"),
        "expected only orders, book-* to change, but 1 did besides",
    ),
    "data": (lambda it: it.no_data_lost(), "expected all data to be kept, but 3 were gone with what held it"),
    "failed": (lambda it: it.failed(), "expected this to fail, but it succeeded"),
    "one": (lambda it: it.one("book-*"), "expected one book-*, but there are 2"),
}


@pytest.mark.parametrize("wrong", WRONG)
def test_what_is_not_so(wrong: str, change: Result) -> None:
    said, message = WRONG[wrong]
    with pytest.raises(AssertionError) as raised:
        said(change)
    assert str(raised.value).startswith(message)
    assert str(raised.value).endswith(str(change)), "what happened comes behind it"


def test_what_happened_is_told(change: Result) -> None:
    told = str(change).splitlines()
    assert told[0] == (
        'preview(bucket="acme-shelf", patience=60, books=1) of shelf: 1 updated, 2 replaced, 1 deleted, 1 unchanged'
    )
    bucket = told.index("  ± aws:s3:Bucket shelf: replaced because of bucket; it holds data")
    assert told[bucket + 1].endswith('→ "acme-shelf"   forces the replacement')
    assert "      visibilityTimeoutSeconds: 30 → 60" in told


def test_what_is_so(change: Result) -> None:
    chained = change.replaced("Bucket", 1).updated("orders").deleted("book-1").unchanged("password").nothing_created()
    assert chained is change
    assert [step.name for step in change.steps.of("book-*").that("replaced")] == ["book-0"]
    assert change.one("shelf").holds_data
    assert {step.name for step in change.steps.changed} == {"shelf", "orders", "book-0", "book-1"}
