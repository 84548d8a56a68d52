import json

import pytest

from stackwright.errors import CloudError

pytest.importorskip("pulumi_std", reason="the SDK of std is not installed")

CASES = [
    ("cidrsubnet", {"input": "10.0.0.0/16", "newbits": 8, "netnum": 3}, "10.0.3.0/24"),
    ("cidrsubnets", {"input": "10.0.0.0/16", "newbits": [4, 8, 4]}, ["10.0.0.0/20", "10.0.16.0/24", "10.0.32.0/20"]),
    ("cidrhost", {"input": "10.0.0.0/24", "host": -2}, "10.0.0.254"),
    ("cidrnetmask", {"input": "172.16.0.0/12"}, "255.240.0.0"),
    ("format", {"input": "%s-%03d %v %q 100%%", "args": ["a", 7, True, 'b"']}, 'a-007 true "b\\"" 100%'),
    ("formatlist", {"input": "%s/%s", "args": [["a", "b"], "x"]}, ["a/x", "b/x"]),
    ("jsonencode", {"input": {"b": [1, 2.0], "a": "<&"}}, '{"a":"\\u003c\\u0026","b":[1,2.0]}'),
    ("replace", {"text": "a-b", "search": "/-(.)/", "replace": "_$1$1"}, "a_bb"),
    ("regex", {"pattern": "(?P<major>\\d+)\\.(\\d+)", "string": "v1.2"}, {"major": "1"}),
    ("regexall", {"pattern": "[a-z]+", "string": "1a2bc"}, ["a", "bc"]),
    ("substr", {"input": "hello", "offset": -3, "length": -1}, "llo"),
    ("range", {"start": 4, "limit": 1}, [4, 3, 2]),
    ("setintersection", {"input": [["a", "b"], ["b", "c"], ["b"]]}, ["b"]),
    ("transpose", {"input": {"a": ["1", "2"], "b": ["2"]}}, {"1": ["a"], "2": ["a", "b"]}),
    ("timeadd", {"timestamp": "2024-02-28T23:00:00Z", "duration": "-1h30m"}, "2024-02-28T21:30:00Z"),
    ("timecmp", {"timestampa": "2024-01-01T00:00:00Z", "timestampb": "2024-01-01T01:00:00+01:00"}, 0),
    ("base64sha256", {"input": "a"}, "ypeBEsobvcr6wjGzmiPcTaeG7/gUfE5yuYB3ha/uSLs="),
    ("indent", {"input": "a\nb", "spaces": 2}, "a\n  b"),
    ("title", {"input": "hello big world"}, "Hello Big World"),
    ("csvdecode", {"input": "a,b\n1,2\n"}, [{"a": "1", "b": "2"}]),
    ("zipmap", {"keys": ["a", "b"], "values": [1, 2]}, {"a": 1, "b": 2}),
    ("tostring", {"input": 2.5}, "2.5"),
    ("urlencode", {"input": "a b/c"}, "a+b%2Fc"),
]
"""Function, arguments, result: the examples of Terraform's documentation where it has one."""


def _ask(host, function, args):
    return host.connect("std").invoke(f"std:index:{function}", args).value["result"]


@pytest.mark.parametrize(("function", "args", "result"), CASES, ids=[case[0] for case in CASES])
def test_functions_of_std_are_computed(host, function, args, result):
    assert json.loads(json.dumps(_ask(host, function, args))) == result


def test_files_are_read_from_where_the_program_runs(host, tmp_path, monkeypatch):
    (tmp_path / "policy.json").write_text('{"a": 1}')
    monkeypatch.chdir(tmp_path)
    assert _ask(host, "file", {"input": "policy.json"}) == '{"a": 1}'
    assert _ask(host, "filebase64", {"input": "./policy.json"}) == "eyJhIjogMX0="
    with pytest.raises(CloudError, match="open nothing: no such file or directory"):
        _ask(host, "file", {"input": "nothing"})


@pytest.mark.parametrize(
    ("function", "args", "says"),
    [
        ("cidrsubnet", {"input": "10.0.0.0/30", "newbits": 4, "netnum": 0}, "does not accommodate"),
        ("cidrsubnets", {"input": "10.0.0.0/30", "newbits": [1, 1, 1]}, "not enough remaining address space"),
        ("lookup", {"map": {"a": 1}, "key": "b"}, "failed to find key 'b'"),
        ("format", {"input": "%s %s", "args": ["a"]}, "not enough arguments"),
        ("jsondecode", {"input": "{"}, "jsondecode: Expecting"),
    ],
)
def test_what_cannot_be_computed_says_why(host, function, args, says):
    with pytest.raises(CloudError, match=says):
        _ask(host, function, args)
