"""One pack: `pulumi preview --policy-pack policies/security`."""

from stackwright_policies.packs import security
from stackwright_policies.serving import serve

if __name__ == "__main__":
    serve(security)
