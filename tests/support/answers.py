"""Responses of the service that several test modules use."""

import time

from .endpoint import Answer, error, success
from .names import DOMAIN

NOW = time.time()

SUCCEEDED = error(
    400,
    "ValidationException",
    "The MetadataGenerationRun in SUCCEEDED status cannot be canceled.",
)
CANCELED = error(
    400,
    "ValidationException",
    "The MetadataGenerationRun in CANCELED status cannot be canceled.",
)
NOT_FOUND = error(
    404, "ResourceNotFoundException", "Requested prediction cannot be found in domain"
)
CONFLICT = error(409, "ConflictException", "busy")
DENIED = error(403, "AccessDeniedException", "User is not permitted to perform operation")
EXPIRED = error(403, "ExpiredTokenException", "The security token included is expired")
SERVER_ERROR = error(500, "InternalServerException", "on fire")
THROTTLED = error(429, "ThrottlingException", "Rate exceeded")


def run_item(identifier: str, **members: object) -> dict[str, object]:
    """An item of ListMetadataGenerationRuns, one minute old; members that are None are omitted."""
    run = {
        "domainId": DOMAIN,
        "id": identifier,
        "owningProjectId": "prj1",
        "status": "SUBMITTED",
        "createdAt": NOW - 60,
        "createdBy": "usr1",
        **members,
    }
    return {name: value for name, value in run.items() if value is not None}


def run(identifier: str, **members: object) -> Answer:
    """The response of GetMetadataGenerationRun."""
    return success(**run_item(identifier, **members))


def run_list(*items: dict[str, object], next_token: str | None = None) -> Answer:
    """A page of ListMetadataGenerationRuns. Like the service, it omits `items` if it is empty."""
    members = {"items": list(items), "nextToken": next_token}
    return success(**{name: value for name, value in members.items() if value})


NO_RUNS = run_list()


def domain_item(identifier: str, name: str) -> dict[str, object]:
    """An item of ListDomains, with the required members."""
    return {
        "id": identifier,
        "name": name,
        "arn": "arn",
        "managedAccountId": "123456789012",
        "status": "AVAILABLE",
        "createdAt": 0,
    }


def domain_list(*domains: tuple[str, str], next_token: str | None = None) -> Answer:
    """A page of ListDomains: identifiers and names."""
    items = [domain_item(identifier, name) for identifier, name in domains]
    return success(items=items, **({"nextToken": next_token} if next_token else {}))


def assumed(
    operation: str,
    key: str = "AKIDASSUMED",
    expires: str = "2099-01-01T00:00:00Z",
    *,
    secret: str = "s",
    token: str = "t",
) -> Answer:
    """The response of an operation of STS with credentials."""
    return Answer(
        headers={"x-amzn-RequestId": "id"},
        body=(
            f'<{operation}Response xmlns="https://sts.amazonaws.com/doc/2011-06-15/">'
            f"<{operation}Result><Credentials><AccessKeyId>{key}</AccessKeyId>"
            f"<SecretAccessKey>{secret}</SecretAccessKey><SessionToken>{token}</SessionToken>"
            f"<Expiration>{expires}</Expiration></Credentials>"
            f"<AssumedRoleUser><Arn>arn:aws:sts::123456789012:assumed-role/ops/s</Arn>"
            "<AssumedRoleId>AROA:s</AssumedRoleId></AssumedRoleUser>"
            f"</{operation}Result><ResponseMetadata><RequestId>id</RequestId></ResponseMetadata>"
            f"</{operation}Response>"
        ).encode(),
    )
