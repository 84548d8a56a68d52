"""What an installed Pulumi SDK says of its types: read from its source, never imported, cached on disk.

Start at `stackwright.simcloud.catalogue.sdk.catalogue`.
"""
