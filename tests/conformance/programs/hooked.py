"""Hooks before and after what happens to resources, and when it fails."""

import json

import pulumi
import pulumi_aws as aws

variant = pulumi.Config().require_int("variant")
Options = pulumi.ResourceOptions
Args = pulumi.ResourceHookArgs


def fail_third(args: Args) -> None:
    if variant == 3:
        raise ValueError(f"{args.name} is not to be changed")


def fail_fourth(args: Args) -> None:
    if variant == 4:
        raise ValueError(f"{args.name} should not have been changed")


def told(args: object) -> str:
    return json.dumps(vars(args), sort_keys=True, default=lambda unknown: type(unknown).__name__)


def note(args: Args) -> None:
    pulumi.log.info(told(args))


def again(args: pulumi.ErrorHookArgs) -> bool:
    pulumi.log.info(told(args))
    return len(args.errors) < 3


strict = pulumi.ResourceHook("strict", fail_third)
late = pulumi.ResourceHook("late", fail_fourth)
noting = pulumi.ResourceHook("noting", note, pulumi.ResourceHookOptions(on_dry_run=True))
retrying = pulumi.ErrorHook("retrying", again)
hooks = pulumi.ResourceHookBinding(
    before_create=[noting],
    after_create=[noting],
    before_update=[strict],
    after_update=[noting, late],
    before_delete=[noting],
    after_delete=[late],
    on_error=[retrying],
)


class Group(pulumi.ComponentResource):
    def __init__(self) -> None:
        binding = pulumi.ResourceHookBinding(after_create=[noting], after_update=[late])
        options = Options(hooks=binding, depends_on=[last])
        super().__init__("conformance:index:Group", "group", {"v": str(variant)}, options)
        self.register_outputs({"done": True})


first = aws.iam.Role("first", name="first", assume_role_policy="{}", tags={"v": "1"}, opts=Options(hooks=hooks))
options = Options(hooks=hooks, depends_on=[first])
second = aws.iam.Role("second", name="second", assume_role_policy="{}", tags={"v": str(variant)}, opts=options)
options = Options(
    hooks=pulumi.ResourceHookBinding(after_create=[noting], before_delete=[noting]),
    depends_on=[second],
)
behind = aws.iam.RolePolicy("behind", name="behind", role=second.name, policy="{}", opts=options)
options = Options(hooks=pulumi.ResourceHookBinding(after_delete=[noting]), depends_on=[behind])
last = aws.iam.RolePolicy("last", name="last", role=second.name, policy="{}", opts=options)
if variant == 1:
    options = Options(hooks=hooks, depends_on=[last])
    aws.iam.Role("gone", name="gone", assume_role_policy="{}", opts=options)
if variant != 3:
    Group()
