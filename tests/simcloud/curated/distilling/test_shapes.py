import pytest

from stackwright.simcloud.catalogue.sdk import catalogue
from stackwright.simcloud.curated.distilling import drawn
from stackwright.simcloud.curated.distilling.arns import Form, form_of
from stackwright.simcloud.curated.distilling.examples import Example, Piece, example
from stackwright.simcloud.curated.distilling.shapes import shape

ALIAS = Form("agent-alias", "arn:${Partition}:bedrock:${Region}:${Account}:agent-alias/${AgentId}/${AgentAliasId}")


@pytest.mark.parametrize(
    ("shown", "form"),
    [
        ("tgw-attach-12345678", "tgw-attach-{hex:17}"),
        ("lgw-rtb-1234567890abcdef", "lgw-rtb-{hex:16}"),
        ("GGRRAED6JP", "{upper:10}"),
        ("d2ypk4k47z8u6", "{lower:13}"),
        ("36727a4c-4683-4e49-880c-3347c61110a4", "{uuid}"),
        ("guardrail-id-12345678", None),
        ("my-function", None),
    ],
)
def test_what_is_drawn_is_told_from_names(shown, form):
    assert drawn.form(shown, "") == form


@pytest.mark.parametrize(
    ("using", "shown", "pieces"),
    [
        (
            "the data source ID and the knowledge base ID",
            "GWCMFMQF6T,EMDPPAYPZI",
            ["data source ID", "knowledge base ID"],
        ),
        ("`namespace` and `name` separated by a slash (`/`)", "a/b", ["namespace", "name"]),
        ("`role_name:role_policy_name`", "r:p", ["role_name", "role_policy_name"]),
        ("the `name`", "orders", ["name"]),
    ],
)
def test_the_documentation_names_the_pieces(tmp_path, using, shown, pieces):
    file = tmp_path / "thing.py"
    file.write_text(
        f"Using `pulumi import`, import things using {using}. For example:\n$ pulumi import aws:x:Y e {shown}"
    )
    assert [piece.name for piece in example(file).pieces] == pieces


def test_an_id_of_pieces_that_nobody_names_is_left_alone(tmp_path):
    file = tmp_path / "thing.py"
    file.write_text("$ pulumi import aws:x:Y e 123456789012,analysis")
    assert example(file) is None


def test_inputs_and_own_ids_fill_the_id_and_the_arn():
    shown = Example([Piece("alias ID", "66IVY0GUTF"), Piece("agent ID", "GGRRAED6JP")], ",")
    assert shape(catalogue("aws").resource("aws:bedrock/agentAgentAlias:AgentAgentAlias"), shown, ALIAS) == {
        "id": "{upper:10:agentAliasId},{in:agentId}",
        "agentAliasId": "{upper:10:agentAliasId}",
        "agentAliasArn": "arn:{partition}:bedrock:{region}:{account}:agent-alias/{in:agentId}/{upper:10:agentAliasId}",
    }


def test_a_form_is_found_by_an_example_or_by_the_name_of_the_type():
    token = "aws:bedrock/agentAgentAlias:AgentAgentAlias"
    agent = Form("agent", "arn:${Partition}:bedrock:${Region}:${Account}:agent/${AgentId}")
    known = {"bedrock": [agent, ALIAS]}
    assert form_of(token, known, "") == ALIAS
    assert form_of(token, known, "arn:aws:bedrock:us-west-2:123456789012:agent/GGRRAED6JP") == agent
    assert form_of(token, known, "arn:aws:bedrock:us-west-2:123456789012:flow/GGRRAED6JP") is None
