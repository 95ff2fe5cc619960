"""--output and --query, on the empty response of a cancellation."""

import json
from itertools import product

from tests.conformance.case import Case
from tests.support.endpoint import Answer

from .common import config

QUERIES = {
    "a member": "foo",
    "a string": '`"text"`',
    "a string that YAML quotes": '`"a: b"`',
    "a string that is not ASCII": '`"é漢"`',
    "a number": "`1.5`",
    "true": "`true`",
    "an empty object": "`{}`",
    "an empty list": "`[]`",
    "an empty string": '`""`',
    "an object": '`{"b":[1,2],"a":1,"c":"x y"}`',
    "nested objects": '`{"a":{"b":{"c":1}}}`',
    "a list": "`[1,2]`",
    "a list of lists": "`[[1,2],[3,4]]`",
    "a list of objects": '`[{"a":1,"bb":"xyz"},{"a":null}]`',
    "a list of nested objects": '`[{"a":1,"b":[{"c":1}]},{"a":2,"b":[{"c":2}]}]`',
    "rows of nested members only": '`[{"t":["x"]},{"a":{"b":1}}]`',
    "mixed lists": '`[2,{"a":1},[{"a":[]}]]`',
    "lists of different lengths": "`[[1],[2,3]]`",
    "several lines and an emoji": '`{"a":"x\\ny","b":"👍"}`',
    "an object wider than a terminal": json.dumps({"one": "1" * 60, "two": "2" * 60}).join("``"),
}
"""For every output format."""

YAML_QUERIES = {
    "a string of words longer than a line": f'`{{"a":"{"word " * 30}"}}`',
    "a string without spaces longer than a line": f'`{{"a":"{"x" * 120}"}}`',
    "a long string that is not ASCII": f'`{{"a":"{"é漢 " * 60}"}}`',
    "strings that look like other types": (
        '`["yes","no","on","off","null","~","true","1","1.5","0x1f","010","1e3","2026-01-31",'
        '"12:30","=","<<",".inf",".nan","","-","?","y","n","Y","1_000","0o7","0b1","+1"]`'
    ),
    "strings with YAML's punctuation": (
        '`["- a","a: b","a #b","#a","*a","&a","!a","%a","@a","[a","{a","|a",">a","?a",": a","a:",'
        '" a","a ","\'a","a\'b","a,b","--- a","...","a\\tb"]`'
    ),
    "strings with control characters": (
        '`["a\\nb","a\\n","\\na","\\u0001","\\u0085","\\u2028","\\ufeff","\\u007f"]`'
    ),
    "keys that need quotes": '`{"a: b":1,"yes":2,"":3,"1":4,"é":5,"a\\nb":6}`',
    "a key longer than a line": json.dumps({"k" * 130: 1}).join("``"),
    "numbers": "`[0,-1,1.0,1e100,1.5e-7,123456789012345678901234567890,true,false,null]`",
    "empty members": '`{"a":{},"b":[],"c":"","d":null,"e":[[]],"f":[{}]}`',
    "nested lists": "`[[1,[2,[3]]],[]]`",
    "a list in an object in a list": '`[{"a":[1,{"b":[2]}]}]`',
    "the same list twice": "`[1,2]`.[@,@]",
    "an emoji outside the BMP": '`["👍","\\ud83d"]`',
    "a long list key": f'`{{"a":["{"word " * 30}"]}}`',
}
"""For what the two YAML formats do in their own way."""

FORMATS = ("json", "text", "table", "yaml", "yaml-stream", "off")

