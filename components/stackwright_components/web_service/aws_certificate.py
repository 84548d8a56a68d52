"""The certificate and the record of a domain."""

from collections.abc import Mapping

import pulumi
import pulumi_aws as aws

from stackwright_components.conventions import child
from stackwright_components.web_service.interface import Settings


def certificate(
    service: pulumi.ComponentResource, name: str, domain: str, settings: Settings, tags: Mapping[str, str]
) -> pulumi.Input[str]:
    """The ARN of a certificate that is valid: the given one, or one that ACM issues and renews by a DNS record."""
    if settings.certificate_arn is not None:
        return settings.certificate_arn
    issued = aws.acm.Certificate(
        f"{name}-certificate",
        domain_name=domain,
        validation_method="DNS",
        key_algorithm="EC_prime256v1",
        tags=tags,
        opts=child(service),
    )
    proof = issued.domain_validation_options[0]
    record = aws.route53.Record(
        f"{name}-proof",
        zone_id=settings.zone_id,
        name=proof.resource_record_name,
        type=proof.resource_record_type,
        records=[proof.resource_record_value],
        ttl=60,
        # The same proof serves every certificate for this name, so the next one finds it there.
        allow_overwrite=True,
        opts=child(service),
    )
    valid = aws.acm.CertificateValidation(
        f"{name}-certificate",
        certificate_arn=issued.arn,
        validation_record_fqdns=[record.fqdn],
        opts=child(service),
    )
    return valid.certificate_arn


def alias(
    service: pulumi.ComponentResource,
    name: str,
    domain: str,
    zone_id: pulumi.Input[str],
    load_balancer: aws.lb.LoadBalancer,
) -> None:
    """Point the domain at the load balancer."""
    aws.route53.Record(
        f"{name}-alias",
        zone_id=zone_id,
        name=domain,
        type="A",
        aliases=[
            {
                "name": load_balancer.dns_name,
                "zone_id": load_balancer.zone_id,
                "evaluate_target_health": True,
            }
        ],
        opts=child(service),
    )
