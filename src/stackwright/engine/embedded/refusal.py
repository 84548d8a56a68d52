"""How the engine says no to a program: an error as the SDK expects it from gRPC."""

from __future__ import annotations

import grpc


class Refusal(grpc.RpcError):
    """An error as the SDK expects it from gRPC."""

    def __init__(self, code: grpc.StatusCode, details: str) -> None:
        super().__init__(details)
        self._code = code
        self._details = details

    def code(self) -> grpc.StatusCode:
        return self._code

    def details(self) -> str:
        return self._details
