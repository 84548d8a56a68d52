"""All packs in one process: `pulumi preview --policy-pack policies`."""

from stackwright_policies.packs import everything
from stackwright_policies.serving import serve

if __name__ == "__main__":
    serve(everything)
