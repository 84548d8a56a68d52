"""One pack: `pulumi preview --policy-pack policies/network-exposure`."""

from stackwright_policies.packs import network_exposure
from stackwright_policies.serving import serve

if __name__ == "__main__":
    serve(network_exposure)
