"""Makes the calls that stdin asks for, one JSON object a line, and tells on stdout what the caller holds."""

import json
import os
import sys
from collections.abc import Callable, Mapping
from http import HTTPStatus
from typing import Any

import httpx
from defender_actions import AuthenticatedClient, models
from defender_actions.api.files import block_file, unblock_file
from defender_actions.api.machines import stop_and_quarantine_file, unrestrict_code_execution
from defender_actions.errors import UnexpectedStatus
from defender_actions.types import Response

Call = Callable[[AuthenticatedClient, dict[str, Any], dict[str, Any]], Response[Any]]

CALLS: dict[str, Call] = {
    "blockFile": lambda client, parameters, body: block_file.sync_detailed(
        parameters["sha1"], client=client, body=models.BlockFileRequest(comment=body["Comment"])
    ),
    "unblockFile": lambda client, parameters, body: unblock_file.sync_detailed(
        parameters["sha1"], client=client, body=models.UnblockFileRequest(comment=body["Comment"])
    ),
    "stopAndQuarantineFile": lambda client, parameters, body: stop_and_quarantine_file.sync_detailed(
        parameters["id"],
        client=client,
        body=models.StopAndQuarantineFileRequest(comment=body["Comment"], sha_1=body["Sha1"]),
    ),
    "unrestrictCodeExecution": lambda client, parameters, body: unrestrict_code_execution.sync_detailed(
        parameters["id"], client=client, body=models.UnrestrictCodeExecutionRequest(comment=body["Comment"])
    ),
}


def refuse_nameless_status(response: httpx.Response) -> None:
    """A status that Python has no name for (520) would be a ValueError, and the answer would be gone."""
    if response.status_code not in set(HTTPStatus):
        raise UnexpectedStatus(response.status_code, response.read())


def error_of(body: bytes) -> models.ErrorResponse | None:
    """The service's error, if it is one; gateways answer with HTML, or with nothing.

    Of the text, a byte order mark would have to be taken off.
    """
    try:
        return models.ErrorResponse.from_dict(json.loads(body))
    except (ValueError, LookupError, TypeError, AttributeError):
        return None


def encoded(value: Any) -> Any:
    return [encoded(item) for item in value] if isinstance(value, list) else value.to_dict()


def held(
    status: int | None, value: Any, text: str = "", headers: Mapping[str, str] | None = None
) -> dict[str, Any]:
    decoded = isinstance(value, list) or hasattr(value, "to_dict")
    return {
        "status": status,
        "type": "None" if value is None else type(value).__name__,
        "value": encoded(value) if decoded else None,
        "text": None if decoded else text or None,
        "headers": dict(headers or {}),
    }


def answer(client: AuthenticatedClient, request: dict[str, Any]) -> dict[str, Any]:
    call = CALLS.get(request["operation"])
    if call is None:
        return {"failure": f"driver.py has no call for `{request['operation']}`"}
    try:
        response = call(client, request["parameters"], request["body"])
    except UnexpectedStatus as error:
        return held(error.status_code, error, error.content.decode(errors="replace"))
    parsed = response.parsed
    if isinstance(parsed, str):
        return held(response.status_code, error_of(response.content) or parsed, parsed, response.headers)
    return held(response.status_code, parsed, response.content.decode(errors="replace"), response.headers)


def main() -> None:
    with AuthenticatedClient(
        base_url=os.environ["DEFENDER_ACTIONS_BASE_URL"],
        token=os.environ["DEFENDER_ACTIONS_TOKEN"],
        timeout=httpx.Timeout(30),
        # An answer that the contract does not have would be None, as an accepted call without an action is.
        raise_on_unexpected_status=True,
        httpx_args={"event_hooks": {"response": [refuse_nameless_status]}},
    ) as client:
        for line in sys.stdin:
            try:
                told = answer(client, json.loads(line))
            except Exception as error:
                print(repr(error), file=sys.stderr)
                told = held(None, error)
            print(json.dumps(told), flush=True)


if __name__ == "__main__":
    main()
