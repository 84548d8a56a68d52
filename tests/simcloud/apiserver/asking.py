"""Asks a real API server about a case, as pulumi-kubernetes does: POST for a create, server-side apply for an update.

Source: pulumi-kubernetes, `provider/pkg/await/await.go`, `Creation` and `ssaUpdate`.
"""

from __future__ import annotations

import http
import time
import urllib.parse
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Final

from tests.simcloud.apiserver.cases import Case, Manifest
from tests.simcloud.apiserver.server import Api, Reply

_APPLY: Final = "application/apply-patch+yaml"
_MERGE: Final = "application/merge-patch+json"
_PATIENCE_SECONDS: Final = 30


@dataclass(frozen=True, slots=True)
class Answer:
    """What the server said. `message` is empty, and `made` the object as it stands, if it took it."""

    code: int
    reason: str = ""
    message: str = ""
    made: Manifest = field(default_factory=dict, compare=False)

    @property
    def accepted(self) -> bool:
        return not self.message


class Unprepared(Exception):
    """The server refused what a case takes for granted: the case is wrong."""


class Asker:
    """Asks about one case after the other, and leaves the server as it was."""

    def __init__(self, api: Api) -> None:
        self._api = api
        self._paths: dict[tuple[str, str], tuple[str, bool]] = {}
        _take(api("POST", "/api/v1/namespaces/default/serviceaccounts", {"metadata": {"name": "default"}}), "default")

    def ask(self, case: Case) -> Answer:
        """
        Raises:
            Unprepared: what is there before the case cannot be made.
        """
        made: list[Manifest] = []
        try:
            for manifest in case.given:
                made.append(_take(self._create(manifest), case.name))
                self._settle(made[-1])
            if case.before is None:
                return self._answer(self._create(case.sent), made)
            made.append(_take(self._apply(case.before), case.name))
            self._settle(made[-1])
            return self._answer(self._apply(case.sent), [])
        finally:
            for manifest in reversed(made):
                self._remove(manifest)

    def version(self) -> str:
        return str(self._api("GET", "/version").body["gitVersion"])

    def _answer(self, reply: Reply, made: list[Manifest]) -> Answer:
        if reply.code < http.HTTPStatus.BAD_REQUEST:
            made.append(reply.body)
            return Answer(reply.code, made=reply.body)
        return Answer(reply.code, str(reply.body.get("reason", "")), str(reply.body["message"]))

    def _create(self, manifest: Manifest) -> Reply:
        place = self._place(manifest)
        if place is None:
            return _no_match(manifest)
        return self._api("POST", f"{place}?fieldManager=pulumi-kubernetes", manifest)

    def _apply(self, manifest: Manifest) -> Reply:
        path = f"{self._place(manifest)}/{_quoted(manifest)}"
        return self._api("PATCH", f"{path}?fieldManager=cases&force=true", manifest, _APPLY)

    def _place(self, manifest: Manifest) -> str | None:
        """The path of the collection that the object goes to; None where the server does not know the kind."""
        version, kind = manifest["apiVersion"], manifest["kind"]
        if (version, kind) not in self._paths:
            known = self._api("GET", _root(version)).body.get("resources", ())
            self._paths |= {
                (version, item["kind"]): (item["name"], item["namespaced"]) for item in known if "/" not in item["name"]
            }
        if (version, kind) not in self._paths:
            return None
        name, namespaced = self._paths[version, kind]
        metadata: Mapping[str, Any] = manifest["metadata"]
        return (
            _root(version)
            + (f"/namespaces/{metadata.get('namespace') or 'default'}" if namespaced else "")
            + f"/{name}"
        )

    def _settle(self, manifest: Manifest) -> None:
        """Wait until objects of a kind that was just defined can be made."""
        if manifest["kind"] != "CustomResourceDefinition":
            return
        spec = manifest["spec"]
        root = _root(f"{spec['group']}/{spec['versions'][0]['name']}")
        until = time.monotonic() + _PATIENCE_SECONDS
        while time.monotonic() < until:
            if self._api("GET", f"{root}/{spec['names']['plural']}").code == http.HTTPStatus.OK:
                return
            time.sleep(0.05)
        raise Unprepared(f"{manifest['metadata']['name']} was not served within {_PATIENCE_SECONDS} s")

    def _remove(self, manifest: Manifest) -> None:
        """Delete it at once, whatever it waits for; without controllers it would wait for ever."""
        metadata = manifest["metadata"]
        path = f"{self._place(manifest)}/{_quoted(manifest)}"
        if metadata.get("finalizers") and manifest["kind"] != "CustomResourceDefinition":
            self._api("PATCH", path, {"metadata": {"finalizers": None}}, _MERGE)
        self._api(
            "DELETE",
            path,
            {"kind": "DeleteOptions", "apiVersion": "v1", "gracePeriodSeconds": 0, "propagationPolicy": "Background"},
        )
        if manifest["kind"] == "Namespace":
            left = self._api("GET", path).body
            self._api("PUT", f"{path}/finalize", {**left, "spec": {"finalizers": []}})
        until = time.monotonic() + _PATIENCE_SECONDS
        while self._api("GET", path).code != http.HTTPStatus.NOT_FOUND:
            if time.monotonic() > until:
                raise Unprepared(f"{path} does not go")
            time.sleep(0.02)
        if manifest["kind"] == "CustomResourceDefinition":
            self._paths = {key: value for key, value in self._paths.items() if manifest["spec"]["group"] not in key[0]}


def _quoted(manifest: Manifest) -> str:
    return urllib.parse.quote(str(manifest["metadata"]["name"]), safe="")


def _root(version: str) -> str:
    return f"/api/{version}" if "/" not in version else f"/apis/{version}"


def _no_match(manifest: Manifest) -> Reply:
    """What client-go says where discovery does not know a kind; no request is sent then."""
    text = f'no matches for kind "{manifest["kind"]}" in version "{manifest["apiVersion"]}"'
    return Reply(http.HTTPStatus.NOT_FOUND, {"reason": "NotFound", "message": text})


def _take(reply: Reply, case: str) -> Manifest:
    if reply.code >= http.HTTPStatus.BAD_REQUEST:
        raise Unprepared(f"{case}: {reply.body['message']}")
    return reply.body
