"""Serves the policies to whoever deploys: Stackwright, or plain `pulumi preview --policy-pack policies`."""

from stackwright_policies.model import Pack
from stackwright_policies.packs import everything
from stackwright_policies.serving import serve

from acme_policies import POLICIES

if __name__ == "__main__":
    serve(
        Pack(
            name="acme",
            title="acme",
            description="The rules that everything here is deployed under.",
            policies=(*everything.policies, *POLICIES),
        )
    )
