"""EventBridge, Step Functions, Kinesis, Kafka, brokers, mail."""

from __future__ import annotations

from collections.abc import Mapping

from stackwright.simcloud.curated.aws.shapes import LOWER, UPPER, arn, by_arn, by_id, by_name, drawn, region_of
from stackwright.simcloud.curated.recipe import Recipe
from stackwright.simcloud.values import guess
from stackwright.simcloud.values.subject import Subject
from stackwright.wire.values import Value

_ACTIVE_MQ = (("ssl", 61617), ("amqp+ssl", 5671), ("stomp+ssl", 61614), ("mqtt+ssl", 8883), ("wss", 61619))
"""The protocols of ActiveMQ in the order in which Amazon MQ lists them (pulumi-aws, `aws.mq.Broker`, Instance)."""


def _bus(it: Subject) -> str:
    """`bus/` before the name of a rule that is not on the default bus."""
    name = it.text("eventBusName").rpartition("/")[2]
    return "" if name in {"", "default"} else f"{name}/"


def _group(it: Subject) -> str:
    return it.text("groupName") or "default"


def brokers(it: Subject, port: int) -> str:
    """The first three brokers of a Kafka cluster."""
    count = min(it.number("numberOfBrokerNodes", 3), 3)
    middle = f"{guess.label(it.text('clusterName'))}.{it.seed.text(6, LOWER, 'brokers')}.c2.kafka.{region_of(it)}"
    return ",".join(f"b-{number}.{middle}.amazonaws.com:{port}" for number in range(1, count + 1))


def _broker(it: Subject) -> Value:
    domain = f"mq.{region_of(it)}.amazonaws.com"
    if it.text("engineType").lower() == "rabbitmq":
        host = f"{it.id}.{domain}"
        return [{"consoleUrl": f"https://{host}", "endpoints": [f"amqps://{host}:5671"], "ipAddress": ""}]
    hosts = [f"{it.id}-{number}.{domain}" for number in (1, 2)]
    return [
        {
            "consoleUrl": f"https://{host}:8162",
            "endpoints": [f"{scheme}://{host}:{port}" for scheme, port in _ACTIVE_MQ],
            "ipAddress": guess.private_ip(it, host),
        }
        for host in (hosts if it.text("deploymentMode") == "ACTIVE_STANDBY_MULTI_AZ" else hosts[:1])
    ]


def _tokens(it: Subject) -> list[Value]:
    return [it.seed.text(32, LOWER, f"dkim{number}") for number in range(3)]


