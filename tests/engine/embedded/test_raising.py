"""What a program raised, as its author is told: where and what in one line, and what may have been meant."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.engine.embedded.test_program import project


def told(folder: Path, code: str) -> list[str]:
    return (project(folder, code).up().error or "").splitlines()


@pytest.mark.parametrize(
    ("code", "where"),
    [
        ("import pulumi\n\nraise ValueError('no')\n", "at __main__.py:3: ValueError: no"),
        ("import pulumi\nif\n", "at __main__.py:2: SyntaxError: invalid syntax"),
        (
            "import pulumi\n\ndef third(text):\n    return text.split('/')[3]\n\n"
            "pulumi.export('x', pulumi.Output.from_input('a/b').apply(third))\n",
            "at __main__.py:4: IndexError: list index out of range",
        ),
        (
            "import pulumi\nfrom tests.engine.embedded.support import Thing\n"
            "pulumi.export('ip', Thing('a', size=1).address['ip'])\n",
            "in the output 'ip': TypeError: string indices must be integers, not 'str'",
        ),
        (
            "import pulumi\nfrom tests.engine.embedded.support import Thing\n"
            "Thing('b', size=Thing('a', size=1).address['ip'])\n",
            "in size of 'b': TypeError: string indices must be integers, not 'str'",
        ),
    ],
    ids=["raised", "syntax", "in apply", "in an output", "in an input"],
)
def test_the_first_line_says_where_and_what(tmp_path: Path, code: str, where: str) -> None:
    assert told(tmp_path, code)[0] == f"Program failed {where}"


@pytest.mark.parametrize(
    ("line", "advice"),
    [
        ("random.RandomPet('pet', lenght=2)", "did you mean length?"),
        ("random.RandomPetArgs(separater='-')", "did you mean separator?"),
        ("random.Randompassword('it')", "did you mean RandomPassword?"),
        ("object.__new__(random.RandomPet).uurn", "did you mean urn?"),
        ("from pulumi_random import RandomPets", "did you mean RandomPet"),
        ("from pulumi_random import v20230101", "has no modules by API version: import pulumi_random itself"),
        ("from pulumi_random.v20230101 import it", "has no modules by API version: import pulumi_random itself"),
        ("random.nothing_like_it", "Traceback"),
    ],
)
def test_what_may_have_been_meant_is_said(tmp_path: Path, line: str, advice: str) -> None:
    lines = told(tmp_path, f"import pulumi_random as random\n{line}\n")

    assert lines[0].startswith("Program failed at __main__.py:2: ")
    assert advice in lines[1]


def test_what_an_sdk_has_elsewhere_is_found(tmp_path: Path) -> None:
    pytest.importorskip("pulumi_azure_native", reason="its modules were split between versions")

    lines = told(tmp_path, "from pulumi_azure_native import network\nnetwork.PrivateZone('a')\n")

    assert "has PrivateZone in pulumi_azure_native.privatedns" in lines[1]


@pytest.mark.parametrize(
    ("line", "advice"),
    [
        ("aws.opsworks.Stack('a')", "has no opsworks: AWS has ended OpsWorks"),
        ("aws.ec2.Eip('a', vpc=True)", 'say domain="vpc" in place of vpc=True'),
    ],
)
def test_what_an_sdk_had_is_told(tmp_path: Path, line: str, advice: str) -> None:
    pytest.importorskip("pulumi_aws", reason="its version 7 dropped what AWS has ended")

    assert advice in told(tmp_path, f"import pulumi_aws as aws\n{line}\n")[1]


def test_mocks_in_a_program_are_an_error_since_nothing_would_be_rehearsed(tmp_path: Path) -> None:
    code = (
        "import pulumi\n"
        "class None_(pulumi.runtime.Mocks):\n"
        "    def new_resource(self, args): return args.name, args.inputs\n"
        "    def call(self, args): return {}\n"
        "pulumi.runtime.set_mocks(None_())\n"
    )

    assert told(tmp_path, code)[0].startswith("the program puts mocks in the engine's place")


def test_a_program_that_drives_pulumi_is_told_in_one_line(tmp_path: Path) -> None:
    code = "from pulumi import automation\nautomation.create_stack('dev', project_name='p', program=lambda: None)\n"

    assert told(tmp_path, code)[1].strip().startswith("it drives Pulumi itself (pulumi.automation)")
