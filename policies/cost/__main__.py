"""One pack: `pulumi preview --policy-pack policies/cost`."""

from stackwright_policies.packs import cost
from stackwright_policies.serving import serve

if __name__ == "__main__":
    serve(cost)
