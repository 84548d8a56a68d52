"""What every tunnel on GCP says."""

from pulumi_gcp import compute

# https://cloud.google.com/network-connectivity/docs/vpn/concepts/supported-ike-ciphers
CIPHERS = compute.VPNTunnelCipherSuiteArgs(
    phase1=compute.VPNTunnelCipherSuitePhase1Args(
        encryptions=["AES-GCM-16-256"], prves=["PRF-HMAC-SHA2-384"], dhs=["Group-20"]
    ),
    phase2=compute.VPNTunnelCipherSuitePhase2Args(encryptions=["AES-GCM-16-256"], pfs=["Group-20"]),
)
SECRETS = ["sharedSecret"]
