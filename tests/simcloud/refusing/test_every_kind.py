"""Each kind of refusal: in the cloud's words, with its name at the end; and each can be switched off."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from stackwright.errors import CloudError, UsageError
from stackwright.simcloud import SimulatedHost, open_host
from stackwright.simcloud.refusing import ASKED, KINDS, switched
from stackwright.simcloud.refusing.page import page
from tests.simcloud.made import KEY
from tests.simcloud.refusing import scenes_aws, scenes_azure, scenes_google
from tests.simcloud.refusing.scenes import Scene, Stage

SCENES = [*scenes_aws.SCENES, *scenes_azure.SCENES, *scenes_google.SCENES]
ELSEWHERE = {"azure-quota", "kubernetes-name", "kubernetes-selector", "kubernetes-object", "import-unknown"}
"""One takes hundreds of resources: test_quotas.py. Three are an API server's: tests/simcloud/apiserver. An import is an
engine's: tests/engine/embedded/test_simulated_clouds.py.
"""


@pytest.fixture
def strict() -> Iterator[SimulatedHost]:
    """Clouds that leave nothing out."""
    host = open_host(":memory:", KEY, allowed=[])
    yield host
    host.close()


def _name(scene: object) -> str:
    return scene.kind if isinstance(scene, Scene) else ""


@pytest.mark.parametrize("scene", SCENES, ids=_name)
def test_a_cloud_says_no_in_its_words(scene: Scene, strict: SimulatedHost) -> None:
    stage = Stage(strict)
    stage.play(*scene.acts[:-1])
    with pytest.raises(CloudError) as raised:
        stage.play(scene.acts[-1])
    assert scene.words in raised.value.message
    assert raised.value.message.endswith(f" (--allow {scene.kind})")


@pytest.mark.parametrize("scene", SCENES, ids=_name)
def test_it_is_done_where_the_kind_is_switched_off(scene: Scene) -> None:
    host = open_host(":memory:", KEY, allowed=[scene.kind])
    Stage(host).play(*scene.acts)
    host.close()


def test_every_kind_is_played() -> None:
    assert {scene.kind for scene in SCENES} | ELSEWHERE == set(KINDS)


def test_every_kind_says_what_holds_and_where_that_is_documented() -> None:
    for kind in KINDS.values():
        assert kind.source.startswith("https://"), kind
        assert kind.about, kind
        assert not kind.about.endswith("."), kind


def test_the_page_lists_them(repository: Path) -> None:
    assert (repository / "docs" / "reference" / "refusals.md").read_text() == page()


def test_kinds_are_switched_by_name_by_cloud_or_all() -> None:
    assert switched() == ASKED
    assert switched(["aws-zone", "kubernetes"]) == ASKED | {
        "aws-zone",
        *(name for name in KINDS if name.startswith("kubernetes-")),
    }
    assert switched(["all"]) == set(KINDS)
    assert switched(refuse=["quotas"]) == {"import-unknown"}
    assert switched(["aws-quota-vpcs"], ["quotas", "import"]) == {"aws-quota-vpcs"}
    with pytest.raises(UsageError, match=r"no refusal called 'aws-zones'\n  Did you mean aws-zone\?"):
        switched(["aws-zones"])


def test_quotas_may_have_been_raised() -> None:
    assert {name for name in KINDS if "-quota" in name} | {"import-unknown"} == ASKED
