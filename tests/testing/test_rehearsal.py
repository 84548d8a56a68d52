"""Programs, projects and services in a test: deployed, changed and looked at, in this process."""

from __future__ import annotations

import asyncio
import os
import sys
from functools import partial
from pathlib import Path

import pulumi
import pulumi_random as random
import pytest

from stackwright.errors import InvalidInput, UsageError
from stackwright.testing import Rehearsal, RehearsalFailed, is_secret, rehearse, reveal, secret, validate
from tests.lifecycle.support import write_tiny
from tests.testing.programs import CONFIG, shelf

BUCKET = "aws:s3/bucket:Bucket"


def test_a_function_is_deployed_changed_and_looked_at() -> None:
    with rehearse(shelf, config=CONFIG) as it:
        assert it.preview().created("*").steps.counts == {"created": 4}
        assert not it.resources(), "a preview does nothing"
        it.up().created("aws:s3:Bucket", 1).created("orders").nothing_replaced()
        assert it.outputs["bucket"] == it.resource("shelf").outputs["bucket"]
        assert is_secret(it.outputs["password"])
        assert len(str(reveal(it.outputs["password"]))) == 20
        assert it.resource("password").outputs["result"] == "[secret]"
        it.preview(books=3).created("book-*", 2)
        it.up().nothing_changed()
        changed = it.up(books=2, patience=60).created("book-1").updated("Queue").nothing_replaced()
        assert changed.one("orders").diff["visibilityTimeoutSeconds"].new == 60
        it.up(books=None, patience=None).deleted("book-1").updated_in_place("orders")
        replaced = it.up(bucket="acme-shelf").replaced("Bucket", because="bucket").one("shelf")
        assert (replaced.because, replaced.diff["bucket"].forces) == (("bucket",), True)
        it.destroy().deleted("*")
        assert it.resources() == []


def test_a_program_is_whatever_can_be_called() -> None:
    def pets(count: int) -> None:
        for number in range(count):
            random.RandomPet(f"pet-{number}")

    class Zoo:
        def __call__(self) -> None:
            pulumi.export("project", pulumi.get_project())

    class Cage(pulumi.ComponentResource):
        def __init__(self) -> None:
            super().__init__("acme:index:Cage", "cage")

    rehearse(partial(pets, 3)).up().created("pet-*", 3)
    with rehearse(Cage) as it:
        it.up().created("Cage", 1)  # although it registers no outputs
        assert [each.name for each in it.resources()] == ["cage"]
    with rehearse(Zoo()) as it:
        it.up()
        assert it.outputs == {"project": "Zoo"}
        with pytest.raises(KeyError, match="name; there is project"):
            it.outputs["name"]


def test_configuration_may_be_structured_and_secret() -> None:
    def program() -> None:
        config = pulumi.Config()
        pulumi.export("sum", sum(config.require_object("numbers")))
        pulumi.export("token", config.require_secret("token"))

    with rehearse(program, config={"numbers": [1, 2], "token": secret("s3cr3t-t0ken")}) as it:
        it.up()
        assert it.outputs == {"sum": 3, "token": secret("s3cr3t-t0ken")}
        assert "s3cr3t" not in it.report


def test_outputs_of_other_stacks_are_given() -> None:
    def program() -> None:
        network = pulumi.StackReference("organization/network/prod")
        random.RandomPet("pet", prefix=network.require_output("name"))
        pulumi.export("key", network.require_output("key"))

    given = {"organization/network/prod": {"name": "north", "key": secret("k3y")}}
    with rehearse(program, references=given) as it:
        it.up()
        assert it.resource("pet").inputs["prefix"] == "north"
        assert it.outputs["key"] == secret("k3y")
    with pytest.raises(UsageError, match="prod is no stack's name"):
        rehearse(program, references={"prod": {}}).up()


def test_a_failing_program_is_told_with_its_own_lines() -> None:
    def program() -> None:
        print("looking around")
        raise LookupError("nothing here")

    with pytest.raises(RehearsalFailed, match="nothing here") as raised:
        rehearse(program).up()
    message = str(raised.value)
    assert "test_rehearsal.py" in message
    assert "said: looking around" in message
    assert raised.value.result.failed("LookupError").error


