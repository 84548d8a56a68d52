"""What a program may have meant by a name that an SDK does not have: they rename, split and drop things."""

from __future__ import annotations

import inspect
import pkgutil
import re
import sys
import traceback
from collections.abc import Iterable, Iterator
from difflib import get_close_matches
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from types import TracebackType
from typing import Any, Final

_ARGUMENT: Final = re.compile(r"^(?P<owner>[\w.]+)\(\) got an unexpected keyword argument '(?P<name>\w+)'")
_MODULE: Final = re.compile(r"^(module '(?P<module>[\w.]+)' has no attribute '(?P<name>\w+)')")
_DATED: Final = re.compile(r"^v\d{8}(preview)?$")
_SPLIT: Final = {
    "cache": "redis and redisenterprise",
    "devices": "iothub and deviceprovisioningservices",
    "documentdb": "cosmosdb",
    "insights": "applicationinsights and monitor",
}
"""Modules of azure-native 2 whose types are elsewhere in 3
(https://www.pulumi.com/registry/packages/azure-native/from-v2-to-v3/)."""


_ENDED: Final = {"opsworks": "OpsWorks", "simpledb": "SimpleDB", "worklink": "WorkLink"}
"""Modules of pulumi-aws 6 whose services AWS has ended
(https://www.pulumi.com/registry/packages/aws/how-to-guides/7-0-migration/)."""
_REPLACED: Final = {("Eip", "vpc"): 'say domain="vpc" in place of vpc=True'}
"""Arguments of types of an SDK before that are said in another way: type and argument → how."""


def suggestion(error: BaseException, trace: TracebackType | None) -> str:
    """One sentence, or empty where nothing is near."""
    if isinstance(error, ModuleNotFoundError) and error.name:
        above, _, name = error.name.rpartition(".")
        return _of_module(above, name)
    if isinstance(error, ImportError) and error.name:
        wanted = re.search(r"cannot import name '(\w+)'", str(error))
        return _of_module(error.name, wanted[1]) if wanted else ""
    if isinstance(error, AttributeError):
        if found := _MODULE.match(str(error)):
            return _of_module(found["module"], found["name"])
        if error.name and error.obj is not None and type(error.obj).__module__.startswith("pulumi_"):
            return _near(error.name, (name for name in dir(type(error.obj)) if not name.startswith("_")))
    if isinstance(error, TypeError) and (found := _ARGUMENT.match(str(error))):
        owner = found["owner"].split(".")[0]
        return _REPLACED.get((owner, found["name"])) or _near(found["name"], _arguments(owner, trace))
    return ""


def _near(name: str, known: Iterable[str]) -> str:
    names = sorted(set(known))
    same = [each for each in names if each.replace("_", "").lower() == name.replace("_", "").lower()]
    words = set(name.split("_"))
    akin = [each for each in names if len(words) > 1 and words <= set(each.split("_"))]
    found = same or get_close_matches(name, names, n=3, cutoff=0.7) or akin[:3]
    return f"did you mean {' or '.join(found)}?" if found else ""


def _of_module(module: str, name: str) -> str:
    """What is near in a module of an SDK, or where else in the SDK there is the same name."""
    package = module.partition(".")[0]
    if not package.startswith("pulumi_") or (loaded := sys.modules.get(module)) is None:
        return ""
    which = f"{package} {_version(package)}"
    if _DATED.match(name):
        return f"{which} has no modules by API version: import {module.rpartition('.')[2]} itself"
    if package == "pulumi_azure_native" and name in _SPLIT:
        return f"{which} has no {name}: what it had is in {_SPLIT[name]}"
    if package == "pulumi_aws" and name in _ENDED:
        return f"{which} has no {name}: AWS has ended {_ENDED[name]}"
    if elsewhere := sorted(set(_elsewhere(package, name)) - {module}):
        return f"{which} has {name} in {' and '.join(elsewhere[:3])}"
    found = {*dir(loaded), *(each.name for each in pkgutil.iter_modules(getattr(loaded, "__path__", ())))}
    akin = [each for each in found if not each.startswith("_") and each[:1].isupper() == name[:1].isupper()]
    return _near(name, akin)


def _elsewhere(package: str, name: str) -> Iterator[str]:
    """The SDK's modules with a file for `name`: a type is in a file of its own, as `virtual_network.py`."""
    snake = re.sub(r"(?<=[a-z0-9])(?=[A-Z])|(?<=[A-Z])(?=[A-Z][a-z])", "_", name).lower()
    root = getattr(sys.modules.get(package), "__file__", None)
    for file in Path(root).parent.glob(f"*/{snake}.py") if root else ():
        yield f"{package}.{file.parent.name}"


def _arguments(owner: str, trace: TracebackType | None) -> Iterator[str]:
    """What a class of that name takes, wherever a program could have it from."""
    for kind in _classes(owner, trace):
        function: Any = getattr(kind, "_internal_init", kind.__init__)
        for name in inspect.signature(function).parameters:
            if not name.startswith("_") and name not in {"self", "resource_name", "opts"}:
                yield name


def _classes(name: str, trace: TracebackType | None) -> Iterator[type]:
    """The class of the call that failed: `__self__` where an SDK passes the call on, else known by its name alone."""
    inner = [frame for frame, _ in traceback.walk_tb(trace)][-1:]
    for frame in inner:
        own = frame.f_locals.get("__self__")
        if type(own).__name__ == name:
            yield type(own)
            return
    for module in list(sys.modules.values()):
        kind = vars(module).get(name) if module.__name__.startswith("pulumi_") else None
        if isinstance(kind, type):
            yield kind


def _version(package: str) -> str:
    try:
        return version(package)
    except PackageNotFoundError:
        return ""
