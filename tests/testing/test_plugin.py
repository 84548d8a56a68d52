"""The pytest plugin, in a run of its own; and that runs without it pay nothing."""

from __future__ import annotations

import subprocess
import sys

import pytest

pytest_plugins = ["pytester"]
PLUGIN = ("-p", "no:stackwright", "-p", "stackwright.testing.plugin", "-p", "no:cacheprovider")
"""Whether this interpreter's installation knows of it or not."""


def test_the_fixture_tells_of_what_was_done_where_a_test_fails(pytester: pytest.Pytester) -> None:
    pytester.makepyfile(
        """
        import pulumi_random as random

        def pets():
            random.RandomPet("pet")

        kept = []

        def test_good(rehearse):
            kept.append(rehearse(pets))
            kept[0].up().created("pet")

        def test_bad(rehearse):
            it = rehearse(pets)
            it.up()
            assert it.outputs == {"name": "rex"}

        def test_wrong(rehearse):
            it = rehearse(pets)
            it.up().updated("pet")

        def test_closed():
            assert not kept[0]._world.place.folder.exists()
        """
    )
    result = pytester.runpytest_inprocess(*PLUGIN)
    result.assert_outcomes(passed=2, failed=2)
    result.stdout.fnmatch_lines(["*- rehearsal -*", "up() of pets: 1 created", "  + random:RandomPet pet: created"])
    result.stdout.fnmatch_lines(["E * expected pet to get updated in place, but found 1 created"])
    result.stdout.no_fnmatch_line("*result.py:*")


def test_a_wrong_test_is_shown_its_own_line_and_nothing_of_the_kit(pytester: pytest.Pytester) -> None:
    pytester.makepyfile(
        """
        import pulumi_random as random
        from stackwright.testing import rehearse

        def test_lost():
            with rehearse(lambda: random.RandomPet("pet")) as it:
                it.up()
                it.lose("pets")
        """
    )
    result = pytester.runpytest_inprocess("--tb=short", *PLUGIN)
    result.stdout.fnmatch_lines(["*test_lost*", "E   *UsageError: the clouds hold no pets"])
    result.stdout.no_fnmatch_line("*rehearsal.py:*")
    result.stdout.no_fnmatch_line("*breaking.py:*")


def test_what_sdks_say_of_themselves_while_they_are_imported_is_not_the_tests(pytester: pytest.Pytester) -> None:
    says = "import warnings\nwarnings.warn('old', DeprecationWarning)\n"
    sdk, own = pytester.mkdir("pulumi_gcp"), pytester.mkdir("pulumi_acme")
    for package in (sdk, own):
        (package / "__init__.py").touch()
        (package / "old.py").write_text(says)
    pytester.makepyfile("def test_imports():\n    import pulumi_gcp.old, pulumi_acme.old\n")
    ran = pytester.runpytest_subprocess(*PLUGIN)
    ran.assert_outcomes(passed=1, warnings=1)
    ran.stdout.fnmatch_lines(["*pulumi_acme?old.py:2: DeprecationWarning: old"])


def test_it_loads_nothing_until_it_is_used() -> None:
    code = (
        "import sys, pytest; before = set(sys.modules); import stackwright.testing.plugin; "
        "print(sorted({name for name in set(sys.modules) - before if not name.startswith('stackwright')}))"
    )
    ran = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert ran.stdout.strip() == "[]"
