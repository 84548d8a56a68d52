"""Pods keep /proc masked, change no setting of the node's kernel, and their containers see only themselves."""

from collections.abc import Iterator
from typing import Final

from stackwright_policies.controls import HARDENING
from stackwright_policies.model import UNKNOWN, Policy, Settings, cis, nsa, pod_security
from stackwright_policies.resource import View
from stackwright_policies.security.kubernetes.samples import PATCH, a_cron_job, a_deployment, a_pod, confined, container
from stackwright_policies.verdicts import Failed, Verdict, each
from stackwright_policies.workloads import PODS, Pod, called, each_container, judging_pods

# https://kubernetes.io/docs/tasks/administer-cluster/sysctl-cluster/#safe-and-unsafe-sysctls (1.32)
_SAFE: Final = {
    "kernel.shm_rmid_forced",
    "net.ipv4.ip_local_port_range",
    "net.ipv4.ip_local_reserved_ports",
    "net.ipv4.ip_unprivileged_port_start",
    "net.ipv4.ping_group_range",
    "net.ipv4.tcp_fin_timeout",
    "net.ipv4.tcp_keepalive_intvl",
    "net.ipv4.tcp_keepalive_probes",
    "net.ipv4.tcp_keepalive_time",
    "net.ipv4.tcp_rmem",
    "net.ipv4.tcp_syncookies",
    "net.ipv4.tcp_wmem",
}


def _sysctls(*names: str) -> dict[str, object]:
    return {"sysctls": [{"name": name, "value": "1"} for name in names]}


PASSES: Final = (
    a_pod("nothing is said", container()),
    a_deployment("said so", confined(procMount="Default"), shareProcessNamespace=False),
    a_cron_job("a safe setting", container(), securityContext=_sysctls("net.ipv4.tcp_syncookies")),
    a_pod("the same, as the kernel spells it", container(), securityContext=_sysctls("net/ipv4/tcp_syncookies")),
)
VIOLATES: Final = (
    a_pod("/proc is open", confined(procMount="Unmasked")),
    a_deployment("an unsafe setting", container(), securityContext=_sysctls("kernel.shmmax")),
    a_cron_job("one of two", container(), securityContext=_sysctls("net.ipv4.tcp_syncookies", "net.core.somaxconn")),
    a_deployment("containers see each other", container(), shareProcessNamespace=True),
    a_deployment("a patch opens /proc", confined(procMount="Unmasked"), type=PATCH),
    a_pod("whatever the unknown one will be", confined(procMount=UNKNOWN), shareProcessNamespace="true"),
)
UNDECIDED: Final = (
    a_pod("not known", confined(procMount=UNKNOWN)),
    a_pod("which setting is not known", container(), securityContext={"sysctls": [{"name": UNKNOWN, "value": "1"}]}),
)


def _judge(pod: Pod, _settings: Settings) -> Iterator[Verdict]:
    spec = pod.spec
    yield from each([spec.get("shareProcessNamespace")], _shared)
    yield from each([spec], lambda it: each(it.get("securityContext", "sysctls").items(), _sysctl))
    yield from each_container(pod, _mounted)


def _shared(found: View) -> Iterator[Verdict]:
    if found.flag():
        yield Failed(f"its containers see each other's processes, memory and files ({found.path})")


def _sysctl(found: View) -> Iterator[Verdict]:
    name = found.get("name").text().replace("/", ".")
    if name not in _SAFE:
        yield Failed(f"{found.path} changes {name} of the kernel, which is not isolated from other pods")


def _mounted(container: View) -> Iterator[Verdict]:
    if container.get("securityContext", "procMount").text() not in ("", "Default"):
        yield Failed(f"{called(container)} sees all of /proc, where the kernel can be told things")


policy: Final = Policy(
    id="K8S-POD-11",
    title="Pods leave the kernel and each other alone",
    severity="high",
    why="An unmasked /proc, an unsafe sysctl or shared processes reach into other containers, pods or the node.",
    fix="Remove procMount, shareProcessNamespace and sysctls other than the safe ones.",
    frameworks=(
        *cis("Kubernetes", "1.10", "5.7.3"),
        *pod_security("Baseline", "/proc Mount Type", "Sysctls"),
        *nsa("Hardening container environments"),
        *HARDENING,
    ),
    types=PODS,
    check=judging_pods(_judge),
    passes=PASSES,
    violates=VIOLATES,
    undecided=UNDECIDED,
)
