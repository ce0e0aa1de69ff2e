"""Decodes with the models that datamodel-code-generator makes, of bodies that a plain client receives."""

import json
import os
import sys
from urllib.error import HTTPError
from urllib.request import Request, urlopen

import models

CONTRACT = json.load(open("contract.json"))


def named(schema):
    return getattr(models, schema["$ref"].rsplit("/", 1)[1])


def call(request):
    for path, item in CONTRACT["paths"].items():
        for method, operation in item.items():
            if operation["operationId"] == request["operation"]:
                return send(path.format(**request["parameters"]), method, operation, request["body"])
    return {"failure": f"there is no operation {request['operation']}"}


def send(path, method, operation, body):
    model = named(operation["requestBody"]["content"]["application/json"]["schema"])
    sent = Request(
        os.environ["DEFENDER_ACTIONS_BASE_URL"] + path,
        data=model.model_validate(body).model_dump_json(by_alias=True).encode(),
        headers={
            "Authorization": f"Bearer {os.environ['DEFENDER_ACTIONS_TOKEN']}",
            "Content-Type": "application/json",
        },
        method=method.upper(),
    )
    try:
        with urlopen(sent, timeout=30) as response:
            status, content = response.status, response.read()
    except HTTPError as error:
        return held(error.code, None, True)
    answer = operation["responses"].get(str(status), {}).get("content")
    if not answer:
        return held(status, None, False)
    accepted = named(answer["application/json"]["schema"])
    return held(status, accepted.model_validate_json(content), False)


def held(status, model, raised):
    value = model and json.loads(model.model_dump_json(by_alias=True, exclude_unset=True))
    return {"status": status, "type": type(model).__name__, "value": value, "text": None, "raised": raised}


for line in sys.stdin:
    try:
        reply = call(json.loads(line))
    except Exception as error:
        print(repr(error), file=sys.stderr)
        reply = held(None, None, True)
    print(json.dumps(reply), flush=True)
