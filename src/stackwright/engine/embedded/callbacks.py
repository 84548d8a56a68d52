"""Calls back into the program: functions that it registered, on a server that its SDK runs on the program's own loop.

Source: `pkg/resource/deploy/source_eval.go` (`GetCallbacksClient`, pulumi v3.260).
"""

from __future__ import annotations

import threading
from typing import Any

import grpc
from google.protobuf.message import Message
from pulumi.runtime.proto import callback_pb2, callback_pb2_grpc

from stackwright.engine.embedded.loop import WouldBlock, on_a_loop

_OPTIONS = [("grpc.max_receive_message_length", 400 * 1024 * 1024), ("grpc.enable_http_proxy", 0)]


class CallbackFailed(Exception):
    """The program's function raised, or its server is gone. The text is what the program says of it."""


class Callbacks:
    """The callback servers of one program, by address."""

    def __init__(self) -> None:
        self._channels: dict[str, grpc.Channel] = {}
        self._lock = threading.Lock()

    def invoke(self, callback: callback_pb2.Callback, request: Message) -> bytes:
        """What the program's function answers, serialised.

        Raises:
            CallbackFailed: it raised.
            WouldBlock: this is the thread of the program's loop, which must serve the call.
        """
        if on_a_loop():
            raise WouldBlock
        with self._lock:
            channel = self._channels.get(callback.target)
            if channel is None:
                channel = self._channels[callback.target] = grpc.insecure_channel(callback.target, _OPTIONS)
        message = callback_pb2.CallbackInvokeRequest(token=callback.token, request=request.SerializeToString())
        stub: Any = callback_pb2_grpc.CallbacksStub(channel)
        try:
            answer: callback_pb2.CallbackInvokeResponse = stub.Invoke(message)
        except grpc.RpcError as error:
            details = error.details() if isinstance(error, grpc.Call) else str(error)
            raise CallbackFailed(details or str(error)) from None
        return answer.response

    def close(self) -> None:
        for channel in self._channels.values():
            channel.close()
        self._channels.clear()