def test_nothing_of_a_program_stays_and_nothing_of_the_caller_is_seen(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("AWS_SECRET_ACCESS_KEY", "real")
    seen: dict[str, str | None] = {}

    def program() -> None:
        seen.update(key=os.environ.get("AWS_SECRET_ACCESS_KEY"), home=os.environ["HOME"])
        os.environ["LEFT"] = "behind"

    before = dict(os.environ), Path.cwd(), list(sys.path)
    with rehearse(program) as it:
        it.up()
        assert Path(str(seen["home"])).is_dir()
    assert (dict(os.environ), Path.cwd(), list(sys.path)) == before
    assert seen["key"] is None
    assert not Path(str(seen["home"])).exists()


def test_two_worlds_know_nothing_of_each_other_and_do_the_same() -> None:
    with rehearse(shelf, config=CONFIG) as one, rehearse(shelf, config=CONFIG) as other:
        one.up()
        assert other.clouds.resources() == []
        other.up()
        assert one.outputs["bucket"] == other.outputs["bucket"], "names are hashes, not chance"


def test_a_test_may_be_a_coroutine() -> None:
    async def test() -> Rehearsal:
        it = rehearse(shelf, config=CONFIG)
        it.up().created("shelf")
        return it

    loop = asyncio.new_event_loop()
    loop.run_until_complete(test()).close()
    loop.close()


def test_a_whole_life() -> None:
    with rehearse(shelf, config=CONFIG) as it:
        it.whole_life()
        assert [step.operation for step in it.results] == ["preview", "up", "up", "refresh", "destroy"]
        assert it.clouds.resources() == []
        assert it.resource("shelf").type == BUCKET, "what stood can still be looked at"


def test_what_is_protected_stays_until_that_is_lifted() -> None:
    def program() -> None:
        random.RandomPet("pet", opts=pulumi.ResourceOptions(protect=True))

    with rehearse(program) as it:
        it.up()
        with pytest.raises(RehearsalFailed, match="protect"):
            it.destroy()
        it.unprotect()
        it.destroy().deleted("pet")


def test_a_projects_folder(tmp_path: Path) -> None:
    (tmp_path / "Pulumi.yaml").write_text("name: pets\nruntime: python\n")
    (tmp_path / "Pulumi.dev.yaml").write_text("config:\n  pets:length: 3\n")
    (tmp_path / "naming.py").write_text("PREFIX = 'old'\n")
    (tmp_path / "__main__.py").write_text(
        "import pulumi, pulumi_random as random\nfrom naming import PREFIX\n"
        "random.RandomPet('pet', prefix=PREFIX, length=pulumi.Config().require_int('length'))\n"
    )
    with rehearse(tmp_path) as it:
        it.up()
        assert it.resource("pet").inputs["length"] == 3
        it.up(length=4).replaced("pet", because="length")
        (tmp_path / "naming.py").write_text("PREFIX = 'newer'\n")
        it.up().replaced("pet", because="prefix")
    assert "naming" not in sys.modules


def test_a_service_of_several_parts(tmp_path: Path) -> None:
    tiny = write_tiny(tmp_path)
    assert list(validate(tiny).environments) == ["dev"]
    with rehearse(tiny, "dev") as it:
        assert it.preview().created("pet", 4).outputs["side"] == {"region": "north"}
        it.up()
        assert it.resource("pet", part="leaf").inputs["prefix"] == "north" == it.outputs["side"]["region"]
        assert it.up().nothing_changed().one("password").part == "base"
        it.up(base={"colour": "blue"}).nothing_changed()
        with pytest.raises(UsageError, match="no part 'bass'"):
            it.up(bass={"colour": "blue"})
        (tiny / "middle" / "fail").touch()
        with pytest.raises(RehearsalFailed, match=r"(?s)up\(\) of tiny in dev.*middle: .*told to fail"):
            it.up()
        (tiny / "middle" / "fail").unlink()
        it.up().nothing_changed()
        it.destroy().deleted("pet", 4)
    with rehearse(tiny, part="middle") as it:
        it.whole_life()
        assert {each.part for each in it.resources()} == {"base", "middle"}


def test_what_is_wrong_is_said_before_anything_starts(tmp_path: Path) -> None:
    tiny = write_tiny(tmp_path / "tiny")
    with pytest.raises(UsageError, match="no environment 'live'"):
        rehearse(tiny, "live")
    with pytest.raises(UsageError, match=r"cloud, inputs is not for a service\n  it takes: environment, part"):
        rehearse(tiny, cloud="aws", inputs={"a": 1})
    with pytest.raises(UsageError, match="holds neither a service nor a Pulumi project"):
        rehearse(tmp_path)
    with pytest.raises(UsageError, match=r"(?s)there is no blueprint 'web-servic'.*web-service"):
        rehearse("web-servic")
    file = tiny / "service.yaml"
    file.write_text(file.read_text().replace("after: [base]", "after: [bass]"))
    with pytest.raises(InvalidInput, match="bass"):
        validate(tiny)
