"""What the service answers, and how errors are laid out."""

import json
from itertools import product

from tests.conformance.case import Case
from tests.support.endpoint import Answer, error, html

from .common import NO_KEYS, D, I, bare


def body(status: int, content: object, **headers: str) -> Answer:
    """A response with a JSON body."""
    return Answer(
        status=status,
        headers={"Content-Type": "application/json", **headers},
        body=json.dumps(content).encode(),
    )


NO = {"message": "no"}

RESPONSES = {
    "access denied": error(403, "AccessDeniedException", "no"),
    "conflict": error(409, "ConflictException", "busy"),
    "not found": error(404, "ResourceNotFoundException", "gone"),
    "an unmodeled code": error(418, "TeapotException", "short and stout"),
    "a URL in the code": error(400, "ValidationException:http://x", "no"),
    "a namespace in the code": error(400, "aws#ValidationException", "no"),
    "a code in the body": body(400, {"__type": "ValidationException", **NO}),
    "a namespace in the body's code": body(400, {"__type": "aws#ValidationException:x", **NO}),
    "a code called code": body(400, {"code": "ValidationException", **NO}),
    "a code called Code": body(400, {"Code": "ValidationException", **NO}),
    "an error code header": body(400, NO, **{"x-amzn-error-code": "ValidationException"}),
    "a header before the body's code": body(
        400, {"__type": "B", **NO}, **{"x-amzn-ErrorType": "ConflictException"}
    ),
    "a query error header": body(
        400,
        {"__type": "ValidationException", **NO},
        **{"x-amzn-query-error": "Old.Code;Sender"},
    ),
    "an empty code": body(400, NO, **{"x-amzn-ErrorType": ""}),
    "no message": Answer(status=400, headers={"x-amzn-ErrorType": "ValidationException"}),
    "no code": body(400, NO),
    "no code and no message": body(400, {}),
    "Message": body(400, {"Message": "no"}, **{"x-amzn-ErrorType": "ConflictException"}),
    "both messages": body(
        400, {"message": "a", "Message": "b"}, **{"x-amzn-ErrorType": "ConflictException"}
    ),
    "an empty message": body(400, {"message": ""}, **{"x-amzn-ErrorType": "ConflictException"}),
    "a null message": body(400, {"message": None}, **{"x-amzn-ErrorType": "ConflictException"}),
    "a list as message": body(
        400, {"message": ["a", 1]}, **{"x-amzn-ErrorType": "ConflictException"}
    ),
    "an object as message": body(
        400, {"message": {"a": [1]}}, **{"x-amzn-ErrorType": "ConflictException"}
    ),
    "a number as message": body(400, {"message": 7}, **{"x-amzn-ErrorType": "ConflictException"}),
    "a list as body": body(400, ["no"], **{"x-amzn-ErrorType": "ConflictException"}),
    "a string as body": body(400, "no", **{"x-amzn-ErrorType": "ConflictException"}),
    "null as body": body(400, None, **{"x-amzn-ErrorType": "ConflictException"}),
    "more members": body(
        409,
        {"message": "busy", "reason": "x", "secret": {"a": [1]}},
        **{"x-amzn-ErrorType": "ConflictException"},
    ),
    "HTML 403": html(403),
    "HTML 404": html(404),
    "an empty 400": Answer(status=400),
    "an empty 403": Answer(status=403),
    "invalid UTF-8": Answer(
        status=400,
        headers={"x-amzn-ErrorType": "ConflictException"},
        body=b'{"message":"\xff"}',
    ),
    "a body that breaks off": Answer(status=400, body=b'{"message":', cut=True),
    "a success that breaks off": Answer(body=b"{", cut=True),
    "a success with HTML": Answer(body=b"<html></html>"),
    "a success with JSON": body(200, {"status": "CANCELED"}),
    "a success with a list": body(200, [1]),
    "a 202": Answer(status=202),
    "a 204": Answer(status=204),
    "an HTML 300": html(300),
    "an empty 300": Answer(status=300),
    "a redirection": Answer(status=301, headers={"Location": "/elsewhere"}),
    "a temporary redirection": Answer(status=307, headers={"Location": "/elsewhere"}),
    "a 304": Answer(status=304),
    "a 600": Answer(status=600),
    "several lines": error(400, "ValidationException", "a\nb\n\nc"),
    "control characters": error(400, "ValidationException", "[bold]:boom: \x1b]0;t\x07 é\t\r"),
    "spaces around the message": error(400, "ValidationException", "  no  "),
    "percent signs and braces": error(400, "ValidationException", "100% {0} {name}"),
    "half of a character": body(
        400, {"message": "a\ud83d"}, **{"x-amzn-ErrorType": "ConflictException"}
    ),
    "a long message": error(400, "ValidationException", "word " * 60),
    "a request id": body(
        400, NO, **{"x-amzn-ErrorType": "ConflictException", "x-amzn-RequestId": "id"}
    ),
}
"""In the legacy layout."""

NO_REGION: dict[str, str | None] = {"AWS_REGION": None}
NOTHING: dict[str, str | None] = {}
FORMATS = ("enhanced", "json", "yaml", "text", "table")

LAID_OUT = (
    "conflict",
    "no code",
    "no message",
    "a list as message",
    "an object as message",
    "a null message",
    "more members",
    "a query error header",
    "HTML 403",
    "several lines",
    "control characters",
    "half of a character",
    "a long message",
)
"""Responses in every layout."""


