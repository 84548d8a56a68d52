"""What a Secret holds is a Pulumi secret, and a ConfigMap holds none."""

from collections.abc import Callable, Iterator, Sequence
from typing import Final

from stackwright_policies.controls import CREDENTIALS
from stackwright_policies.credentials import kept_in_clear
from stackwright_policies.kubernetes_api import judging_objects, kind_of, types
from stackwright_policies.model import UNKNOWN, Example, Policy, Settings, cis, nsa, secret
from stackwright_policies.resource import Resource, View
from stackwright_policies.verdicts import Failed, Verdict, each

SECRET: Final = "kubernetes:core/v1:Secret"  # noqa: S105 - a type
CONFIG_MAP: Final = "kubernetes:core/v1:ConfigMap"
_PUBLIC: Final = {"ca.crt", "tls.crt", "ca-bundle.crt", "namespace", "known_hosts"}
"""Keys under which Kubernetes' own types of Secrets keep what everybody may know."""

PASSES: Final = (
    Example(why="a Pulumi secret", type=SECRET, inputs={"stringData": {"password": secret("correct-horse")}}),
    Example(why="all of it, and not known yet", type=SECRET, inputs={"data": secret(UNKNOWN)}),
    Example(why="nothing in it", type=SECRET, inputs={"type": "kubernetes.io/service-account-token"}),
    Example(
        why="a certificate is public",
        type=SECRET,
        inputs={"type": "kubernetes.io/tls", "data": {"tls.crt": "TUlJ", "tls.key": secret("TUlJ")}},
    ),
    Example(why="no credential", type=CONFIG_MAP, inputs={"data": {"log_level": "debug", "host": "db.shop.svc"}}),
    Example(
        why="it says where the credential stands",
        type=CONFIG_MAP,
        inputs={"data": {"application.properties": "db.user=shop\ndb.password=${DB_PASSWORD}\n"}},
    ),
)
VIOLATES: Final = (
    Example(why="in clear in the program", type=SECRET, inputs={"stringData": {"password": "correct-horse"}}),
    Example(why="base64 hides nothing", type=SECRET, inputs={"data": {"password": "Y29ycmVjdC1ob3JzZQ=="}}),
    Example(
        why="one of two", type="kubernetes:core/v1:SecretPatch", inputs={"data": {"a": secret("YQ=="), "b": "YQ=="}}
    ),
    Example(why="a password in a ConfigMap", type=CONFIG_MAP, inputs={"data": {"db_password": "correct-horse"}}),
    Example(
        why="inside a file",
        type=CONFIG_MAP,
        inputs={"data": {"app.ini": "[db]\npassword = c0rrect-horse"}},
    ),
    Example(why="a Pulumi secret ends in clear", type=CONFIG_MAP, inputs={"data": {"dsn": secret(UNKNOWN)}}),
    Example(
        why="in a list",
        type="kubernetes:core/v1:ConfigMapList",
        inputs={"items": [{"data": {"a": "b"}}, {"data": {"key": "-----BEGIN RSA PRIVATE KEY-----\nMIIE"}}]},
    ),
)
UNDECIDED: Final = (
    Example(why="not known, and no Pulumi secret", type=SECRET, inputs={"data": {"password": UNKNOWN}}),
    Example(why="what is called a password is not known", type=CONFIG_MAP, inputs={"data": {"password": UNKNOWN}}),
)


def check(resource: Resource, settings: Settings) -> Iterator[Verdict]:
    judge = _secret if kind_of(resource.type) == "Secret" else _config
    return judging_objects(judge)(resource, settings)


def _secret(one: View, _settings: Settings) -> Iterator[Verdict]:
    return _entries(one, ("data", "stringData"), _kept)


def _config(one: View, _settings: Settings) -> Iterator[Verdict]:
    return _entries(one, ("data", "binaryData"), _harmless)


def _entries(one: View, places: Sequence[str], judge: Callable[[str, View], Iterator[Verdict]]) -> Iterator[Verdict]:
    return each([one.get(place) for place in places], lambda data: _each_entry(data, judge))


def _each_entry(data: View, judge: Callable[[str, View], Iterator[Verdict]]) -> Iterator[Verdict]:
    if data.secret and judge is _kept:
        return iter(())  # which entries there are may be unknown, too
    return each(data.entries(), lambda entry: judge(*entry))


def _kept(key: str, value: View) -> Iterator[Verdict]:
    if not value.secret and key not in _PUBLIC and value.text():
        yield Failed(f"{value.path} is written in clear in the program: it is no Pulumi secret")


def _harmless(key: str, value: View) -> Iterator[Verdict]:
    if found := kept_in_clear(key, value):
        yield Failed(f"{value.path} holds {found}, and everybody who may read the namespace reads it")


policy: Final = Policy(
    id="K8S-SEC-01",
    title="Secrets are Pulumi secrets, and ConfigMaps hold none",
    severity="high",
    why="What is in clear in a program is in its history and in every plan; a ConfigMap is for everybody to read.",
    fix="Pass it as a Pulumi secret (config.require_secret, Output.secret) into a Secret; not into a ConfigMap.",
    frameworks=(*cis("Kubernetes", "1.10", "5.4.1", "5.4.2"), *nsa("Secrets"), *CREDENTIALS),
    types=types("Secret", "ConfigMap"),
    heeds_secrecy=True,
    check=check,
    passes=PASSES,
    violates=VIOLATES,
    undecided=UNDECIDED,
)
