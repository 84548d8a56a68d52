REGION = {"region": "eu-west-1"}


def test_what_the_families_get_new_members_of_is_taken(make):
    for number, engine in enumerate(("oracle-ee-cdb", "custom-sqlserver-dev", "db2-se", "aurora-mysql")):
        inputs = {"engine": engine, "instanceClass": "db.x2iedn.64xlarge.tpc2.mem4x"}
        make("aws:rds/instance:Instance", inputs, name=f"d{number}", config=REGION)
    make("aws:ec2/instance:Instance", {"ami": "ami-1", "instanceType": "x9.weird-6tb"}, config=REGION)


def test_every_key_of_a_table_and_every_size_of_fargate_is_taken(make):
    keys = {"hashKey": "id", "attributes": [{"name": name, "type": "S"} for name in ("id", "at", "by")]}
    indexes = {
        "globalSecondaryIndexes": [{"name": "by", "hashKey": "by", "projectionType": "ALL"}],
        "localSecondaryIndexes": [{"name": "at", "rangeKey": "at", "projectionType": "ALL"}],
    }
    make("aws:dynamodb/table:Table", {**keys, **indexes}, config=REGION)
    task = {"family": "t", "requiresCompatibilities": ["FARGATE"], "containerDefinitions": "[]"}
    for cpu, memory in (("256", "512"), ("256", "2048"), ("1024", "3072"), ("16384", "122880"), (".25 vCPU", "1 GB")):
        make("aws:ecs/taskDefinition:TaskDefinition", {**task, "cpu": cpu, "memory": memory}, name=cpu, config=REGION)