MISTAKES = {
    "no identifier": ("--identifier",),
    "a wrong skeleton": ("--generate-cli-skeleton", "moon"),
    "an ambiguous option": ("--cli-input", "x"),
    "no document": ("--cli-input-json",),
    "no YAML document": ("--cli-input-yaml",),
}
"""Mistakes in options of the operation."""

CASES = {
    **{f"response: {name}": Case(answers=(answer,)) for name, answer in RESPONSES.items()},
    **{
        f"{error_format}: {name}": Case(
            environ={"AWS_CLI_ERROR_FORMAT": error_format}, answers=(RESPONSES[name],)
        )
        for error_format, name in product(FORMATS, LAID_OUT)
        if error_format in ("enhanced", "json") or LAID_OUT.index(name) % 3 == 0
    },
    **{
        f"{error_format}: {name}": Case(
            argv=argv,
            environ={"AWS_CLI_ERROR_FORMAT": error_format, **environ},
            answers=(),
        )
        for error_format, (name, argv, environ) in product(
            FORMATS,
            (
                ("no Region", (), NO_REGION),
                ("no credentials", (), NO_KEYS),
                ("an invalid query", ("--query", "foo["), NOTHING),
                ("an unknown profile", ("--profile", "nobody"), NOTHING),
            ),
        )
    },
    **{
        f"{error_format}: {name}": bare(
            *argv, environ={"AWS_CLI_ERROR_FORMAT": error_format}, answers=()
        )
        for error_format, (name, argv) in product(
            FORMATS,
            (
                ("a missing argument", D),
                ("an unknown option", (*D, *I, "--force")),
                ("an invalid choice", (*D, *I, "--output", "jsn")),
                ("an invalid document", ("--cli-input-json", "{}")),
            ),
        )
        if error_format in ("enhanced", "json", "yaml") or name == "an unknown option"
    },
    **{
        f"option: {value}": Case(
            argv=("--cli-error-format", value), answers=(RESPONSES["conflict"],)
        )
        for value in ("legacy", "enhanced", "json", "yaml", "text", "table")
    },
    "option: before the environment": Case(
        argv=("--cli-error-format", "legacy"),
        environ={"AWS_CLI_ERROR_FORMAT": "json"},
        answers=(RESPONSES["conflict"],),
    ),
    "option: a missing argument": bare(*D, "--cli-error-format", "json", answers=()),
    "option: abbreviated": Case(argv=("--cli-error", "json"), answers=(RESPONSES["conflict"],)),
    "option: with color": Case(
        argv=("--cli-error-format", "json", "--color", "on"), answers=(RESPONSES["conflict"],)
    ),
    "option: legacy with color": Case(argv=("--color", "on"), answers=(RESPONSES["conflict"],)),
    "option: table with color": Case(
        argv=("--cli-error-format", "table", "--color", "on"), answers=(RESPONSES["conflict"],)
    ),
    **{
        f"environment: {value!r}": Case(
            environ={"AWS_CLI_ERROR_FORMAT": value}, answers=(RESPONSES["conflict"],)
        )
        for value in ("JSON", "Legacy", "xml", "")
    },
    "default: enhanced": Case(
        environ={"AWS_CLI_ERROR_FORMAT": None}, answers=(RESPONSES["conflict"],)
    ),
    "profile: json": Case(
        environ={"AWS_CLI_ERROR_FORMAT": None},
        files={".aws/config": "[default]\ncli_error_format = json\n"},
        answers=(RESPONSES["conflict"],),
    ),
    "profile: unknown": Case(
        environ={"AWS_CLI_ERROR_FORMAT": None},
        files={".aws/config": "[default]\ncli_error_format = xml\n"},
        answers=(RESPONSES["conflict"],),
    ),
    "json with a query": Case(
        argv=("--query", "foo"),
        environ={"AWS_CLI_ERROR_FORMAT": "json"},
        answers=(RESPONSES["conflict"],),
    ),
    "off and an error": Case(argv=("--output", "off"), answers=(RESPONSES["conflict"],)),
    **{
        f"step: {name}, {error_format}": Case(
            argv=("--cli-error-format", error_format, *argv), answers=()
        )
        # YAML and tables depend on the length of the usage.
        for error_format in ("enhanced", "json", "text")
        for name, argv in MISTAKES.items()
    },
    **{
        f"step: {name} before the format": Case(
            argv=(*argv, "--cli-error-format", "json"), answers=()
        )
        for name, argv in MISTAKES.items()
        if argv[-1] != "--identifier"
    },
    **{
        f"step: {name}, format of the profile": Case(
            argv=argv,
            environ={"AWS_CLI_ERROR_FORMAT": None},
            files={".aws/config": "[default]\ncli_error_format = json\n"},
            answers=(),
        )
        for name, argv in MISTAKES.items()
    },
    **{
        f"step: {name} and {other}": Case(argv=argv, environ=environ, files=files, answers=())
        for name, argv in MISTAKES.items()
        for other, environ, files in (
            ("an encoding", {"AWS_CLI_OUTPUT_ENCODING": "moon"}, {}),
            ("a timestamp format", {}, {".aws/config": "[default]\ncli_timestamp_format = moon\n"}),
        )
    },
    **{
        f"step: {name} and {other}": Case(argv=(*argv, *more), answers=())
        for name, argv in MISTAKES.items()
        for other, more in (
            ("a wrong color", ("--color", "no")),
            ("a wrong timeout", ("--cli-read-timeout", "x")),
            ("an endpoint without a scheme", ("--endpoint-url", "x")),
        )
    },
}
