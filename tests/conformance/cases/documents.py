"""Input documents, files in place of values, and skeletons."""

import json
from itertools import product
from typing import Any

from tests.conformance.case import Case
from tests.support.names import DOMAIN, RUN

from .common import ENDPOINT, D, I, bare

JSON = json.dumps({"domainIdentifier": DOMAIN, "identifier": RUN})
YAML = f"domainIdentifier: {DOMAIN}\nidentifier: {RUN}\n"


def document(*argv: str, **members: Any) -> Case:
    return bare(*ENDPOINT, *argv, **members)


DOCUMENTS = {
    "JSON": document("--cli-input-json", JSON),
    "JSON after an equals sign": document(f"--cli-input-json={JSON}"),
    "YAML": document("--cli-input-yaml", YAML),
    "YAML after an equals sign": document(f"--cli-input-yaml={YAML}"),
    "YAML that starts with three dashes": document("--cli-input-yaml", f"---\n{YAML}"),
    "a YAML mapping after three dashes": document("--cli-input-yaml", f"--- {JSON}"),
    "YAML of two documents": document("--cli-input-yaml", f"{YAML}---\n{YAML}"),
    "YAML with an alias": document(
        "--cli-input-yaml", f"identifier: &a {RUN}\ndomainIdentifier: *a\n"
    ),
    "YAML with a repeated key": document("--cli-input-yaml", f"{YAML}identifier: other\n"),
    "JSON with a repeated key": document("--cli-input-json", JSON[:-1] + ',"identifier":"other"}'),
    "YAML with a tag": document("--cli-input-yaml", f"identifier: !!str {RUN}\n", *D),
    "YAML with an unknown tag": document("--cli-input-yaml", f"identifier: !x {RUN}\n", *D),
    "YAML yes": document("--cli-input-yaml", "identifier: yes\n", *D),
    "YAML octal": document("--cli-input-yaml", "identifier: 010\n", *D),
    "YAML date": document("--cli-input-yaml", "identifier: 2026-01-31\n", *D),
    "YAML merge": document("--cli-input-yaml", f"<<: {{identifier: {RUN}}}\n", *D),
    "JSON with NaN": document("--cli-input-json", '{"identifier":NaN}', *D),
    "JSON with a comment": document("--cli-input-json", f"{JSON} // note"),
    "JSON with a BOM": document("--cli-input-json", f"\ufeff{JSON}"),
    "JSON as YAML": document("--cli-input-yaml", JSON),
    "a JSON file": document("--cli-input-json", "file://{home}/in.json", files={"in.json": JSON}),
    "a YAML file": document("--cli-input-yaml", "file://{home}/in.yaml", files={"in.yaml": YAML}),
    "a binary JSON file": document(
        "--cli-input-json", "fileb://{home}/in.json", files={"in.json": JSON}
    ),
    "a JSON file with a BOM": document(
        "--cli-input-json", "file://{home}/in.json", files={"in.json": f"\ufeff{JSON}"}
    ),
    "a binary JSON file with a BOM": document(
        "--cli-input-json", "fileb://{home}/in.json", files={"in.json": f"\ufeff{JSON}"}
    ),
    "a JSON file in UTF-16": document(
        "--cli-input-json", "fileb://{home}/in.json", files={"in.json": JSON.encode("utf-16")}
    ),
    "a YAML file with CRLF": document(
        "--cli-input-yaml",
        "file://{home}/in.yaml",
        files={"in.yaml": YAML.replace("\n", "\r\n").encode()},
    ),
    "a file in the home directory": document(
        "--cli-input-json", "file://~/in.json", files={"in.json": JSON}
    ),
    "a file named by a variable": document(
        "--cli-input-json",
        "file://$FOLDER/in.json",
        environ={"FOLDER": "{home}"},
        files={"in.json": JSON},
    ),
    "the command line comes before the document": document(
        *I, "--cli-input-json", json.dumps({"domainIdentifier": DOMAIN, "identifier": "other"})
    ),
    "half in the document": document(*D, "--cli-input-json", json.dumps({"identifier": RUN})),
    "a document that is not needed": Case(argv=("--cli-input-json", "{}")),
    "invalid JSON": document("--cli-input-json", "{"),
    "an empty string as JSON": document("--cli-input-json", ""),
    "invalid YAML": document("--cli-input-yaml", "a: ["),
    "an empty string as YAML": document("--cli-input-yaml", ""),
    "a JSON list": document("--cli-input-json", "[]"),
    "a JSON string": document("--cli-input-json", '"text"'),
    "JSON null": document("--cli-input-json", "null"),
    "a YAML list": document("--cli-input-yaml", "- a"),
    "an empty document": document("--cli-input-json", "{}"),
    "a missing member": document("--cli-input-json", json.dumps({"identifier": RUN})),
    "a member in the option's spelling": document(
        "--cli-input-json", json.dumps({"domain-identifier": DOMAIN, "identifier": RUN})
    ),
    "an unknown member": document("--cli-input-json", JSON[:-1] + ',"dryRun":true}'),
    "a member that is null": document(*D, "--cli-input-json", '{"identifier":null}'),
    "a member that is a number": document(*D, "--cli-input-json", '{"identifier":1}'),
    "a member that is a list": document(*D, "--cli-input-yaml", "identifier: [a]"),
    "several invalid members": document(
        "--cli-input-json", '{"foo":1,"identifier":1,"domainIdentifier":null}'
    ),
    "a key that is a number": document(*D, *I, "--cli-input-yaml", "1: a\n"),
    "two documents": document("--cli-input-json", "{}", "--cli-input-yaml", "{}"),
    "the same document twice": document("--cli-input-json", "{}", "--cli-input-json", JSON),
    "a document that does not exist": document("--cli-input-json", "file://{home}/none"),
    "a document that is a folder": document("--cli-input-yaml", "file://{home}"),
    "a document without a path": document("--cli-input-json", "file://"),
    "a document from an address": document("--cli-input-json", "https://127.0.0.1:9/in.json"),
}

