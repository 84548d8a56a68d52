"""Makes `curated/data/aws.json`: the forms of ids and ARNs of AWS's types that have no recipe of their own."""
