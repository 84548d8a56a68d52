"""CloudFront, API Gateway, Cognito, AppSync, WAF, App Runner, Amplify, Global Accelerator."""

from __future__ import annotations

from collections.abc import Mapping

from stackwright.simcloud.curated.aws.shapes import (
    CLOUDFRONT_ZONE,
    LOWER,
    MIXED,
    UPPER,
    arn,
    by_arn,
    by_id,
    by_name,
    drawn,
    region_of,
    worldwide,
)
from stackwright.simcloud.curated.recipe import Part, Recipe
from stackwright.simcloud.values.subject import Subject
from stackwright.wire.values import Value

_ID = drawn(13, UPPER, prefix="E")
_ETAG = drawn(13, UPPER, "etag", "E")
_TEN, _SIX, _SEVEN = drawn(10), drawn(6), drawn(7)
_REST = "arn:{partition}:apigateway:{region}::/restapis/{in:restApi}"
_EXECUTE = arn("execute-api", "")


def _edge(it: Subject) -> str:
    """The name of a distribution at CloudFront's edge."""
    return f"d{it.seed.text(13, LOWER, 'domain')}.cloudfront.net"


def _path(it: Subject) -> str:
    parent = it.other(it.text("parentId")).get("path")
    return f"{parent if isinstance(parent, str) else ''}/{it.text('pathPart')}".replace("//", "/")


def _endpoint(it: Subject) -> str:
    scheme = "wss" if it.text("protocolType") == "WEBSOCKET" else "https"
    return f"{scheme}://{it.id}.execute-api.{region_of(it)}.amazonaws.com"


def _stage_url(it: Subject) -> str:
    """The default stage has no name in its URL."""
    endpoint = it.other(it.text("apiId")).get("apiEndpoint")
    host = endpoint or f"https://{it.text('apiId')}.execute-api.{region_of(it)}.amazonaws.com"
    return f"{host}/{'' if it.text('name') == '$default' else it.text('name')}"


def _custom_domain(it: Subject) -> Value:
    host = f"d-{it.seed.text(10, LOWER, 'domain')}.execute-api.{region_of(it)}.amazonaws.com"
    return {"targetDomainName": host, "hostedZoneId": f"Z{it.seed.text(13, UPPER, 'zone')}"}


def _web_acl(kind: str) -> Recipe:
    def named(it: Subject) -> str:
        everywhere = it.text("scope") == "CLOUDFRONT"
        where = "us-east-1" if everywhere else region_of(it)
        scope = "global" if everywhere else "regional"
        me = it.identity
        return f"arn:{me.partition}:wafv2:{where}:{me.account}:{scope}/{kind}/{it.physical_name}/{it.id}"

    return Recipe(id="{uuid}", outputs={"arn": named, "lockToken": "{uuid:lock}"})


def _client_secret(it: Subject) -> Value:
    return it.seed.text(51, LOWER, "secret") if it.inputs.get("generateSecret") is True else ""


def _scopes(it: Subject) -> Value:
    """`https://api.example.com/read`, as tokens name them."""
    given = [scope.get("scopeName") for scope in it.items("scopes") if isinstance(scope, dict)]
    return [f"{it.text('identifier')}/{name}" for name in given]


def _graphql(it: Subject) -> Value:
    host, region = it.seed.text(26, LOWER, "host"), region_of(it)
    return {
        "GRAPHQL": f"https://{host}.appsync-api.{region}.amazonaws.com/graphql",
        "REALTIME": f"wss://{host}.appsync-realtime-api.{region}.amazonaws.com/graphql",
    }


def _cloudfront(kind: str) -> Recipe:
    """A policy of CloudFront."""
    return by_id("{uuid}", worldwide("cloudfront", f"{kind}/{{id}}"), etag=_ETAG)


_IDENTITY: Mapping[str, Part] = {
    "iamArn": "arn:{partition}:iam::cloudfront:user/CloudFront Origin Access Identity {id}",
    "cloudfrontAccessIdentityPath": "origin-access-identity/cloudfront/{id}",
    "s3CanonicalUserId": "{hex:96:canonical}",
}

