"""Containers on ECS and Fargate: what a web service and a worker have in common on AWS."""
