"""Calls with the client that openapi-generator makes, and writes what the caller gets."""

import importlib
import inspect
import json
import os
import pkgutil
import re
import sys

import openapi_client
from openapi_client import api

# The name of a method is the name of its operation in snake case.
METHODS = {
    name.removesuffix("_with_http_info"): (kind, name)
    for module in pkgutil.iter_modules(api.__path__)
    for _, kind in inspect.getmembers(importlib.import_module(f"openapi_client.api.{module.name}"), inspect.isclass)
    for name in dir(kind)
    if name.endswith("_with_http_info")
}


def held(value, raised=False, status=None, body=None):
    decoded = hasattr(value, "to_dict")
    return {
        "status": status,
        "type": type(value).__name__,
        # As the client writes it: times as texts.
        "value": openapi_client.ApiClient().sanitize_for_serialization(value) if decoded else None,
        "text": None if decoded else body or None,
        "raised": raised,
    }


def call(client, request):
    operation = re.sub("([A-Z])", r"_\1", request["operation"]).lower()
    if operation not in METHODS:
        return {"failure": f"there is no method {operation}"}
    kind, name = METHODS[operation]
    method = getattr(kind(client), name)
    arguments = list(request["parameters"].values())
    if request["body"] is not None:
        parameters = inspect.signature(method).parameters.values()
        body = list(parameters)[len(arguments)].annotation
        arguments.append(body.from_dict(request["body"]))
    try:
        answer = method(*arguments)
    except openapi_client.ApiException as error:
        return held(error, True, error.status, error.body)
    return held(answer.data, False, answer.status_code, answer.raw_data.decode())


def main():
    configuration = openapi_client.Configuration(
        host=os.environ["DEFENDER_ACTIONS_BASE_URL"], access_token=os.environ["DEFENDER_ACTIONS_TOKEN"]
    )
    client = openapi_client.ApiClient(configuration)
    for line in sys.stdin:
        try:
            reply = call(client, json.loads(line))
        except Exception as error:
            print(repr(error), file=sys.stderr)
            reply = held(error, True)
        print(json.dumps(reply), flush=True)


main()
