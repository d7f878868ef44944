#!/usr/bin/env python3
"""A scheduler that runs outside the server: it looks, chooses and calls StartTask.

    eval "$(bin/berth env)"
    yes hello | head -n 10 | python3 docs/examples/outside_scheduler.py default

Reads task definitions from its standard input, one a line, and starts a task of each on the fullest instance that has
room for it. It looks at the cluster once and trusts that picture until an instance refuses: the instance decides who
was first, so any number of schedulers can share a cluster without a lock. Needs botocore, which boto3 and the AWS CLI
of version 1 bring along.
"""
import sys

import botocore.session

ATTEMPTS = 5
ecs = botocore.session.get_session().create_client("ecs")


def look(cluster):
    """What each instance has left, by its ARN."""
    remaining = {}
    for page in ecs.get_paginator("list_container_instances").paginate(cluster=cluster, status="ACTIVE"):
        arns = page["containerInstanceArns"]
        if arns:
            found = ecs.describe_container_instances(cluster=cluster, containerInstances=arns)["containerInstances"]
            for instance in found:
                if instance["agentConnected"]:
                    numbers = {r["name"]: r.get("integerValue") for r in instance["remainingResources"]}
                    remaining[instance["containerInstanceArn"]] = (numbers["CPU"], numbers["MEMORY"])
    say(f"{len(remaining)} instances to choose from")
    return remaining


def needs(definition):
    """What one task of the definition is charged for."""
    task = ecs.describe_task_definition(taskDefinition=definition)["taskDefinition"]
    containers = task["containerDefinitions"]
    cpu = task.get("cpu") or sum(c.get("cpu", 0) for c in containers)
    memory = task.get("memory") or sum(c.get("memoryReservation", c.get("memory", 0)) for c in containers)
    return int(cpu), int(memory)


def fullest(remaining, cpu, memory):
    """The instance with the least left of those where the task fits; None where it fits nowhere."""
    fitting = [(left, arn) for arn, left in remaining.items() if left[0] >= cpu and left[1] >= memory]
    return min(fitting)[1] if fitting else None


def place(cluster, definition, remaining):
    """Starts one task; the picture of the cluster afterwards."""
    cpu, memory = needs(definition)
    is_new = False
    for _ in range(ATTEMPTS):
        instance = fullest(remaining, cpu, memory)
        if instance is None:
            if is_new:
                break
            remaining, is_new = look(cluster), True
            continue
        answer = ecs.start_task(cluster=cluster, taskDefinition=definition, containerInstances=[instance])
        if answer["tasks"]:
            left = remaining[instance]
            say(f"started {answer['tasks'][0]['taskArn']} on {instance}")
            return {**remaining, instance: (left[0] - cpu, left[1] - memory)}
        reason = answer["failures"][0]["reason"]
        if reason.startswith("RESOURCE:"):
            say(f"refused by {instance}, {reason}: another was faster, looking again")
        else:
            say(f"refused by {instance}, {reason}: looking again")
        remaining, is_new = look(cluster), True
    say(f"no place for {definition}")
    return remaining


def say(sentence):
    print(sentence, flush=True)


if __name__ == "__main__":
    if len(sys.argv) != 2:
        sys.exit(f"usage: {sys.argv[0]} CLUSTER, with a task definition on each line of the standard input")
    picture = look(sys.argv[1])
    for line in sys.stdin:
        if line.strip():
            picture = place(sys.argv[1], line.strip(), picture)
