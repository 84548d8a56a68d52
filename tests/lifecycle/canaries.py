"""A service with a secret in every place that can hold one, and a search for any of them in clear."""

from __future__ import annotations

import base64
import json
import os
import textwrap
import threading
import time
from collections.abc import Generator, Iterable, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import quote, quote_plus

FILE = 'F!le"canary/ü+secret<1>'
NESTED = "nested+canary/in a list=2"
KUBECONFIG = "kube/config+canary==3"
TEMPLATE = "t3mplate-canary&path?4"
CREDENTIALS = {
    "PULUMI_CONFIG_PASSPHRASE": "the users own passphrase 5",
    "AWS_SECRET_ACCESS_KEY": "awsSecretCanary/6+",
    "SHOP_SESSION_KEY": "session-key-canary-7",
}
"""What the user's shell holds; a rehearsal has no use for any of them."""

SERVICE = """
service: vault
owner: team-test
parts:
  keeper: {program: keeper, stack: dev}
  jobs:
    blueprint: worker@^1
    cloud: private
    inputs:
      image: registry.example.com/jobs@sha256:1
      database: "${keeper.url}"
      command: ["run", "--token", "x-${keeper.template}-y"]
      secrets:
        BY_FILE: {secret: {file: key.txt}}
        BY_ENV: {secret: {env: SHOP_SESSION_KEY}}
        BY_CONFIG: {secret: {config: token}}
  reader: {program: reader, stack: dev, after: [keeper]}
environments:
  dev:
    backend: file://.stackwright/state
    secrets: passphrase
    providers: {private: {cloud: lab, context: lab}}
"""
KEEPER = """
import json, sys, time
from pathlib import Path

import pulumi
import pulumi_kubernetes as kubernetes
import pulumi_random as random

here = Path(__file__).parent
given = {name: pulumi.Output.secret(text) for name, text in json.loads((here / "given.json").read_text()).items()}
mode = (here / "mode").read_text()
config = pulumi.Config()
token = config.get_secret("token")
if mode == "leak":
    pulumi.export("leak", (here / "given.json").read_text())

print("to stdout", config.get("token"), config.get_object("nested"))
print("to stderr", config.get("token"), file=sys.stderr)
pulumi.log.warn(f"logged {config.get('token')}")

password = random.RandomPassword("generated", length=24)
hidden = random.RandomId("hidden", byte_length=12, opts=pulumi.ResourceOptions(additional_secret_outputs=["hex"]))
random.RandomPet("keepers", keepers={"nested": given["nested"], "token": token})
cluster = kubernetes.Provider("cluster", kubeconfig=given["kubeconfig"])
own = pulumi.ResourceOptions(provider=cluster)
kubernetes.core.v1.Secret("data", string_data={"key": given["file"], "more": password.result}, opts=own)
kubernetes.core.v1.ConfigMap(
    "nested", metadata={"annotations": {"note": pulumi.Output.concat("<", given["nested"], ">")}}, opts=own
)
if mode == "raise":
    raise ValueError(f"the token {config.get('token')!r} is not good; neither are {config.get_object('nested')}")
if mode == "cloud":
    broken = {"text": pulumi.Output.concat("!", given["template"], " x")}
    pulumi.export("decoded", pulumi.runtime.invoke_output("kubernetes:yaml:decode", broken, own))
if mode == "wait":
    def wait(text):
        (here / "waiting").touch()
        while (here / "mode").read_text() == "wait":
            time.sleep(0.02)
        return text
    random.RandomPet("late", prefix=given["nested"].apply(wait))

pulumi.export("url", pulumi.Output.concat("postgres://shop:", password.result, "@db/", given["file"]))
pulumi.export("template", given["template"])
pulumi.export("tree", {"list": [1, given["nested"]], "map": {"token": token, "hidden": hidden.hex}})
"""
READER = """
import pulumi
import pulumi_random as random

keeper = pulumi.StackReference("organization/keeper/dev")
random.RandomPet("pet", keepers={"url": keeper.require_output("url"), "tree": keeper.require_output("tree")["list"][1]})
print("read", keeper.require_output("template"))
pulumi.export("url", keeper.require_output("url"))
"""
CONFIG = """
encryptionsalt: v1:udadyQKkkvs=:v1:Xh64bBfMWnIXGZS0:RuPEI5tZWkRr+AQ723hHakgDiR4kqg==
config:
  keeper:token: {secure: v1:uScj2aB+duWhDLLg:lTnu186oyEhmQcmP/YPupikantMXKWs=}
  keeper:nested: {plain: visible, inner: {secure: v1:uScj2aB+duWhDLLg:lTnu186oyEhmQcmP/YPupikantMXKWs=}}
"""


