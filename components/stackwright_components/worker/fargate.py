"""Which size of a Fargate task holds what Kubernetes would be asked for."""

import re
from collections.abc import Mapping
from typing import Final

from stackwright_components.conventions import ArgumentError

SIZES: Final[Mapping[int, tuple[int, ...]]] = {
    256: (512, 1024, 2048),
    512: tuple(range(1024, 4096 + 1, 1024)),
    1024: tuple(range(2048, 8192 + 1, 1024)),
    2048: tuple(range(4096, 16384 + 1, 1024)),
    4096: tuple(range(8192, 30720 + 1, 1024)),
    8192: tuple(range(16384, 61440 + 1, 4096)),
    16384: tuple(range(32768, 122880 + 1, 8192)),
}
"""CPU units, 1024 to a vCPU, and the MiB that each takes.

https://docs.aws.amazon.com/AmazonECS/latest/developerguide/fargate-tasks-services.html#fargate-tasks-size
"""
_BYTES: Final = {"": 1, "K": 10**3, "M": 10**6, "G": 10**9, "Ki": 2**10, "Mi": 2**20, "Gi": 2**30}
_MILLI: Final = re.compile(r"([0-9]+)m")
_CORES: Final = re.compile(r"[0-9]+(\.[0-9]{1,3})?")
_MEMORY: Final = re.compile(r"([0-9]+)(Ki|Mi|Gi|K|M|G)?")


def fargate_size(cpu: str, memory: str) -> tuple[int, int]:
    """The smallest task, as (CPU units, MiB), with at least this processor time and memory, written as Kubernetes does.

    Raises:
        ArgumentError: one of them is not written so, or no task is that large.
    """
    units, mib = _units(cpu), _mib(memory)
    for size, memories in SIZES.items():
        if size >= units:
            for most in memories:
                if most >= mib:
                    return size, most
    raise ArgumentError(
        "memory", f"no Fargate task has {cpu} of a processor and {memory} of memory; 16 and 120Gi is most"
    )


def _units(cpu: str) -> float:
    if milli := _MILLI.fullmatch(cpu):
        return int(milli.group(1)) * 1.024
    if _CORES.fullmatch(cpu):
        return float(cpu) * 1024
    raise ArgumentError("cpu", f"{cpu!r} is no amount of processor time; write it like `250m` or `0.5`")


def _mib(memory: str) -> float:
    if found := _MEMORY.fullmatch(memory):
        return int(found.group(1)) * _BYTES[found.group(2) or ""] / 2**20
    raise ArgumentError("memory", f"{memory!r} is no amount of memory; write it like `256Mi`")
