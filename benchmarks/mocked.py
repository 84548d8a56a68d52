"""What Pulumi offers for tests: a program on its mocks. `python -m benchmarks.mocked FOLDER` runs one as a process."""

from __future__ import annotations

import asyncio
import json
import runpy
import sys
from pathlib import Path
from typing import Any

import yaml
from pulumi import runtime

_READ = ("arn", "bucket", "dnsName", "name", "result", "url")


class Mocks(runtime.Mocks):
    """Says to every resource that it has its inputs and what this program reads; to functions, the least."""

    def new_resource(self, args: runtime.MockResourceArgs) -> tuple[str, dict[str, Any]]:
        given: Any = args
        inputs: dict[str, Any] = given.inputs
        return f"{args.name}-id", {key: f"{key}-{args.name}" for key in _READ} | inputs

    def call(self, args: runtime.MockCallArgs) -> tuple[dict[str, str], list[tuple[str, str]]]:  # noqa: ARG002
        return {"id": "id", "json": "{}"}, []


def main(folder: Path) -> None:
    asyncio.set_event_loop(asyncio.new_event_loop())
    told = yaml.safe_load((folder / "Pulumi.dev.yaml").read_text())["config"]
    runtime.set_all_config({key: value if isinstance(value, str) else json.dumps(value) for key, value in told.items()})
    runtime.set_mocks(Mocks(), project="fleet", stack="dev", preview=False)

    def program() -> None:
        runpy.run_path(str(folder / "__main__.py"), run_name="__main__")

    test: Any = getattr(runtime, "test")  # noqa: B009 - it has no types
    test(program)()


if __name__ == "__main__":
    main(Path(sys.argv[1]))
