"""Every refusal that keeps rehearsals and reality apart."""

from __future__ import annotations

from collections.abc import Callable, Generator, Mapping
from dataclasses import replace
from pathlib import Path

import pytest

from stackwright.deploy.rehearsal import World, guard_real, guard_simulated, world_at
from stackwright.deploy.rehearsal.guard import exists, tags
from stackwright.engine.protocol import Stack
from stackwright.engine.state.store import FileStore, StackId
from stackwright.errors import RehearsalRefused

CHECKPOINT = '{"version":3,"checkpoint":{"stack":"organization/shop/dev.network","latest":{}}}'
SIMULATED = {"stackwright:clouds": "simulated"}


@pytest.fixture
def world(tmp_path: Path, clean_environment: Mapping[str, str]) -> Generator[World]:
    with world_at(tmp_path / "world") as world:
        yield world


@pytest.fixture
def real(tmp_path: Path) -> Stack:
    folder = tmp_path / "shop"
    folder.mkdir()
    (folder / "Pulumi.yaml").write_text("{name: shop, runtime: python}")
    return Stack(name="dev.network", project="shop", directory=folder, backend=(tmp_path / "state").as_uri())


@pytest.fixture
def simulated(world: World, real: Stack) -> Stack:
    return world.stack_for(real)


def written(stack: Stack, tagged: Mapping[str, str] | None) -> Path:
    """Put a checkpoint of `stack` into its backend."""
    folder = Path(stack.backend.removeprefix("file://"))
    store = FileStore(folder)
    store.write(StackId(stack.project, stack.name), CHECKPOINT)
    if tagged is not None:
        store.tag(StackId(stack.project, stack.name), tagged)
    return folder


def test_what_belongs_together_passes(real: Stack, simulated: Stack) -> None:
    guard_real(real)
    guard_simulated(simulated)
    folder = written(real, {"owner": "team-retail"})
    assert exists(folder, real)
    guard_real(real)
    guard_real(replace(real, backend="s3://acme-pulumi-prod"))
    written(simulated, SIMULATED)
    guard_simulated(simulated)


def test_a_real_run_refuses_attached_providers(real: Stack, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PULUMI_DEBUG_PROVIDERS", "aws:12345")
    with pytest.raises(RehearsalRefused, match="PULUMI_DEBUG_PROVIDERS"):
        guard_real(real)
    guard_real(replace(real, inherit_environment=False))
    with pytest.raises(RehearsalRefused, match="PULUMI_DEBUG_PROVIDERS"):
        guard_real(replace(real, inherit_environment=False, environment={"PULUMI_DEBUG_PROVIDERS": "aws:1"}))


def test_a_real_run_refuses_a_tagged_state(real: Stack) -> None:
    written(real, SIMULATED)
    with pytest.raises(RehearsalRefused, match="stackwright:clouds=simulated"):
        guard_real(real)


def test_a_real_run_refuses_a_rehearsals_state(real: Stack, simulated: Stack, tmp_path: Path) -> None:
    with pytest.raises(RehearsalRefused, match="is a rehearsal's"):
        guard_real(replace(real, backend=simulated.backend))
    named = tmp_path / ".stackwright" / "simulated" / "standing" / "state"
    with pytest.raises(RehearsalRefused, match="is a rehearsal's"):
        guard_real(replace(real, backend=named.as_uri()))
    (tmp_path / "link").symlink_to(named.parent, target_is_directory=True)
    with pytest.raises(RehearsalRefused, match="is a rehearsal's"):
        guard_real(replace(real, backend=(tmp_path / "link" / "state").as_uri()))


Change = Callable[[Stack], Stack]


@pytest.mark.parametrize(
    ("change", "message"),
    [
        pytest.param(lambda stack: replace(stack, backend="s3://acme-pulumi-prod"), "s3://acme", id="a bucket"),
        pytest.param(lambda stack: replace(stack, backend="https://api.pulumi.com"), "api.pulumi", id="Pulumi Cloud"),
        pytest.param(lambda stack: replace(stack, backend="file:///var/state"), "/var/state", id="another folder"),
        pytest.param(lambda stack: replace(stack, inherit_environment=True), "credentials", id="the user's variables"),
        pytest.param(
            lambda stack: replace(stack, environment={**stack.environment, "HOME": "/srv/work"}),
            "credentials",
            id="the user's HOME",
        ),
        pytest.param(
            lambda stack: replace(stack, environment={**stack.environment, "PULUMI_ACCESS_TOKEN": "pul-x"}),
            "PULUMI_ACCESS_TOKEN",
            id="a token",
        ),
        pytest.param(
            lambda stack: replace(stack, environment={**stack.environment, "PULUMI_BACKEND_URL": "s3://acme"}),
            "s3://acme",
            id="another backend for the program",
        ),
        pytest.param(lambda stack: replace(stack, secrets_provider="awskms://alias/x"), "awskms", id="a real key"),
        pytest.param(lambda stack: replace(stack, tags={}), "would not be tagged", id="no tag"),
    ],
)
def test_a_rehearsal_refuses_what_is_not_its_own(simulated: Stack, change: Change, message: str) -> None:
    with pytest.raises(RehearsalRefused, match=message) as error:
        guard_simulated(change(simulated))
    assert error.value.exit_code == 2
    assert "pul-x" not in str(error.value)


@pytest.mark.parametrize("tagged", [None, {}, {"stackwright:clouds": "real"}])
def test_a_rehearsal_refuses_a_state_without_its_tag(simulated: Stack, tagged: Mapping[str, str] | None) -> None:
    written(simulated, tagged)
    with pytest.raises(RehearsalRefused, match="may be real"):
        guard_simulated(simulated)


def test_a_broken_tags_file_is_no_tag(simulated: Stack) -> None:
    folder = written(simulated, SIMULATED)
    (folder / ".pulumi/stacks/shop/dev.network.pulumi-tags").write_text('{"version": 1, "tags": ')
    assert tags(folder, simulated) == {}
    with pytest.raises(RehearsalRefused, match="may be real"):
        guard_simulated(simulated)