CASES = {
    **{
        f"{name} as {output}": Case(argv=("--query", query, "--output", output))
        for (name, query), output in [
            *product(QUERIES.items(), ("text", "table", "yaml")),
            *product([*QUERIES.items()][::3], ("json",)),
            *product([*QUERIES.items()][::4], ("yaml-stream",)),
            *product(YAML_QUERIES.items(), ("yaml",)),
            *product([*YAML_QUERIES.items()][::5], ("text", "table")),
        ]
    },
    **{
        f"{query} as {output}": Case(argv=("--query", query, "--output", output))
        for query, output in (
            *product(("&a", "[&a]", "{a:&a}"), ("json", "yaml", "text")),
            *(
                (query, "json")
                for query in (
                    "*",
                    "{a:b}",
                    "keys(@)",
                    "type(@)",
                    "sort_by(@, &a)",
                    "map(&a, `[1]`)",
                    'sum(`["a"]`)',
                    "join(`1`, @)",
                    "to_string(&a)",
                    "`[1,2]`[::-1]",
                    "`[1]`[::0]",
                    "`NaN`",
                    "`1e999`",
                    "`[1,2`",
                    "$",
                    "[?a",
                )
            ),
        )
    },
    **{f"nothing as {output}": Case(argv=("--output", output)) for output in FORMATS},
    "a query as off": Case(argv=("--query", "foo", "--output", "off")),
    "a query that fails": Case(argv=("--query", "length(`1`)")),
    "a query that fails as off": Case(argv=("--query", "length(`1`)", "--output", "off")),
    "a query that fails as yaml-stream": Case(
        argv=("--query", "length(`1`)", "--output", "yaml-stream")
    ),
    "an unknown function": Case(argv=("--query", "nothing(@)")),
    "an invalid query as off": Case(argv=("--query", "foo[", "--output", "off"), answers=()),
    "lines before one that fails as text": Case(
        argv=("--query", '`["a",{"b":1},["\\ud83d"]]`', "--output", "text")
    ),
    "rows before one that fails as text": Case(
        argv=("--query", '`[{"a":"x"},{"a":"\\ud83d"}]`', "--output", "text")
    ),
    "members before one that fails as text": Case(
        argv=("--query", '`{"a":"x","b":["\\ud83d"]}`', "--output", "text")
    ),
    "nothing written before text fails": Case(argv=("--query", "`[[1],2,{}]`", "--output", "text")),
    "half of a character as json": Case(argv=("--query", '`"\\ud83d"`')),
    "half of a character as table": Case(
        argv=("--query", '`{"a":"\\ud83d"}`', "--output", "table")
    ),
    "no color": Case(argv=("--query", '`{"a":1}`', "--output", "table", "--color", "off")),
    "color in a pipe": Case(argv=("--query", '`{"a":1}`', "--output", "table", "--color", "on")),
    "the format of the environment": Case(
        argv=("--query", "foo"), environ={"AWS_DEFAULT_OUTPUT": "text"}
    ),
    "AWS_OUTPUT means nothing": Case(argv=("--query", "foo"), environ={"AWS_OUTPUT": "text"}),
    "the format of the profile": Case(
        argv=("--query", "foo"), files=config("[default]\noutput = text\n")
    ),
    "the option comes before the environment": Case(
        argv=("--query", "foo", "--output", "json"), environ={"AWS_DEFAULT_OUTPUT": "text"}
    ),
    "an empty format of the environment": Case(environ={"AWS_DEFAULT_OUTPUT": ""}),
    "an unknown format of the environment": Case(environ={"AWS_DEFAULT_OUTPUT": "xml"}),
    "an unknown format of the profile": Case(files=config("[default]\noutput = xml\n")),
    "an uppercase format of the environment": Case(environ={"AWS_DEFAULT_OUTPUT": "TEXT"}),
    "off of the environment": Case(argv=("--query", "foo"), environ={"AWS_DEFAULT_OUTPUT": "off"}),
    **{
        f"{encoding or 'an empty'} output encoding as {output}": Case(
            argv=("--query", '`{"a":"é漢"}`', "--output", output),
            environ={"AWS_CLI_OUTPUT_ENCODING": encoding},
        )
        for encoding, output in product(("utf-8", "latin-1", "ascii", ""), ("json", "text"))
    },
    **{
        f"{encoding} output encoding as {output}": Case(
            argv=("--query", '`"é"`', "--output", output),
            environ={"AWS_CLI_OUTPUT_ENCODING": encoding},
        )
        for encoding, output in (
            ("latin-1", "yaml"),
            ("latin-1", "table"),
            ("UTF8", "text"),
            ("klingon", "text"),
            ("klingon", "off"),
        )
    },
    **{
        f"{encoding} as {output}": Case(
            argv=("--query", '`{"a":"漢","b":[1,2]}`', "--output", output),
            environ={"AWS_CLI_OUTPUT_ENCODING": encoding},
        )
        for encoding, output in (
            *product(("utf-8-sig", "utf-16"), ("json", "text", "table", "yaml", "yaml-stream")),
            *product(("utf-16-le", "utf-32", "shift_jis", "iso2022_jp"), ("json", "text")),
            *product(("gb18030", "big5", "unicode_escape", "raw_unicode_escape"), ("json",)),
            *product(("idna", "rot13", "hex", "é", " utf-8"), ("json", "off")),
            ("cp1252", "json"),
            ("undefined", "json"),
        )
    },
    **{
        f"an error in {encoding}": Case(
            argv=("--profile", "漢"),
            environ={"AWS_CLI_OUTPUT_ENCODING": encoding, "AWS_CLI_ERROR_FORMAT": format_},
        )
        for encoding, format_ in (
            ("utf-8-sig", "enhanced"),
            ("utf-16", "enhanced"),
            ("utf-16-le", "json"),
            ("shift_jis", "legacy"),
            ("cp1252", "enhanced"),
            ("klingon", "enhanced"),
            ("rot13", "text"),
        )
    },
    "a usage error in shift_jis": Case(
        argv=("--foo", "漢"), environ={"AWS_CLI_OUTPUT_ENCODING": "shift_jis"}, answers=()
    ),
    "an invalid choice in shift_jis": Case(
        argv=("--output", "漢"), environ={"AWS_CLI_OUTPUT_ENCODING": "shift_jis"}, answers=()
    ),
    "an error of the service in utf-16": Case(
        environ={"AWS_CLI_OUTPUT_ENCODING": "utf-16", "AWS_CLI_ERROR_FORMAT": "json"},
        answers=(Answer(status=404, body='{"message":"漢"}'.encode()),),
    ),
    **{
        f"PYTHONIOENCODING={encoding} as {output}": Case(
            argv=("--query", '`{"a":"漢","b":[1,2]}`', "--output", output),
            environ={"PYTHONIOENCODING": encoding},
        )
        for encoding, output in (
            *product(("utf-16", "utf-8-sig", "ascii:replace"), ("json", "text")),
            *product(("ascii:ignore", "ascii:xmlcharrefreplace", "shift_jis"), ("json",)),
            *product(("ascii:backslashreplace", "ascii:namereplace", ":replace"), ("text",)),
            ("latin-1", "json"),
        )
    },
    **{
        f"PYTHONIOENCODING={encoding} and an error": Case(
            argv=("--profile", "漢"), environ={"PYTHONIOENCODING": encoding}
        )
        for encoding in ("ascii", "shift_jis", "ascii:replace")
    },
    **{
        f"PYTHONIOENCODING and {name}={value}": Case(
            argv=("--query", '`"漢"`'), environ={"PYTHONIOENCODING": "ascii:replace", name: value}
        )
        for name, value in (
            ("AWS_CLI_OUTPUT_ENCODING", "shift_jis"),
            ("AWS_CLI_OUTPUT_ENCODING", "klingon"),
            ("PYTHONUTF8", "1"),
            ("PYTHONUTF8", "0"),
        )
    },
    "PYTHONUTF8 and AWS_CLI_OUTPUT_ENCODING": Case(
        argv=("--query", '`"漢"`'),
        environ={"PYTHONUTF8": "1", "AWS_CLI_OUTPUT_ENCODING": "shift_jis"},
    ),
    "PYTHONUTF8 and an error": Case(
        argv=("--profile", "漢"), environ={"PYTHONUTF8": "1", "PYTHONIOENCODING": "ascii"}
    ),
    "an unknown output encoding and an invalid query": Case(
        argv=("--query", "foo["), environ={"AWS_CLI_OUTPUT_ENCODING": "klingon"}, answers=()
    ),
    "an unknown output encoding and an error": Case(
        argv=("--region", "us east"), environ={"AWS_CLI_OUTPUT_ENCODING": "klingon"}, answers=()
    ),
}
