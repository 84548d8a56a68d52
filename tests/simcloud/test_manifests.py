"""Manifests are read as Kubernetes tools read them."""

from __future__ import annotations

import http.server
import threading

import pytest

from stackwright.errors import CloudError
from stackwright.simcloud.manifests import documents, expanded, group, read

MAP = "{apiVersion: v1, kind: ConfigMap, metadata: {name: %s}}"


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("2024-01-01", "2024-01-01"),
        ("22:22", "22:22"),
        ("0755", 493),
        ("0o17", 15),
        ("1e3", 1000.0),
        ("-7", -7),
        ("yes", True),
        ("n", False),
        ("'yes'", "yes"),
        ("~", None),
        ("1.2.3", "1.2.3"),
        ("08", 8.0),
    ],
)
def test_plain_texts_mean_what_they_mean_in_go(text, value):
    """go-yaml v2, `resolve.go`: no dates, no base 60; `y` and `n` are booleans."""
    found = documents(f"value: {text}")[0]["value"]
    assert (found, type(found)) == (value, type(value))


def test_empty_documents_are_none_and_json_is_yaml():
    assert documents("---\n# nothing\n---\na: 1\n---\n{}\n") == [{"a": 1}]
    assert documents('{\n\t"a": "b"\n}') == [{"a": "b"}]


def test_keys_are_texts():
    assert documents("2: a\nyes: b\n1.5: {n: c}") == [{"2": "a", "true": "b", "1.5": {"false": "c"}}]
    assert documents("v: !!binary aGVsbG8=") == [{"v": "hello"}]
    assert documents('{"a": 1}\n{"b": 2}') == [{"a": 1}, {"b": 2}]


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("a: [", "decoding YAML"),
        ("- 1", "a Kubernetes object is a mapping"),
        ("~: 1", "None cannot be a key"),
        ("a: .nan", "nan is no value of JSON"),
    ],
)
def test_what_is_no_manifest_is_said(text, why):
    with pytest.raises(CloudError, match=why):
        documents(text)


def test_lists_are_what_they_list():
    nested = {"kind": "List", "items": [{"kind": "A"}, {"kind": "BList", "items": [{"kind": "B"}]}]}
    assert [each["kind"] for each in expanded([nested, {"kind": "C"}])] == ["A", "B", "C"]
    with pytest.raises(CloudError, match="items member is not an object"):
        expanded([{"kind": "List", "items": ["a"]}])


def test_the_core_group_has_no_name():
    versions = ("v1", "core/v1", "apps/v1", "")
    assert [group({"apiVersion": each}) for each in versions] == ["", "", "apps", ""]


def test_files_are_read_in_order_and_a_pattern_may_match_nothing(tmp_path):
    for name in ("b", "a"):
        (tmp_path / f"{name}.yaml").write_text(MAP % name)
    found = read(["*.yaml", "none*.yaml", "a.yaml"], tmp_path, globs=True)
    assert [each["metadata"]["name"] for each in found] == ["a", "b", "a"]
    with pytest.raises(CloudError, match=r"reading YAML file from disk: \*.yaml: No such file"):
        read(["*.yaml"], tmp_path, globs=False)


def test_a_url_is_fetched(tmp_path):
    class Handler(http.server.BaseHTTPRequestHandler):
        def do_GET(self):
            self.send_response(200 if self.path == "/map.yaml" else 404)
            self.end_headers()
            self.wfile.write((MAP % "fetched").encode())

        def log_message(self, *_):
            """Quietly."""

    with http.server.HTTPServer(("127.0.0.1", 0), Handler) as server:
        threading.Thread(target=server.serve_forever, args=(0.01,), daemon=True).start()
        at = f"http://127.0.0.1:{server.server_port}"
        assert read([f"{at}/map.yaml"], tmp_path, globs=True)[0]["metadata"] == {"name": "fetched"}
        with pytest.raises(CloudError, match=r"gone.yaml: Not Found; save it beside the program"):
            read([f"{at}/gone.yaml"], tmp_path, globs=True)
        server.shutdown()
    with pytest.raises(CloudError, match="only http and https are fetched"):
        read(["ftp://files.test/map.yaml"], tmp_path, globs=True)
