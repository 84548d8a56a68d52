"""States edited from the command line: what is listed, unprotected, forgotten and moved, and what is refused."""

from __future__ import annotations

import json
import re
import stat
from pathlib import Path

from stackwright.engine.state import secrets
from tests.lifecycle.support import CommandLine
from tests.lifecycle.test_small_service import protect

PASSWORD = 'password = random.RandomPassword("password", length=20)\n'


def checkpoint(tiny: Path, part: str) -> Path:
    return tiny / f".stackwright/simulated/standing/state/.pulumi/stacks/{part}/dev.json"


def backups(tiny: Path) -> list[Path]:
    return sorted((tiny / ".stackwright/simulated/standing/backups").rglob("*.json"))


def test_resources_are_listed_and_shown_with_secrets_masked(tiny: Path, stackwright: CommandLine) -> None:
    assert "nothing of base is deployed" in stackwright("state", "list", "tiny", "base", "--simulate").err
    stackwright("up", "tiny", "base", "--simulate")
    listed = stackwright("state", "list", "tiny", "base", "--simulate").out.splitlines()
    assert [line.split()[0] for line in listed][-3:] == [
        "random:RandomPet::pet",
        "random:RandomPassword::password",
        "random:RandomPet::late",
    ]
    document = json.loads(stackwright("state", "list", "tiny", "base", "--simulate", "--json").out)
    assert document["stack"] == "dev"
    assert [row["name"] for row in document["resources"]][-1] == "late"
    shown = stackwright("state", "show", "tiny", "base", "password", "--simulate")
    assert re.search(r"^  result +\[secret\]$", shown.out, re.MULTILINE)
    assert "ciphertext" not in shown.out
    document = json.loads(stackwright("state", "show", "tiny", "base", "password", "--simulate", "--json").out)
    assert document["outputs"]["result"] == "[secret]"
    ran = stackwright("state", "show", "tiny", "base", "pasword", "--simulate")
    assert ran.code == 2
    assert "Did you mean 'password'?" in ran.err


def test_a_resource_is_unprotected_and_forgotten_with_a_backup_each(tiny: Path, stackwright: CommandLine) -> None:
    protect(tiny)
    stackwright("up", "tiny", "base", "--simulate")
    before = checkpoint(tiny, "base").read_bytes()
    command = ("state", "delete", "tiny", "base", "pet", "--simulate")
    ran = stackwright(*command)
    assert ran.code == 2
    assert "others depend on it" in ran.err
    assert "random:RandomPet::late" in ran.err
    ran = stackwright(*command, "--with-dependents")
    assert ran.code == 2
    assert "random:RandomPet::pet is protected" in ran.err
    assert checkpoint(tiny, "base").read_bytes() == before
    assert not backups(tiny), "what is refused leaves no trace"

    ran = stackwright("state", "unprotect", "tiny", "base", "pet", "--simulate", "--json")
    document = json.loads(ran.out)
    assert [row["name"] for row in document["unprotected"]] == ["pet"]
    [backup] = backups(tiny)
    assert document["backups"] == [str(backup)]
    assert stat.S_IMODE(backup.stat().st_mode) == 0o600
    assert json.loads(backup.read_text())["deployment"] == json.loads(before)["checkpoint"]["latest"]
    ran = stackwright("state", "unprotect", "tiny", "base", "--all", "--simulate")
    assert "Nothing in base was protected." in ran.out
    assert len(backups(tiny)) == 1

    ran = stackwright(*command, "--with-dependents")
    assert ran.code == 0, ran.err
    assert ran.out.startswith("forgotten: random:RandomPet::pet\nforgotten: random:RandomPet::late\nBackup: ")
    assert f"pulumi stack import --file {backups(tiny)[-1]} --stack dev" in ran.out
    left = stackwright("state", "list", "tiny", "base", "--simulate").out
    assert "RandomPassword::password" in left
    assert "RandomPet" not in left


