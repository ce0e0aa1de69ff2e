"""Makes the calls that stdin asks for, one JSON object a line, and tells on stdout what the caller holds."""

import json
import os
import sys
from collections.abc import Callable
from dataclasses import dataclass
from http.client import HTTPResponse
from typing import Any
from urllib.parse import quote
from urllib.request import HTTPErrorProcessor, Request, build_opener

import defender_actions_models as models
from pydantic import BaseModel, ValidationError


@dataclass
class Answer:
    status: int
    body: bytes
    headers: dict[str, str]
    model: BaseModel | None


class EveryStatus(HTTPErrorProcessor):
    """No status is an exception, and no redirect takes the token elsewhere."""

    def http_response(self, request: Request, response: HTTPResponse) -> HTTPResponse:
        return response

    https_response = http_response


OPENER = build_opener(EveryStatus)


def post(path: str, body: BaseModel, accepted: type[BaseModel]) -> Answer:
    request = Request(
        os.environ["DEFENDER_ACTIONS_BASE_URL"] + path,
        data=body.model_dump_json(by_alias=True).encode(),
        headers={
            "Authorization": f"Bearer {os.environ['DEFENDER_ACTIONS_TOKEN']}",
            "Content-Type": "application/json",
        },
        method="POST",
    )
    with OPENER.open(request, timeout=30) as response:
        status, content, headers = response.status, response.read(), dict(response.headers)
    try:
        model = (accepted if status < 300 else models.ErrorResponse).model_validate_json(content)
    except ValidationError:
        # Empty, or HTML of a gateway.
        model = None
    return Answer(status, content, headers, model)


def segment(value: str) -> str:
    return quote(value, safe="")


CALLS: dict[str, Callable[[dict[str, Any], dict[str, Any]], Answer]] = {
    "blockFile": lambda parameters, body: post(
        f"/files/{segment(parameters['sha1'])}/block",
        models.BlockFileRequest(comment=body["Comment"]),
        models.FileAction,
    ),
    "unblockFile": lambda parameters, body: post(
        f"/files/{segment(parameters['sha1'])}/unblock",
        models.UnblockFileRequest(comment=body["Comment"]),
        models.FileAction,
    ),
    "stopAndQuarantineFile": lambda parameters, body: post(
        f"/machines/{segment(parameters['id'])}/stopAndQuarantineFile",
        models.StopAndQuarantineFileRequest(comment=body["Comment"], sha1=body["Sha1"]),
        models.FileMachineAction,
    ),
    "unrestrictCodeExecution": lambda parameters, body: post(
        f"/machines/{segment(parameters['id'])}/unrestrictCodeExecution",
        models.UnrestrictCodeExecutionRequest(comment=body["Comment"]),
        models.MachineAction,
    ),
}


def told(request: dict[str, Any]) -> dict[str, Any]:
    call = CALLS.get(request["operation"])
    if call is None:
        return {"failure": f"driver.py has no call for `{request['operation']}`"}
    answer = call(request["parameters"], request["body"])
    held: BaseModel | bytes | None = answer.model or answer.body or None
    value = None
    if answer.model:
        # What the service did not send is None as well; only what it sent is written again.
        value = answer.model.model_dump(mode="json", by_alias=True, exclude_unset=True)
    return {
        "status": answer.status,
        "type": "None" if held is None else type(held).__name__,
        "value": value,
        "text": answer.body.decode(errors="replace") if isinstance(held, bytes) else None,
        "headers": answer.headers,
    }


def main() -> None:
    for line in sys.stdin:
        try:
            report = told(json.loads(line))
        except Exception as error:
            print(repr(error), file=sys.stderr)
            report = {"status": None, "type": type(error).__name__, "value": None, "text": None}
        print(json.dumps(report), flush=True)


if __name__ == "__main__":
    main()
