"""Keeps secrets out of what a server says: it repeats the values that it refuses."""

from __future__ import annotations

import contextlib
from collections.abc import Generator, Iterator

from stackwright.errors import CloudError
from stackwright.wire.values import Properties, Value, is_secret, reveal


@contextlib.contextmanager
def masked(inputs: Properties) -> Generator[None]:
    """Texts that are secret in `inputs` are replaced in the error that comes out of the block."""
    try:
        yield
    except CloudError as error:
        said = str(error)
        for text in sorted(set(_secret_texts(inputs, inside=False)), key=len, reverse=True):
            said = said.replace(text, "[secret]")
        if said == str(error):
            raise
        raise CloudError(said) from None


def _secret_texts(value: Value, *, inside: bool) -> Iterator[str]:
    if is_secret(value):
        yield from _secret_texts(reveal(value), inside=True)
    elif isinstance(value, dict):
        for item in value.values():
            yield from _secret_texts(item, inside=inside)
    elif isinstance(value, list):
        for item in value:
            yield from _secret_texts(item, inside=inside)
    elif inside and value is not None and not isinstance(value, bool) and str(value):
        yield str(value)