def write_vault(root: Path) -> Path:
    """The service in `root`/stacks/vault; returns that."""
    folder = root / "stacks" / "vault"
    for name, program in {"keeper": KEEPER, "reader": READER}.items():
        (folder / name).mkdir(parents=True)
        (folder / name / "Pulumi.yaml").write_text(f"name: {name}\nruntime: python\n")
        (folder / name / "__main__.py").write_text(textwrap.dedent(program))
    (folder / "Pulumi.yaml").write_text("name: vault\nruntime: python\n")
    (folder / "__main__.py").write_text("from stackwright.program import run\n\nrun()\n")
    (folder / "service.yaml").write_text(SERVICE)
    (folder / "key.txt").write_text(FILE + "\n")
    (folder / "keeper/Pulumi.dev.yaml").write_text(CONFIG)
    (folder / "Pulumi.dev.jobs.yaml").write_text(CONFIG.replace("keeper:", "vault:"))
    given = {"file": FILE, "nested": NESTED, "kubeconfig": KUBECONFIG, "template": TEMPLATE}
    (folder / "keeper/given.json").write_text(json.dumps(given))
    set_mode(folder, "good")
    return folder


GIVEN = ("key.txt", "keeper/given.json")
"""The files of the service in which a person wrote the secrets."""


def set_mode(folder: Path, mode: str) -> None:
    """Replaced whole: a program that waits reads it all the time."""
    new = folder / "keeper/mode.new"
    new.write_text(mode)
    new.replace(folder / "keeper/mode")


def forms(canary: str) -> set[bytes]:
    """How a text may stand in a file: as it is, JSON- and URL-escaped, as Python shows it, in hexadecimal, base64."""
    once = {canary, json.dumps(canary)[1:-1], json.dumps(canary, ensure_ascii=False)[1:-1], repr(canary)[1:-1]}
    once |= {json.dumps(text)[1:-1] for text in once}
    once |= {quote(canary), quote(canary, safe=""), quote_plus(canary)}
    found = {text.encode() for text in once} | {canary.encode().hex().encode()}
    raw = canary.encode()
    for encode in (base64.b64encode, base64.urlsafe_b64encode):
        for shift in range(3):
            # What stands before it shifts it by up to two bytes; characters that mix with a neighbour are cut off.
            coded = encode(b"\0" * shift + raw)
            found.add(coded[(0, 2, 3)[shift] : len(coded) - (4 if len(b"\0" * shift + raw) % 3 else 0)])
    return found


@dataclass(frozen=True)
class Search:
    """Looks for canaries, by name."""

    canaries: Mapping[str, str]
    forms: dict[bytes, str] = field(init=False)

    def __post_init__(self) -> None:
        known = {form: name for name, canary in self.canaries.items() for form in forms(canary)}
        object.__setattr__(self, "forms", known)

    def inside(self, data: bytes) -> set[str]:
        """The names of the canaries in `data`."""
        return {f"{name} as {form!r}" for form, name in self.forms.items() if form in data}

    def files(self, root: Path, but: Iterable[Path] = ()) -> dict[str, set[str]]:
        """The canaries in every file below `root`, by path; `but` are files that hold them by nature. A link to a file
        is none: where it leads is looked at, or is not below.
        """
        left = set(but)
        found: dict[str, set[str]] = {}
        for folder, _, names in os.walk(root):
            for path in (Path(folder, name) for name in names):
                if path in left or path.is_symlink() or not path.is_file():
                    continue
                if here := self.inside(str(path).encode() + path.read_bytes()):
                    found[str(path.relative_to(root))] = here
        return found


@contextmanager
def watched() -> Generator[dict[int, bytes]]:
    """Arguments and environment of every process that comes from this one while the block runs, by process."""
    seen: dict[int, bytes] = {}
    over = threading.Event()

    def watch() -> None:
        while not over.wait(0.01):
            for pid in _descendants(os.getpid()):
                try:
                    now = Path(f"/proc/{pid}/cmdline").read_bytes() + b"\0" + Path(f"/proc/{pid}/environ").read_bytes()
                except OSError:
                    continue
                # Between fork and exec a child still looks like this process.
                seen[pid] = now

    thread = threading.Thread(target=watch)
    thread.start()
    try:
        yield seen
    finally:
        time.sleep(0.02)
        over.set()
        thread.join()


def _descendants(pid: int) -> list[int]:
    found: list[int] = []
    for tasks in _tasks(pid):
        for child in tasks:
            found += [child, *_descendants(child)]
    return found


def _tasks(pid: int) -> list[list[int]]:
    try:
        return [
            [int(child) for child in (task / "children").read_text().split()]
            for task in Path(f"/proc/{pid}/task").iterdir()
        ]
    except OSError:
        return []
