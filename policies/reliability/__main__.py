"""One pack: `pulumi preview --policy-pack policies/reliability`."""

from stackwright_policies.packs import reliability
from stackwright_policies.serving import serve

if __name__ == "__main__":
    serve(reliability)
