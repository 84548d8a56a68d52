"""What is watched of a flexible server. What to do about it: docs/components/database.md, Runbook."""

from typing import Final

from stackwright_components.azure_alarms import Alarm

# https://learn.microsoft.com/azure/postgresql/monitor/concepts-monitoring
ALARMS: Final = (
    Alarm("down", "The server does not answer.", "is_db_alive", 1, above=False, severity=0, aggregation="Maximum"),
    Alarm("cpu", "The processor has been busy for five minutes.", "cpu_percent", 80),
    Alarm("memory", "Memory runs out.", "memory_percent", 90),
    Alarm("storage", "The disk is nearly full.", "storage_percent", 85, severity=1),
    Alarm("wraparound", "Vacuum does not keep up.", "maximum_used_transactionIDs", 1_000_000_000, severity=1),
)
