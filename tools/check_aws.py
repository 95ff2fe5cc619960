"""Compare the real service with what this project assumes about it: `make check-aws DOMAIN=dzd_…`.

Sends reads, and one cancellation of a run that does not exist. Prints no names and no identifiers.
"""

import json
import re
import sys
from collections.abc import Iterator
from contextlib import suppress
from typing import Any, NamedTuple

import boto3
import botocore.config
import botocore.exceptions

NO_RUN = "datazone-cancel-no-such-run"
NO_DOMAIN = "dzd_00000000000000"
UUID = r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}"
TYPES = "[BUSINESS_NAMES, BUSINESS_GLOSSARY_ASSOCIATIONS, BUSINESS_DESCRIPTIONS]"
NOT_FOUND = "404 ResourceNotFoundException: Requested prediction cannot be found in domain"


class Finding(NamedTuple):
    assumption: str
    assumed: object
    seen: object


class _Response(NamedTuple):
    status: int
    request_id: str
    body: dict[str, Any]
    code: str

    def __str__(self) -> str:
        message = re.sub(r"arn:\S+", "arn:…", str(self.body.get("message")))
        return f"{self.status} {self.code}: {message}"


class _Service:
    """A client that returns responses as they are on the wire, errors included."""

    def __init__(self, **settings: Any) -> None:
        config = botocore.config.Config(retries={"total_max_attempts": 1})
        self._client = boto3.client("datazone", config=config, **settings)
        self._client.meta.events.register("before-parse.datazone", self._keep)

    def _keep(self, response_dict: dict[str, Any], **_: Any) -> None:
        self._raw = response_dict

    def send(self, operation: str, **parameters: Any) -> _Response:
        """Raises BotoCoreError if there is no response."""
        with suppress(botocore.exceptions.ClientError):
            getattr(self._client, operation)(**parameters)
        headers = self._raw["headers"]
        try:
            body = json.loads(self._raw["body"] or "{}")
        except ValueError:
            body = {"message": "(not JSON)"}
        return _Response(
            self._raw["status_code"],
            headers.get("x-amzn-requestid", ""),
            body,
            headers.get("x-amzn-errortype", "").partition(":")[0],
        )


def findings(service: _Service, domain: str) -> Iterator[Finding]:
    """What is assumed and what is seen."""
    run = {"domainIdentifier": domain, "identifier": NO_RUN}
    canceled = service.send("cancel_metadata_generation_run", **run)
    yield Finding("Cancel, a run that does not exist", assumed=NOT_FOUND, seen=str(canceled))
    yield Finding(
        "an error's only member is message", assumed=["message"], seen=sorted(canceled.body)
    )
    is_uuid = bool(re.fullmatch(UUID, canceled.request_id))
    yield Finding("request ids are UUIDs", assumed=True, seen=is_uuid)
    read = service.send("get_metadata_generation_run", **run)
    yield Finding("Get, a run that does not exist", assumed=NOT_FOUND, seen=str(read))

    elsewhere = service.send(
        "get_metadata_generation_run", domainIdentifier=NO_DOMAIN, identifier=NO_RUN
    )
    denied = (
        "403 AccessDeniedException: "
        "User is not permitted to perform operation: GetMetadataGenerationRun"
    )
    yield Finding("a domain that does not exist", assumed=denied, seen=str(elsewhere))

    def listing(**parameters: Any) -> _Response:
        return service.send("list_metadata_generation_runs", domainIdentifier=domain, **parameters)

    invalid = (
        "400 ValidationException: 1 validation error detected: Value at 'types' failed to satisfy "
        f"constraint: Member must satisfy constraint: [Member must satisfy enum value set: {TYPES}]"
    )
    yield Finding("an invalid type", assumed=invalid, seen=str(listing(type="NONE")))
    yield from _listed(service, domain, listing(maxResults=50), listing(maxResults=1))


def _listed(service: _Service, domain: str, page: _Response, short: _Response) -> Iterator[Finding]:
    yield Finding("a listing succeeds", assumed=200, seen=page.status)
    if page.status != 200:
        return
    runs = page.body.get("items", [])
    if not runs:
        yield Finding(
            "a listing without runs has no items", assumed=False, seen="items" in page.body
        )
        return
    times = [run["createdAt"] for run in runs]
    numbers = all(isinstance(time, (int, float)) for time in times)
    yield Finding("times are epoch seconds", assumed=True, seen=numbers)
    yield Finding("runs are listed oldest first", assumed=True, seen=times == sorted(times))
    yield Finding(
        "a run in a listing has types", assumed=True, seen=all("types" in run for run in runs)
    )
    yield Finding(
        "... and type only if asked for", assumed=False, seen=any("type" in run for run in runs)
    )
    yield Finding("maxResults limits a page", assumed=1, seen=len(short.body.get("items", [])))
    more = len(runs) > 1
    yield Finding(
        "nextToken says that there are more runs", assumed=more, seen="nextToken" in short.body
    )
    read = service.send(
        "get_metadata_generation_run", domainIdentifier=domain, identifier=runs[0]["id"]
    )
    # The status may change between the two reads.
    same = all(read.body.get(name) == runs[0][name] for name in runs[0] if name != "status")
    yield Finding("Get returns what the listing does", assumed=True, seen=same)


def main(domain: str) -> int:
    """Print the findings; 1 if any differs."""
    differences = 0
    for assumption, assumed, seen in findings(_Service(), domain):
        if assumed == seen:
            print(f"as assumed  {assumption}: {seen}")
        else:
            differences += 1
            print(f"DIFFERENT   {assumption}: {seen}\n            assumed: {assumed}")
    print(f"{differences} differences")
    return int(differences > 0)


if __name__ == "__main__":
    try:
        sys.exit(main(sys.argv[1]))
    except botocore.exceptions.BotoCoreError as error:
        sys.exit(f"No answer: {error}")
