"""APIs ask who calls. Looks at the whole stack: which routes can ask depends on the API that they are of."""

from collections.abc import Iterator, Sequence
from typing import Final

from stackwright_policies.controls import AUTHENTICATION, PUBLIC_DATA
from stackwright_policies.model import UNKNOWN, Example, Policy, Settings, checkov
from stackwright_policies.references import is_said, of_each, said
from stackwright_policies.resource import Resource
from stackwright_policies.verdicts import Failed, Verdict, all_of

METHOD: Final = "aws:apigateway/method:Method"
ROUTE: Final = "aws:apigatewayv2/route:Route"
API: Final = "aws:apigatewayv2/api:Api"
_CONNECT: Final = "$connect"
_DEFAULT: Final = "$default"


def _api(protocol: str) -> Example:
    return Example(why="its API", type=API, name="api", inputs={"protocolType": protocol})


PASSES: Final = (
    Example(why="with IAM", type=METHOD, inputs={"httpMethod": "GET", "authorization": "AWS_IAM"}),
    Example(why="a browser's question before", type=METHOD, inputs={"httpMethod": "OPTIONS", "authorization": "NONE"}),
    Example(why="with tokens", type=ROUTE, inputs={"routeKey": "GET /orders", "authorizationType": "JWT"}),
    Example(why="a browser's question before", type=ROUTE, inputs={"routeKey": "OPTIONS /{proxy+}"}),
    Example(
        why="who is connected has shown who it is",
        type=ROUTE,
        inputs={"routeKey": "$default", "apiId": UNKNOWN},
        dependencies={"apiId": ["api"]},
        others=[_api("WEBSOCKET")],
    ),
    Example(why="its routes are others", type=API, inputs={"protocolType": "HTTP"}),
)
VIOLATES: Final = (
    Example(why="nobody is asked", type=METHOD, inputs={"httpMethod": "GET", "authorization": "NONE"}),
    Example(
        why="a key counts calls, and is in every browser",
        type=METHOD,
        inputs={"httpMethod": "POST", "authorization": "NONE", "apiKeyRequired": True},
    ),
    Example(why="nobody, by default", type=ROUTE, inputs={"routeKey": "GET /orders", "apiId": UNKNOWN}),
    Example(
        why="whatever is asked for",
        type=ROUTE,
        inputs={"routeKey": "$default", "apiId": UNKNOWN},
        dependencies={"apiId": ["api"]},
        others=[_api("HTTP")],
    ),
    Example(why="who connects", type=ROUTE, inputs={"routeKey": "$connect", "authorizationType": "NONE"}),
    Example(
        why="the one route that comes with the API",
        type=API,
        inputs={"protocolType": "HTTP", "target": UNKNOWN},
    ),
)
UNDECIDED: Final = (
    Example(why="not known", type=METHOD, inputs={"httpMethod": "GET", "authorization": UNKNOWN}),
    Example(why="nor is for what", type=ROUTE, inputs={"routeKey": UNKNOWN}),
)


def check_stack(resources: Sequence[Resource], _settings: Settings) -> Iterator[Verdict]:
    apis = {one.urn: one for one in resources if one.type == API}
    yield from of_each(resources, [METHOD], _judge_method)
    yield from of_each(resources, [ROUTE], lambda route: _judge_route(route, _api_of(route, apis)))
    yield from of_each(resources, [API], _judge_api)


def _api_of(route: Resource, apis: dict[str, Resource]) -> Resource | None:
    """The API of a route, if it is in the stack."""
    return next((apis[urn] for urn in route.depends.get("apiId", ()) if urn in apis), None)


def _judge_method(method: Resource) -> Iterator[Verdict]:
    if all_of(
        lambda: method.properties.get("authorization").text("NONE").upper() == "NONE",
        lambda: method.properties.get("httpMethod").text().upper() != "OPTIONS",
    ):
        yield Failed("authorization is NONE: everybody may call it")


def _judge_route(route: Resource, api: Resource | None) -> Iterator[Verdict]:
    if all_of(
        lambda: said(route, "authorizationType").text("NONE").upper() == "NONE",
        lambda: _can_ask(route, api),
    ):
        yield Failed("authorizationType is NONE: everybody may call it")


def _can_ask(route: Resource, api: Resource | None) -> bool:
    """Whether a route could ask who calls, and a browser's question before a call is not all that it answers.

    Those of a WebSocket API ask only at the connection:
    https://docs.aws.amazon.com/apigateway/latest/developerguide/apigateway-websocket-api-control-access.html
    """
    key = route.properties.get("routeKey").text().strip()
    if key == _DEFAULT:
        return api is None or said(api, "protocolType").text("HTTP").upper() != "WEBSOCKET"
    return key == _CONNECT or (" " in key and not key.upper().startswith("OPTIONS "))


def _judge_api(api: Resource) -> Iterator[Verdict]:
    """An API that is made with its target has one route, which asks nobody."""
    if is_said(api, "target"):
        yield Failed("target makes a route for everything, without authorization")


policy: Final = Policy(
    id="AWS-API-01",
    title="APIs ask who calls",
    severity="high",
    why="Whoever finds the address calls it, as often as they like, with the rights of what is behind it.",
    fix="Set authorization (authorizationType) to AWS_IAM, JWT, COGNITO_USER_POOLS or CUSTOM with an authorizer.",
    frameworks=(*AUTHENTICATION, *PUBLIC_DATA, *checkov("CKV_AWS_59", "CKV_AWS_309")),
    types=(METHOD, ROUTE, API),
    also_in=("network-exposure",),
    check_stack=check_stack,
    passes=PASSES,
    violates=VIOLATES,
    undecided=UNDECIDED,
)
