"""--query and --output on the empty response of a cancellation, as AWS CLI v2 prints them."""

import pytest

from .support.command import InProcessCommand
from .support.endpoint import Answer, Endpoint
from .support.names import RUN_ARGS

OBJECT = '`{"b":[1,2],"a":1,"c":"x y"}`'

ROWS = '`[{"a":1,"b":[{"c":1}]},{"a":null,"b":[{"c":2}]}]`'

WIDE = f'`{{"one":"{"1" * 60}","two":"{"2" * 60}"}}`'


@pytest.mark.parametrize(
    ("output", "query", "printed"),
    [
        ("json", "foo", "null\n"),
        ("json", '`"é"`', '"é"\n'),
        ("yaml", "foo", "null\n"),
        ("yaml", OBJECT, "a: 1\nb:\n- 1\n- 2\nc: x y\n"),
        ("yaml-stream", "foo", "- null\n"),
        ("text", "foo", "None\n"),
        ("text", OBJECT, "1\tx y\nB\t1\nB\t2\n"),
        ("text", ROWS, "1\nB\t1\nNone\nB\t2\n"),
        ("text", '`[1,["a","b"]]`', "1\na\tb\n"),
        ("text", '`{"a":[["x"],["y"]]}`', "A\tx\nA\ty\n"),
        ("off", "foo", ""),
        ("table", "foo", ""),
        (
            "table",
            '`"text"`',
            """\
-----------------------------
|CancelMetadataGenerationRun|
+---------------------------+
""",
        ),
        (
            "table",
            OBJECT,
            """\
-----------------------------
|CancelMetadataGenerationRun|
+----------+----------------+
|     a    |       c        |
+----------+----------------+
|  1       |  x y           |
+----------+----------------+
||            b            ||
|+-------------------------+|
||  1                      ||
||  2                      ||
|+-------------------------+|
""",
        ),
        (
            "table",
            ROWS,
            """\
-----------------------------
|CancelMetadataGenerationRun|
+---------------------------+
|             a             |
+---------------------------+
|  1                        |
+---------------------------+
||            b            ||
|+-------------------------+|
||            c            ||
|+-------------------------+|
||  1                      ||
|+-------------------------+|
|CancelMetadataGenerationRun|
+---------------------------+
|             a             |
+---------------------------+
|  None                     |
+---------------------------+
||            b            ||
|+-------------------------+|
||            c            ||
|+-------------------------+|
||  2                      ||
|+-------------------------+|
""",
        ),
        (
            "table",
            WIDE,
            f"""\
-------------------------------------------------------------------------
|                      CancelMetadataGenerationRun                      |
+-----+-----------------------------------------------------------------+
|  one|  {"1" * 60}   |
|  two|  {"2" * 60}   |
+-----+-----------------------------------------------------------------+
""",
        ),
    ],
)
def test_a_response_is_printed_as_aws_prints_it(
    cancel: InProcessCommand, endpoint: Endpoint, output: str, query: str, printed: str
) -> None:
    endpoint.answer(Answer())

    result = cancel(*RUN_ARGS, "--output", output, "--query", query)

    assert (result.status, result.stdout) == (0, printed)


@pytest.mark.parametrize("output", ["json", "text", "table", "yaml", "yaml-stream", "off"])
def test_an_empty_response_prints_nothing(
    cancel: InProcessCommand, endpoint: Endpoint, output: str
) -> None:
    endpoint.answer(Answer())

    assert cancel(*RUN_ARGS, "--output", output).stdout == ""


def test_an_unknown_format_is_reported_after_one_cancellation(
    cancel: InProcessCommand, endpoint: Endpoint, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("AWS_DEFAULT_OUTPUT", "xml")
    endpoint.answer(Answer())

    result = cancel(*RUN_ARGS)

    assert result.status == 255
    assert result.stderr.startswith("Accepted: ")
    assert result.stderr.endswith("\n\nUnknown output type: xml\n")


def test_an_invalid_query_is_refused(cancel: InProcessCommand) -> None:
    result = cancel(*RUN_ARGS, "--query", "foo[")

    assert result.status == 252
    assert result.stderr.startswith("\nBad value for --query foo[: ")
