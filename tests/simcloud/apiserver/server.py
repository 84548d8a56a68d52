"""A real API server for a moment: etcd and kube-apiserver on loopback, in a temporary folder, stopped in any case.

Nothing but the two runs: no controller, no scheduler, no node. Anonymous requests are off; one token, made for the
moment, is of the group that may do everything.
"""

from __future__ import annotations

import contextlib
import http.client
import json
import secrets
import socket
import ssl
import subprocess
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import rsa

_PATIENCE_SECONDS: Final = 60


@dataclass(frozen=True, slots=True)
class Reply:
    code: int
    body: dict[str, Any]


class Api:
    """Requests to one server, over one connection."""

    def __init__(self, port: int, certificate: Path, token: str) -> None:
        trusted = ssl.create_default_context(cafile=str(certificate))
        self._connection = http.client.HTTPSConnection("127.0.0.1", port, context=trusted, timeout=30)
        self._token = token

    def __call__(self, method: str, path: str, body: object = None, content: str = "application/json") -> Reply:
        headers = {"Authorization": f"Bearer {self._token}", "Accept": "application/json", "Content-Type": content}
        text = None if body is None else json.dumps(body)
        self._connection.request(method, path, text, headers)
        answer = self._connection.getresponse()
        read = answer.read()
        if answer.status >= http.HTTPStatus.BAD_REQUEST:
            self._connection.close()  # the server may have left a part of the request unread
        try:
            return Reply(answer.status, json.loads(read))
        except json.JSONDecodeError:
            return Reply(answer.status, {"message": read.decode()})

    def close(self) -> None:
        self._connection.close()


@contextlib.contextmanager
def running(folder: Path) -> Iterator[Api]:
    """A server that is ready.

    Raises:
        RuntimeError: it did not get ready; the message ends with what it said last.
    """
    store, peers, port = _free_ports(3)
    token = secrets.token_hex(16)
    (folder / "tokens.csv").write_text(f'{token},cases,cases,"system:masters"\n')
    _write_key(folder / "accounts.key")
    etcd = [
        "etcd", f"--data-dir={folder / 'etcd'}", "--unsafe-no-fsync", "--logger=zap",
        f"--listen-client-urls=http://127.0.0.1:{store}", f"--advertise-client-urls=http://127.0.0.1:{store}",
        f"--listen-peer-urls=http://127.0.0.1:{peers}", f"--initial-advertise-peer-urls=http://127.0.0.1:{peers}",
        f"--initial-cluster=default=http://127.0.0.1:{peers}",
    ]  # fmt: skip
    server = [
        "kube-apiserver", f"--etcd-servers=http://127.0.0.1:{store}", "--bind-address=127.0.0.1",
        f"--secure-port={port}", f"--cert-dir={folder / 'certificates'}", f"--token-auth-file={folder / 'tokens.csv'}",
        "--anonymous-auth=false", "--authorization-mode=RBAC", "--service-cluster-ip-range=10.0.0.0/16",
        "--service-account-issuer=https://localhost", f"--service-account-key-file={folder / 'accounts.key'}",
        f"--service-account-signing-key-file={folder / 'accounts.key'}", "--endpoint-reconciler-type=none",
        "--allow-privileged=true", "--profiling=false", "--watch-cache=false",
    ]  # fmt: skip
    with _process(etcd, folder / "etcd.log"), _process(server, folder / "server.log") as process:
        certificate = folder / "certificates" / "apiserver.crt"
        api = _ready(process, port, certificate, token, folder / "server.log")
        try:
            yield api
        finally:
            api.close()


def _ready(process: subprocess.Popen[bytes], port: int, certificate: Path, token: str, log: Path) -> Api:
    until = time.monotonic() + _PATIENCE_SECONDS
    while time.monotonic() < until and process.poll() is None:
        if certificate.exists():
            with contextlib.suppress(OSError, ssl.SSLError):
                api = Api(port, certificate, token)
                if api("GET", "/readyz").code == http.HTTPStatus.OK:
                    return api
                api.close()
        time.sleep(0.2)
    raise RuntimeError(f"kube-apiserver did not get ready: {log.read_text(errors='replace')[-2000:]}")


@contextlib.contextmanager
def _process(command: Sequence[str], log: Path) -> Iterator[subprocess.Popen[bytes]]:
    with log.open("wb") as output:
        process = subprocess.Popen(command, stdout=output, stderr=output, cwd=log.parent)
        try:
            yield process
        finally:
            process.terminate()
            try:
                process.wait(10)
            except subprocess.TimeoutExpired:
                process.kill()
                process.wait()


def _free_ports(count: int) -> list[int]:
    with contextlib.ExitStack() as stack:
        sockets = [stack.enter_context(socket.socket()) for _ in range(count)]
        for each in sockets:
            each.bind(("127.0.0.1", 0))
        return [each.getsockname()[1] for each in sockets]


def _write_key(path: Path) -> None:
    key = rsa.generate_private_key(65537, 2048)
    form = serialization.PrivateFormat.TraditionalOpenSSL
    path.write_bytes(key.private_bytes(serialization.Encoding.PEM, form, serialization.NoEncryption()))