FILES = {
    "a domain in a file": document(
        *I, "--domain-identifier", "file://{home}/id", files={"id": DOMAIN}
    ),
    "a domain in a file with a line end": document(
        *I, "--domain-identifier", "file://{home}/id", files={"id": f"{DOMAIN}\n"}
    ),
    "a domain in a binary file": document(
        *I, "--domain-identifier", "fileb://{home}/id", files={"id": DOMAIN}
    ),
    "an identifier in a file": document(*D, "--identifier", "file://{home}/id", files={"id": RUN}),
    "an identifier in a file that does not exist": document(
        *D, "--identifier", "file://{home}/none"
    ),
    "an identifier in a folder": document(*D, "--identifier", "file://{home}"),
    "an identifier in a file that is not text": document(
        *D, "--identifier", "file://{home}/id", files={"id": b"\xff\xfe"}
    ),
    "an identifier in a file of another encoding": document(
        *D,
        "--identifier",
        "file://{home}/id",
        environ={"AWS_CLI_FILE_ENCODING": "utf-16"},
        files={"id": RUN.encode("utf-16")},
    ),
    "a file of an unknown encoding": document(
        *D,
        "--identifier",
        "file://{home}/id",
        environ={"AWS_CLI_FILE_ENCODING": "klingon"},
        files={"id": RUN},
    ),
    "an identifier that starts with http": document(*D, "--identifier", "http://x"),
    "a Region in a file": Case(argv=("--region", "file://{home}/region"), files={"region": "x"}),
    "a query in a file": Case(argv=("--query", "file://{home}/query"), files={"query": "foo"}),
}

ENCODINGS = {
    f"{encoding or 'the locale'} for a file in {actual}": document(
        "--cli-input-json",
        "file://{home}/input",
        environ={"AWS_CLI_FILE_ENCODING": encoding},
        files={"input": json.dumps({"é": RUN}, ensure_ascii=False).encode(actual)},
        answers=(),
    )
    for encoding, actual in (
        *product((None, "latin-1", "utf-16", "utf-8-sig"), ("utf-8", "latin-1", "utf-16")),
        ("utf-8", "utf-8-sig"),
        ("ascii", "utf-8"),
        ("klingon", "utf-8"),
        ("", "utf-8"),
    )
}
"""Documents without a domain: nothing is sent."""

SKELETONS = {
    "input by default": document("--generate-cli-skeleton"),
    "input": document("--generate-cli-skeleton", "input"),
    "input as text": document("--generate-cli-skeleton", "--output", "text"),
    "input with a query": document("--generate-cli-skeleton", "--query", "identifier"),
    "YAML": document("--generate-cli-skeleton", "yaml-input"),
    "input with identifiers": Case(argv=("--generate-cli-skeleton",)),
    "input with an invalid document": document("--generate-cli-skeleton", "--cli-input-json", "{"),
    "output": Case(argv=("--generate-cli-skeleton", "output")),
    "output as text": Case(argv=("--generate-cli-skeleton", "output", "--output", "text")),
    "output with a query": Case(argv=("--generate-cli-skeleton", "output", "--query", "foo")),
    "output without identifiers": document("--generate-cli-skeleton", "output"),
    "output without credentials": Case(
        argv=("--generate-cli-skeleton", "output", "--no-sign-request")
    ),
    "input and an unknown option": document("--generate-cli-skeleton", "--force"),
    "input, then an option": document("--generate-cli-skeleton", "--debug=1"),
}

CASES = {
    **{f"document: {name}": case for name, case in DOCUMENTS.items()},
    **{f"file: {name}": case for name, case in FILES.items()},
    **{f"encoding: {name}": case for name, case in ENCODINGS.items()},
    **{f"skeleton: {name}": case for name, case in SKELETONS.items()},
}