TYPES: Mapping[str, Recipe] = {
    "aws:cloudfront/distribution:Distribution": by_id(
        _ID,
        worldwide("cloudfront", "distribution/{id}"),
        domainName=_edge,
        hostedZoneId=CLOUDFRONT_ZONE,
        status="Deployed",
        etag=_ETAG,
        callerReference="terraform-{digits:18}",
        inProgressValidationBatches=0,
        lastModifiedTime="{time}",
        trustedKeyGroups=[{"enabled": False, "items": []}],
        trustedSigners=[{"enabled": False, "items": []}],
        continuousDeploymentPolicyId="",
        loggingV1Enabled=lambda it: bool(it.mapping("loggingConfig")),
    ),
    "aws:cloudfront/originAccessControl:OriginAccessControl": by_id(
        _ID, worldwide("cloudfront", "origin-access-control/{id}"), etag=_ETAG, description="Managed by Pulumi"
    ),
    "aws:cloudfront/originAccessIdentity:OriginAccessIdentity": by_id(
        _ID, worldwide("cloudfront", "origin-access-identity/{id}"), etag=_ETAG, **_IDENTITY
    ),
    "aws:cloudfront/function:Function": by_name(
        worldwide("cloudfront", "function/{in:name}"), etag=_ETAG, liveStageEtag=_ETAG, status="UNASSOCIATED"
    ),
    "aws:cloudfront/keyValueStore:KeyValueStore": by_name(
        worldwide("cloudfront", "key-value-store/{uuid}"), etag=_ETAG, lastModifiedTime="{time}"
    ),
    "aws:cloudfront/cachePolicy:CachePolicy": _cloudfront("cache-policy"),
    "aws:cloudfront/originRequestPolicy:OriginRequestPolicy": _cloudfront("origin-request-policy"),
    "aws:cloudfront/responseHeadersPolicy:ResponseHeadersPolicy": _cloudfront("response-headers-policy"),
    "aws:cloudfront/publicKey:PublicKey": by_id(drawn(13, UPPER, prefix="K"), etag=_ETAG),
    "aws:cloudfront/keyGroup:KeyGroup": by_id("{uuid}", etag=_ETAG),
    "aws:apigateway/restApi:RestApi": by_id(
        _TEN,
        "arn:{partition}:apigateway:{region}::/restapis/{id}",
        executionArn=f"{_EXECUTE}{{id}}",
        rootResourceId=drawn(10, LOWER, "root"),
        createdDate="{time}",
        apiKeySource="HEADER",
        disableExecuteApiEndpoint=False,
        minimumCompressionSize="",
        description="",
        policy="",
        binaryMediaTypes=[],
    ),
    "aws:apigateway/resource:Resource": by_id(_SIX, path=_path),
    "aws:apigateway/method:Method": Recipe(id="agm-{in:restApi}-{in:resourceId}-{in:httpMethod}"),
    "aws:apigateway/methodResponse:MethodResponse": Recipe(
        id="agmr-{in:restApi}-{in:resourceId}-{in:httpMethod}-{in:statusCode}"
    ),
    "aws:apigateway/integration:Integration": Recipe(
        id="agi-{in:restApi}-{in:resourceId}-{in:httpMethod}",
        outputs={
            "passthroughBehavior": "WHEN_NO_MATCH",
            "cacheNamespace": "{in:resourceId}",
            "connectionType": "INTERNET",
            "timeoutMilliseconds": 29000,
        },
    ),
    "aws:apigateway/integrationResponse:IntegrationResponse": Recipe(
        id="agir-{in:restApi}-{in:resourceId}-{in:httpMethod}-{in:statusCode}"
    ),
    "aws:apigateway/deployment:Deployment": by_id(_SIX, createdDate="{time}"),
    "aws:apigateway/stage:Stage": Recipe(
        id="ags-{in:restApi}-{in:stageName}",
        outputs={
            "arn": f"{_REST}/stages/{{in:stageName}}",
            "executionArn": f"{_EXECUTE}{{in:restApi}}/{{in:stageName}}",
            "invokeUrl": "https://{in:restApi}.execute-api.{region}.amazonaws.com/{in:stageName}",
            "webAclArn": "",
        },
    ),
    "aws:apigateway/apiKey:ApiKey": by_id(
        _TEN,
        "arn:{partition}:apigateway:{region}::/apikeys/{id}",
        value=drawn(40, MIXED, "value"),
        createdDate="{time}",
        lastUpdatedDate="{time}",
        description="Managed by Pulumi",
    ),
    "aws:apigateway/usagePlan:UsagePlan": by_id(_SIX, "arn:{partition}:apigateway:{region}::/usageplans/{id}"),
    "aws:apigateway/usagePlanKey:UsagePlanKey": Recipe(id="{in:keyId}"),
    "aws:apigateway/authorizer:Authorizer": by_id(_SIX, f"{_REST}/authorizers/{{id}}"),
    "aws:apigateway/domainName:DomainName": by_name(
        "arn:{partition}:apigateway:{region}::/domainnames/{in:domainName}",
        key="domainName",
        cloudfrontDomainName=_edge,
        cloudfrontZoneId=CLOUDFRONT_ZONE,
        regionalDomainName=lambda it: (
            f"d-{it.seed.text(10, LOWER, 'domain')}.execute-api.{region_of(it)}.amazonaws.com"
        ),
        regionalZoneId=drawn(13, UPPER, "zone", "Z"),
    ),
    "aws:apigatewayv2/api:Api": by_id(
        _TEN,
        "arn:{partition}:apigateway:{region}::/apis/{id}",
        apiEndpoint=_endpoint,
        executionArn=f"{_EXECUTE}{{id}}",
        apiKeySelectionExpression="$request.header.x-api-key",
        routeSelectionExpression="$request.method $request.path",
        ipAddressType="ipv4",
        disableExecuteApiEndpoint=False,
    ),
    "aws:apigatewayv2/integration:Integration": by_id(_SEVEN, timeoutMilliseconds=30000, connectionType="INTERNET"),
    "aws:apigatewayv2/route:Route": by_id(_SEVEN, authorizationType="NONE", apiKeyRequired=False),
    "aws:apigatewayv2/deployment:Deployment": by_id(_SIX, autoDeployed=False),
    "aws:apigatewayv2/authorizer:Authorizer": by_id(_SIX),
    "aws:apigatewayv2/apiMapping:ApiMapping": by_id(_SIX),
    "aws:apigatewayv2/vpcLink:VpcLink": by_id(_SIX, "arn:{partition}:apigateway:{region}::/vpclinks/{id}"),
    "aws:apigatewayv2/stage:Stage": Recipe(
        id="{in:name}",
        outputs={
            "arn": "arn:{partition}:apigateway:{region}::/apis/{in:apiId}/stages/{in:name}",
            "executionArn": f"{_EXECUTE}{{in:apiId}}/{{in:name}}",
            "invokeUrl": _stage_url,
            "deploymentId": drawn(6, LOWER, "deployment"),
        },
    ),
    "aws:apigatewayv2/domainName:DomainName": by_name(
        "arn:{partition}:apigateway:{region}::/domainnames/{in:domainName}",
        key="domainName",
        apiMappingSelectionExpression="$request.basepath",
        domainNameConfiguration=_custom_domain,
    ),
    "aws:wafv2/webAcl:WebAcl": _web_acl("webacl"),
    "aws:wafv2/ipSet:IpSet": _web_acl("ipset"),
    "aws:wafv2/ruleGroup:RuleGroup": _web_acl("rulegroup"),
    "aws:wafv2/regexPatternSet:RegexPatternSet": _web_acl("regexpatternset"),
    "aws:wafv2/webAclAssociation:WebAclAssociation": Recipe(id="{in:webAclArn},{in:resourceArn}"),
    "aws:cognito/userPool:UserPool": by_id(
        lambda it: f"{region_of(it)}_{it.seed.text(9, MIXED)}",
        arn("cognito-idp", "userpool/{id}"),
        endpoint="cognito-idp.{region}.amazonaws.com/{id}",
        creationDate="{time}",
        lastModifiedDate="{time}",
        estimatedNumberOfUsers=0,
        customDomain="",
        domain="",
        mfaConfiguration="OFF",
    ),
    "aws:cognito/userPoolClient:UserPoolClient": by_id(
        drawn(26), clientSecret=_client_secret, refreshTokenValidity=30, preventUserExistenceErrors=""
    ),
    "aws:cognito/userPoolDomain:UserPoolDomain": Recipe(
        id="{in:domain}",
        unique=True,
        outputs={
            "awsAccountId": "{account}",
            "cloudfrontDistribution": _edge,
            "cloudfrontDistributionArn": _edge,
            "cloudfrontDistributionZoneId": CLOUDFRONT_ZONE,
            "s3Bucket": "aws-cognito-prod-{region}-assets",
            "version": "20250101000000",
        },
    ),
    "aws:cognito/identityPool:IdentityPool": by_id("{region}:{uuid}", arn("cognito-identity", "identitypool/{id}")),
    "aws:cognito/resourceServer:ResourceServer": Recipe(
        id="{in:userPoolId}|{in:identifier}", outputs={"scopeIdentifiers": _scopes}
    ),
    "aws:cognito/identityProvider:IdentityProvider": Recipe(id="{in:userPoolId}:{in:providerName}"),
    "aws:cognito/userGroup:UserGroup": Recipe(id="{in:userPoolId}/{in:name}"),
    "aws:cognito/user:User": Recipe(
        id="{in:userPoolId}/{in:username}",
        outputs={"sub": "{uuid}", "status": "FORCE_CHANGE_PASSWORD", "creationDate": "{time}", "enabled": True},
    ),
    "aws:appsync/graphQLApi:GraphQLApi": by_id(drawn(26), arn("appsync", "apis/{id}"), uris=_graphql),
    "aws:appsync/dataSource:DataSource": Recipe(
        id="{in:apiId}-{in:name}", outputs={"arn": arn("appsync", "apis/{in:apiId}/datasources/{in:name}")}
    ),
    "aws:appsync/function:Function": Recipe(
        id=lambda it: f"{it.text('apiId')}-{it.seed.text(26, LOWER)}",
        outputs={
            "arn": lambda it: (
                f"arn:{it.identity.partition}:appsync:{region_of(it)}:{it.identity.account}"
                f":apis/{it.text('apiId')}/functions/{it.seed.text(26, LOWER)}"
            ),
            "functionId": drawn(26),
        },
    ),
    "aws:appsync/resolver:Resolver": Recipe(
        id="{in:apiId}-{in:type}-{in:field}",
        outputs={"arn": arn("appsync", "apis/{in:apiId}/types/{in:type}/resolvers/{in:field}")},
    ),
    "aws:appsync/apiKey:ApiKey": Recipe(
        id=lambda it: f"{it.text('apiId')}:da2-{it.seed.text(26, LOWER)}",
        outputs={"key": lambda it: f"da2-{it.seed.text(26, LOWER)}", "apiKeyId": lambda it: it.id.partition(":")[2]},
    ),
    "aws:apprunner/service:Service": by_arn(
        arn("apprunner", "service/{in:serviceName}/{hex:32}"),
        serviceId="{hex:32}",
        serviceUrl=lambda it: f"{it.seed.text(10, LOWER, 'url')}.{region_of(it)}.awsapprunner.com",
        status="RUNNING",
    ),
    "aws:amplify/app:App": by_id(
        drawn(13, prefix="d"),
        arn("amplify", "apps/{id}"),
        defaultDomain="{id}.amplifyapp.com",
        platform="WEB",
        productionBranches=[],
    ),
    "aws:amplify/branch:Branch": Recipe(
        id="{in:appId}/{in:branchName}",
        outputs={"arn": arn("amplify", "apps/{in:appId}/branches/{in:branchName}"), "displayName": "{in:branchName}"},
    ),
    "aws:globalaccelerator/accelerator:Accelerator": by_arn(
        worldwide("globalaccelerator", "accelerator/{uuid}"),
        dnsName="a{hex:16:dns}.awsglobalaccelerator.com",
        dualStackDnsName="",
        hostedZoneId="Z2BJ6XQ5FK7U4H",
        ipSets=[{"ipAddresses": ["{ip:one}", "{ip:two}"], "ipFamily": "IPv4"}],
    ),
    "aws:globalaccelerator/listener:Listener": by_id("{in:acceleratorArn}/listener/{hex:8}", "{id}"),
    "aws:globalaccelerator/endpointGroup:EndpointGroup": by_id("{in:listenerArn}/endpoint-group/{hex:12}", "{id}"),
}
