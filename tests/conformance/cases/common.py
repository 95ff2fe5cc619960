"""What cases of several groups have in common."""

from typing import Any

from tests.conformance.case import Case
from tests.support.names import DOMAIN, RUN

D = ("--domain-identifier", DOMAIN)
I = ("--identifier", RUN)  # noqa: E741
ENDPOINT = ("--endpoint-url", "{url}")
KEYS = "aws_access_key_id = AKIDFILE\naws_secret_access_key = secret\n"
NO_KEYS: dict[str, str | None] = {"AWS_ACCESS_KEY_ID": None, "AWS_SECRET_ACCESS_KEY": None}


def bare(*argv: str, **members: Any) -> Case:
    """A case with only these arguments."""
    return Case(argv=argv, bare=True, **members)


def config(text: str) -> dict[str, str]:
    """The configuration file."""
    return {".aws/config": text}


def formats(error_format: str) -> dict[str, str | None]:
    """The environment in which errors have this format."""
    return {"AWS_CLI_ERROR_FORMAT": error_format}
