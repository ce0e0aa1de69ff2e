"""Calls with the client that swagger-codegen makes, and writes what the caller gets."""

import inspect
import json
import os
import re
import sys

import swagger_client
from swagger_client.rest import ApiException

# The name of a method is the name of its operation in snake case.
METHODS = {
    name.removesuffix("_with_http_info"): (kind, name)
    for kind_name, kind in inspect.getmembers(swagger_client, inspect.isclass)
    if kind_name.endswith("Api")
    for name in dir(kind)
    if name.endswith("_with_http_info")
}


def held(client, value, raised=False, status=None):
    return {
        "status": status,
        "type": type(value).__name__,
        # As the client writes it: by the names of the wire.
        "value": client.sanitize_for_serialization(value) if hasattr(value, "swagger_types") else None,
        "text": None,
        "raised": raised,
    }


def call(client, request):
    operation = re.sub("([A-Z])", r"_\1", request["operation"]).lower()
    if operation not in METHODS:
        return {"failure": f"there is no method {operation}"}
    kind, name = METHODS[operation]
    arguments = {**request["parameters"], "body": request["body"]}
    try:
        value, status, _ = getattr(kind(client), name)(**arguments)
    except ApiException as error:
        return held(client, error, True, error.status)
    return held(client, value, False, status)


def main():
    configuration = swagger_client.Configuration()
    configuration.host = os.environ["DEFENDER_ACTIONS_BASE_URL"]
    configuration.api_key["Authorization"] = os.environ["DEFENDER_ACTIONS_TOKEN"]
    configuration.api_key_prefix["Authorization"] = "Bearer"
    client = swagger_client.ApiClient(configuration)
    for line in sys.stdin:
        try:
            reply = call(client, json.loads(line))
        except Exception as error:
            print(repr(error), file=sys.stderr)
            reply = held(client, error, True)
        print(json.dumps(reply), flush=True)


main()
