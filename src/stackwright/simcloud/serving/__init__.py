"""The simulated clouds over gRPC, so that the official CLI can attach to them (`PULUMI_DEBUG_PROVIDERS`)."""
