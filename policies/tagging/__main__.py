"""One pack: `pulumi preview --policy-pack policies/tagging`."""

from stackwright_policies.packs import tagging
from stackwright_policies.serving import serve

if __name__ == "__main__":
    serve(tagging)
