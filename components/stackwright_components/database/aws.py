"""RDS for PostgreSQL: a Multi-AZ instance in private subnets, its clients' security group, logs, alarms and events."""

from collections.abc import Mapping
from typing import Final

import pulumi
import pulumi_aws as aws

from stackwright_components.aws_alarms import PUBLISHERS, owner_topic
from stackwright_components.aws_policies import Place, encryption_key, place_of, service_trust
from stackwright_components.conventions import child
from stackwright_components.database.aws_network import Surroundings, surroundings
from stackwright_components.database.aws_watch import watch
from stackwright_components.database.credentials import connection_url, generated_password
from stackwright_components.database.interface import PORT, DatabaseOutputs, Settings
from stackwright_components.labels import aws_tags

_CLASSES: Final[Mapping[str, str]] = {"S": "db.t4g.medium", "M": "db.m7g.large", "L": "db.r7g.xlarge"}
_LOG_EXPORTS: Final = ("postgresql", "upgrade")

# https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/Appendix.PostgreSQL.CommonDBATasks.Parameters.html
_PARAMETERS: Final[tuple[aws.rds.ParameterGroupParameterArgsDict, ...]] = (
    {"name": "rds.force_ssl", "value": "1"},
    {"name": "ssl_min_protocol_version", "value": "TLSv1.2"},
    {"name": "password_encryption", "value": "scram-sha-256"},
    {"name": "rds.accepted_password_auth_method", "value": "scram"},
    {"name": "log_connections", "value": "1"},
    {"name": "log_disconnections", "value": "1"},
    {"name": "log_lock_waits", "value": "1"},
    {"name": "log_min_duration_statement", "value": "1000"},
    {"name": "idle_in_transaction_session_timeout", "value": "300000"},
)


def build(database: pulumi.ComponentResource, name: str, settings: Settings) -> DatabaseOutputs:
    """Make the instance and what belongs to it."""
    tags = aws_tags(settings.tags, name)
    around = surroundings(database, name, settings, tags)
    place = place_of(around.subnet_group.arn)
    key = encryption_key(
        database,
        name,
        place=place,
        purpose=f"Data, backups, logs and credentials of the database {name}",
        publishers=PUBLISHERS,
        tags=tags,
        retain=settings.deletion_protection,
    )
    password = generated_password(database, name, settings) if settings.credentials == "generated" else None
    instance = _instance(database, name, settings, around, place, key, password, tags)
    topic = settings.alarm_target or owner_topic(database, name, key=key, place=place, tags=tags)
    watch(database, name, settings, instance=instance, topic=topic, tags=tags)
    nothing = pulumi.Output.from_input("")
    return DatabaseOutputs(
        host=instance.address,
        port=pulumi.Output.from_input(PORT),
        database_name=settings.database_name,
        username=settings.username,
        password=password or nothing,
        password_secret=nothing if password else instance.master_user_secrets[0].secret_arn,
        url=connection_url(settings, host=instance.address, username=settings.username, password=password),
        server_id=instance.arn,
        network_id=pulumi.Output.from_input(around.network_id),
        key_arn=key.arn,
        client_security_group_id=around.clients.id,
        guard_id=around.security_group.id,
        network_cidr=pulumi.Output.from_input(settings.network_cidr),
        alarm_target=pulumi.Output.from_input(topic),
    )


def _instance(
    database: pulumi.ComponentResource,
    name: str,
    settings: Settings,
    around: Surroundings,
    place: pulumi.Output[Place],
    key: aws.kms.Key,
    password: pulumi.Output[str] | None,
    tags: dict[str, str],
) -> aws.rds.Instance:
    # The subnet group's autoname is as good a name for the instance, and it is known before the instance exists: the
    # log groups must be there first, or RDS makes them itself, unencrypted and kept for ever.
    identifier = around.subnet_group.name
    parameters = aws.rds.ParameterGroup(
        f"{name}-parameters",
        family=pulumi.Output.concat("postgres", settings.version),
        description=f"Parameters of the database {name}",
        parameters=list(_PARAMETERS),
        tags=tags,
        opts=child(database),
    )
    log_groups = [
        aws.cloudwatch.LogGroup(
            f"{name}-{export}",
            name=pulumi.Output.concat("/aws/rds/instance/", identifier, f"/{export}"),
            kms_key_id=key.arn,
            retention_in_days=settings.log_retention_days,
            tags=tags,
            opts=child(database),
        )
        for export in _LOG_EXPORTS
    ]
    monitoring = _monitoring_role(database, name, place, tags)
    return aws.rds.Instance(
        name,
        identifier=identifier,
        engine="postgres",
        engine_version=settings.version,
        instance_class=_CLASSES[settings.size],
        allocated_storage=settings.storage_gb,
        max_allocated_storage=settings.storage_gb.apply(lambda size: 4 * size),
        storage_type="gp3",
        storage_encrypted=True,
        kms_key_id=key.arn,
        db_name=settings.database_name,
        username=settings.username,
        port=PORT,
        password=password,
        manage_master_user_password=None if password else True,
        master_user_secret_kms_key_id=None if password else key.arn,
        iam_database_authentication_enabled=True,
        db_subnet_group_name=around.subnet_group.name,
        vpc_security_group_ids=[around.security_group.id],
        publicly_accessible=False,
        ca_cert_identifier="rds-ca-rsa2048-g1",
        parameter_group_name=parameters.name,
        multi_az=settings.high_availability,
        backup_retention_period=settings.backup_retention_days,
        backup_window="02:00-03:00",
        maintenance_window="sun:03:30-sun:04:30",
        copy_tags_to_snapshot=True,
        delete_automated_backups=not settings.deletion_protection,
        deletion_protection=settings.deletion_protection,
        skip_final_snapshot=not settings.deletion_protection,
        final_snapshot_identifier=pulumi.Output.concat(identifier, "-final"),
        auto_minor_version_upgrade=True,
        allow_major_version_upgrade=True,
        apply_immediately=settings.apply_immediately,
        enabled_cloudwatch_logs_exports=list(_LOG_EXPORTS),
        performance_insights_enabled=True,
        performance_insights_kms_key_id=key.arn,
        performance_insights_retention_period=7,
        monitoring_interval=60,
        monitoring_role_arn=monitoring.arn,
        tags=tags,
        opts=child(database, protect=settings.deletion_protection, depends_on=log_groups),
    )


def _monitoring_role(
    database: pulumi.ComponentResource, name: str, place: pulumi.Output[Place], tags: dict[str, str]
) -> aws.iam.Role:
    role = aws.iam.Role(
        f"{name}-monitoring",
        description=f"Enhanced monitoring of the database {name}",
        assume_role_policy=service_trust("monitoring.rds.amazonaws.com", place),
        tags=tags,
        opts=child(database),
    )
    aws.iam.RolePolicyAttachment(
        f"{name}-monitoring",
        role=role.name,
        policy_arn=place.apply(
            lambda here: f"arn:{here.partition}:iam::aws:policy/service-role/AmazonRDSEnhancedMonitoringRole"
        ),
        opts=child(database),
    )
    return role
