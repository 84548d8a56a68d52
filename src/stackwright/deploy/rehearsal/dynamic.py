"""Dynamic providers, refused.

A dynamic provider is code of the program's own that talks to whatever it likes, so a rehearsal does not run it unless
asked. The CLI would: these plugins are bundled with it, and found beside it though ambient plugins are off
(`GetPluginPath` in sdk/go/common/workspace/plugins.go, v3.260). Attached under their names is a server that says no.
"""

from __future__ import annotations

from collections.abc import Generator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from typing import Any, Final, Never

import grpc

PACKAGES: Final = ("pulumi-python", "pulumi-nodejs")
_WHY: Final = (
    "a rehearsal does not run dynamic providers: they are code that may reach real systems. "
    "Where it is safe, ask for it: stackwright simulate --dynamic -- …"
)


@contextmanager
def refused() -> Generator[dict[str, int]]:
    """The port of a server that refuses every request, for each package of dynamic providers."""
    with ThreadPoolExecutor(2) as pool:
        server = grpc.server(pool, handlers=[_Refusing()])
        port = server.add_insecure_port("127.0.0.1:0")
        server.start()
        try:
            yield dict.fromkeys(PACKAGES, port)
        finally:
            server.stop(None).wait()


class _Refusing(grpc.GenericRpcHandler):
    def service(self, handler_call_details: Any) -> grpc.RpcMethodHandler[Any, Any]:  # noqa: ANN401, ARG002 - gRPC's
        return grpc.unary_unary_rpc_method_handler(_refuse)


def _refuse(_request: bytes, context: grpc.ServicerContext) -> Never:
    context.abort(grpc.StatusCode.FAILED_PRECONDITION, _WHY)