TYPES: Mapping[str, Recipe] = {
    "aws:cloudwatch/eventBus:EventBus": by_name(arn("events", "event-bus/{in:name}")),
    "aws:cloudwatch/eventRule:EventRule": Recipe(
        id=lambda it: f"{_bus(it)}{it.physical_name}",
        outputs={
            "arn": lambda it: (
                f"arn:{it.identity.partition}:events:{region_of(it)}:{it.identity.account}"
                f":rule/{_bus(it)}{it.physical_name}"
            ),
            "eventBusName": "default",
        },
    ),
    "aws:cloudwatch/eventArchive:EventArchive": by_name(arn("events", "archive/{in:name}")),
    "aws:cloudwatch/eventConnection:EventConnection": by_name(
        arn("events", "connection/{in:name}/{uuid}"),
        secretArn=arn("secretsmanager", "secret:events!connection/{in:name}/{uuid:secret}"),
    ),
    "aws:cloudwatch/eventApiDestination:EventApiDestination": by_name(
        arn("events", "api-destination/{in:name}/{uuid}")
    ),
    "aws:scheduler/scheduleGroup:ScheduleGroup": by_name(arn("scheduler", "schedule-group/{in:name}"), state="ACTIVE"),
    "aws:scheduler/schedule:Schedule": Recipe(
        id=lambda it: f"{_group(it)}/{it.physical_name}",
        unique=True,
        outputs={
            "arn": lambda it: (
                f"arn:{it.identity.partition}:scheduler:{region_of(it)}:{it.identity.account}"
                f":schedule/{_group(it)}/{it.physical_name}"
            ),
            "groupName": "default",
        },
    ),
    "aws:pipes/pipe:Pipe": by_name(arn("pipes", "pipe/{in:name}")),
    "aws:sfn/stateMachine:StateMachine": by_arn(
        arn("states", "stateMachine:{in:name}"),
        status="ACTIVE",
        creationDate="{time}",
        type="STANDARD",
        description="",
        revisionId="",
        stateMachineVersionArn="",
        versionDescription="",
    ),
    "aws:sfn/activity:Activity": by_arn(arn("states", "activity:{in:name}"), creationDate="{time}"),
    "aws:sfn/alias:Alias": Recipe(id=arn("states", "stateMachine:{in:name}"), outputs={"arn": "{id}"}),
    "aws:kinesis/stream:Stream": by_arn(
        arn("kinesis", "stream/{in:name}"), retentionPeriod=24, encryptionType="NONE", shardCount=1
    ),
    "aws:kinesis/streamConsumer:StreamConsumer": by_id("{in:streamArn}/consumer/{in:name}:{digits:10}", "{id}"),
    "aws:kinesis/firehoseDeliveryStream:FirehoseDeliveryStream": by_arn(
        arn("firehose", "deliverystream/{in:name}"), destinationId="destinationId-000000000001", versionId="1"
    ),
    "aws:msk/cluster:Cluster": by_arn(
        arn("kafka", "cluster/{in:clusterName}/{uuid}-2"),
        clusterUuid="{uuid}-2",
        bootstrapBrokers=lambda it: brokers(it, 9092),
        bootstrapBrokersTls=lambda it: brokers(it, 9094),
        bootstrapBrokersSaslScram=lambda it: brokers(it, 9096),
        bootstrapBrokersSaslIam=lambda it: brokers(it, 9098),
        zookeeperConnectString=lambda it: brokers(it, 2181),
        currentVersion=drawn(13, UPPER, "version", "K"),
        storageMode="LOCAL",
    ),
    "aws:msk/configuration:Configuration": by_arn(arn("kafka", "configuration/{in:name}/{uuid}-2"), latestRevision=1),
    "aws:msk/serverlessCluster:ServerlessCluster": by_arn(
        arn("kafka", "cluster/{in:clusterName}/{uuid}-s1"),
        clusterUuid="{uuid}-s1",
        bootstrapBrokersSaslIam=lambda it: (
            f"boot-{it.seed.text(8, LOWER, 'brokers')}.c1.kafka-serverless.{region_of(it)}.amazonaws.com:9098"
        ),
    ),
    "aws:mq/broker:Broker": by_id("b-{uuid}", arn("mq", "broker:{in:brokerName}:{id}"), instances=_broker),
    "aws:mq/configuration:Configuration": by_id("c-{uuid}", arn("mq", "configuration:{id}"), latestRevision=1),
    "aws:ses/domainIdentity:DomainIdentity": by_name(
        arn("ses", "identity/{in:domain}"),
        key="domain",
        verificationToken=lambda it: it.seed.text(43, LOWER, "token") + "=",
    ),
    "aws:ses/domainIdentityVerification:DomainIdentityVerification": Recipe(
        id="{in:domain}", outputs={"arn": arn("ses", "identity/{in:domain}")}
    ),
    "aws:ses/receiptRuleSet:ReceiptRuleSet": by_name(
        arn("ses", "receipt-rule-set/{in:ruleSetName}"), key="ruleSetName"
    ),
    "aws:ses/receiptRule:ReceiptRule": Recipe(
        id="{in:name}", outputs={"arn": arn("ses", "receipt-rule-set/{in:ruleSetName}:receipt-rule/{in:name}")}
    ),
    "aws:sns/platformApplication:PlatformApplication": by_arn(arn("sns", "app/{in:platform}/{in:name}")),
    "aws:ses/emailIdentity:EmailIdentity": by_name(arn("ses", "identity/{in:email}"), key="email"),
    "aws:ses/domainDkim:DomainDkim": Recipe(id="{in:domain}", outputs={"dkimTokens": _tokens}),
    "aws:ses/mailFrom:MailFrom": Recipe(id="{in:domain}"),
    "aws:ses/configurationSet:ConfigurationSet": by_name(arn("ses", "configuration-set/{in:name}")),
    "aws:sesv2/emailIdentity:EmailIdentity": by_name(
        arn("ses", "identity/{in:emailIdentity}"),
        key="emailIdentity",
        identityType=lambda it: "EMAIL_ADDRESS" if "@" in it.text("emailIdentity") else "DOMAIN",
        verifiedForSendingStatus=False,
        verificationStatus="PENDING",
        dkimSigningAttributes=lambda it: {"tokens": _tokens(it), "status": "PENDING"},
    ),
    "aws:cloudwatch/compositeAlarm:CompositeAlarm": by_name(arn("cloudwatch", "alarm:{in:alarmName}"), key="alarmName"),
    "aws:cloudwatch/logStream:LogStream": Recipe(
        id="{in:name}", outputs={"arn": arn("logs", "log-group:{in:logGroupName}:log-stream:{in:name}")}
    ),
    "aws:cloudwatch/logMetricFilter:LogMetricFilter": Recipe(id="{in:name}"),
    "aws:cloudwatch/logSubscriptionFilter:LogSubscriptionFilter": Recipe(id="cwlsf-{digits:10}"),
    "aws:cloudwatch/logResourcePolicy:LogResourcePolicy": Recipe(id="{in:policyName}"),
}