def test_a_moved_resource_stays_what_it_is_and_its_secrets_secret(tiny: Path, stackwright: CommandLine) -> None:
    stackwright("up", "tiny", "base", "--simulate")
    # The stacks of a world share a salt; one that the official CLI made has its own.
    secrets._new.clear()
    (tiny / ".stackwright/simulated/standing/key").unlink()
    stackwright("up", "tiny", "side", "--simulate")
    salts = [
        json.loads(checkpoint(tiny, part).read_text())["checkpoint"]["latest"]["secrets_providers"]["state"]["salt"]
        for part in ("base", "side")
    ]
    assert salts[0] != salts[1]
    clear = json.loads(stackwright("outputs", "tiny", "base", "--simulate", "--json", "--show-secrets").out)
    password = clear["parts"]["base"]["outputs"]["password"]

    ran = stackwright("state", "move", "tiny", "base", "password", "--to", "side", "--simulate")
    assert ran.code == 0, ran.err
    assert "to side:\n  urn:pulumi:dev::side::random:index/randomPassword:RandomPassword::password\n" in ran.out
    assert "1 resource moved from base to side." in ran.out
    assert len(backups(tiny)) == 2
    world = tiny / ".stackwright"
    assert not [path for path in world.rglob("*") if path.is_file() and password.encode() in path.read_bytes()]

    base, side = tiny / "base/__main__.py", tiny / "side/__main__.py"
    base.write_text(base.read_text().replace(PASSWORD, "").replace('pulumi.export("password", password.result)', ""))
    side.write_text(side.read_text() + PASSWORD + 'pulumi.export("password", password.result)\n')
    ran = stackwright("up", "tiny", "base", "--simulate", "--json")
    assert ran.states("up") == {"base": "unchanged"}, ran.out
    ran = stackwright("up", "tiny", "side", "--simulate", "--json")
    assert ran.states("up") == {"side": "unchanged"}, ran.out
    clear = json.loads(stackwright("outputs", "tiny", "side", "--simulate", "--json", "--show-secrets").out)
    assert clear["parts"]["side"]["outputs"]["password"] == password


def test_a_resource_moves_to_a_part_that_is_not_deployed_yet(tiny: Path, stackwright: CommandLine) -> None:
    stackwright("up", "tiny", "base", "--simulate")
    ran = stackwright("state", "move", "tiny", "base", "pet", "--to", "side", "--simulate", "--json")
    assert ran.code == 0, ran.err
    document = json.loads(ran.out)
    assert [each["to"].rpartition("::")[2] for each in document["moved"]] == ["pet"]
    assert {each["kind"] for each in document["broken"]} == {"dependency", "property"}
    assert stackwright("up", "tiny", "side", "--simulate", "--json").states("up") == {"side": "unchanged"}


def test_what_is_refused(tiny: Path, stackwright: CommandLine) -> None:
    stackwright("up", "tiny", "base", "--simulate")
    before = checkpoint(tiny, "base").read_bytes()
    for arguments, said in (
        (("move", "tiny", "base", "pet", "--to", "bsae"), "has no part 'bsae'\n  Did you mean 'base'?"),
        (("move", "tiny", "base", "pet", "--to", "base"), "base cannot be moved to itself"),
        (("move", "tiny", "base", "dev", "--to", "side"), "base has no resource 'dev'"),
        (("move", "tiny", "base", "default_4_21_0", "--to", "side"), ""),
        (("unprotect", "tiny", "base"), "name the resources to unprotect, or give --all"),
        (("delete", "tiny", "nobody", "pet"), "no part 'nobody'"),
    ):
        ran = stackwright("state", *arguments, "--simulate")
        assert ran.code == 2, arguments
        assert said in ran.err
    ran = stackwright("state", "delete", "tiny", "base", "late")
    assert ran.code == 2
    assert "there is nobody to ask" in ran.err, "a real state is not edited unasked"
    assert checkpoint(tiny, "base").read_bytes() == before


def test_a_locked_state_is_not_edited(tiny: Path, stackwright: CommandLine) -> None:
    stackwright("up", "tiny", "base", "--simulate")
    before = checkpoint(tiny, "base").read_bytes()
    lock = tiny / ".stackwright/simulated/standing/state/.pulumi/locks/organization/base/dev/other.json"
    lock.parent.mkdir(parents=True, exist_ok=True)
    lock.write_text(
        json.dumps({"pid": 1, "username": "ada", "hostname": "elsewhere", "timestamp": "2026-11-20T10:00:00Z"})
    )
    ran = stackwright("state", "delete", "tiny", "base", "late", "--simulate")
    assert ran.code == 1
    assert "ada@elsewhere" in ran.err
    lock.unlink()
    assert checkpoint(tiny, "base").read_bytes() == before
