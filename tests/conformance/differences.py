"""Where `datazone-cancel` differs from the AWS CLI: what a comparison leaves out, and why."""

import re
from dataclasses import dataclass, replace

from .case import Case, Seen


@dataclass(frozen=True, kw_only=True)
class Rewriting:
    """Text that a declared difference adds or changes on stdout or stderr of either command."""

    reason: str
    pattern: str
    replacement: str
    legacy: bool = False
    """Whether it concerns the legacy error layout alone."""


class Difference:
    """Cases that differ for one reason."""

    def __init__(self, reason: str, *cases: str) -> None:
        self.reason = reason
        self.cases = cases


REWRITINGS = (
    Rewriting(
        reason="one line on stderr confirms what was accepted; --quiet removes it",
        pattern=r"^Accepted: .*\n({byte order mark}\n)?",
        replacement="",
    ),
    Rewriting(
        reason="the usage block names datazone-cancel",
        pattern=r"usage: aws \[options\] <command> .*\n(.*\n)*?  aws <command> <subcommand> help\n",
        replacement="{usage}\n",
    ),
    Rewriting(
        reason="the usage block names datazone-cancel",
        pattern=r"usage: datazone-cancel .*\n(.*\n)*?  datazone-cancel help\n",
        replacement="{usage}\n",
    ),
    Rewriting(
        reason="the usage block names datazone-cancel, also as a JSON string",
        pattern=r"usage: (aws|datazone-cancel) .*(<subcommand>|datazone-cancel) help\\n",
        replacement=r"{usage}\\n",
    ),
    Rewriting(
        reason="legacy has the API reference's layout: the usage comes first",
        pattern=r"\A\naws: \[ERROR\]: ([^{]*?)\s*\n\n{usage}\n\Z",
        replacement=r"\n{usage}\n\naws: error: \1\n",
        legacy=True,
    ),
    Rewriting(
        reason="legacy has the API reference's layout: no prefix",
        pattern=r"(?<=^{usage}\n\n)\n(?=aws: \[ERROR\]:)|^aws: \[ERROR\]: ?",
        replacement="",
        legacy=True,
    ),
    Rewriting(
        reason="warnings of libraries are shown without the line of their source",
        pattern=r"^{source}: (?=\w+Warning: )",
        replacement="",
    ),
    Rewriting(
        reason="a last line names the nearest option",
        pattern=r"^Did you mean .*\?\n",
        replacement="",
    ),
)

DECLARED = (
    Difference(
        "--help and -h show the help; aws has only the word",
        "arguments: accepted: --help",
        "arguments: accepted: --help and both identifiers",
        "arguments: accepted: -h",
    ),
    Difference(
        "unknown words are reported before missing options",
        "arguments: accepted: help and an unknown option",
        "arguments: accepted: help and a word",
        "arguments: accepted: help and an empty word",
        "arguments: accepted: two dashes before an option",
    ),
    Difference(
        "help is shown next to one of the required options, too",
        "arguments: accepted: help and a domain",
    ),
    Difference(
        "a value may start with one dash, as identifiers do",
        "arguments: accepted: a value with a dash",
    ),
    Difference(
        "identifiers are checked before anything is sent",
        "arguments: accepted: a value that is a dash",
        "documents: document: YAML with an alias",
        "documents: file: a domain in a file with a line end",
        "documents: file: an identifier that starts with http",
    ),
    Difference(
        "keys of a document that are not strings are rejected with 252",
        "documents: document: a key that is a number",
    ),
    Difference(
        "text that the encoding of a stream does not have is printed as escapes; aws ends with 255",
        "output: rows before one that fails as text",
        "output: members before one that fails as text",
        "output: half of a character as json",
        "output: half of a character as table",
        "output: an emoji outside the BMP as yaml",
        "output: latin-1 output encoding as json",
        "output: latin-1 output encoding as text",
        "output: ascii output encoding as json",
        "output: ascii output encoding as text",
        "output: cp1252 as json",
        "output: an error in cp1252",
        "output: PYTHONIOENCODING=latin-1 as json",
    ),
    Difference(
        "the encoding `undefined` is unknown; aws ends with a traceback",
        "output: undefined as json",
    ),
    Difference(
        "cached credentials that cannot be read or written are ignored",
        "credentials: a role in a folder that cannot be made",
        "credentials: a role and an unusable cache file",
    ),
    Difference(
        "an error without a message is shown as its type",
        "credentials: a role with MFA and no code",
    ),
    Difference(
        "two prompts and --debug=1 are errors of the chosen format, with the usual usage",
        "arguments: accepted: --version with both prompts",
        "arguments: rejected: --debug=1",
        "arguments: rejected: both prompts and nothing else",
        "arguments: rejected: both prompts",
        "documents: skeleton: input, then an option",
    ),
    Difference(
        "a document after an equals sign contains the required members, too",
        "documents: document: JSON after an equals sign",
        "documents: document: YAML after an equals sign",
    ),
    Difference(
        "tables are not colored",
        "output: color in a pipe",
        "errors: option: table with color",
    ),
    Difference(
        "credentials of `aws login` need botocore[crt]",
        "credentials: a login",
    ),
    Difference(
        "the installed botocore says `equal to 1`, and aws's own `equal to one`",
        "transport: retry: no attempt",
        "transport: retry: a negative number of attempts",
    ),
    Difference(
        "aliases of the AWS CLI that change this operation are refused",
        "configuration: setting: an alias",
        "configuration: customization: an alias for this operation",
        "configuration: customization: an external alias",
        "configuration: customization: an alias for the service",
    ),
    Difference(
        "plugins of the AWS CLI are refused unless an endpoint is named",
        "configuration: customization: a plugin that changes the endpoint",
    ),
    Difference(
        "a user's model without the operation is one sentence, and no choice of operations",
        "configuration: model: no operations",
    ),
    Difference(
        "--version is printed if a file cannot be parsed, too",
        "configuration: broken: config and --version",
        "configuration: broken: credentials and --version",
    ),
    Difference(
        "the usage block names datazone-cancel: YAML folds it elsewhere",
        "errors: yaml: a missing argument",
        "errors: yaml: an invalid choice",
    ),
    Difference(
        "errors are legacy unless another format was chosen",
        "errors: environment: ''",
        "errors: default: enhanced",
    ),
)
"""Cases that differ by design, as docs/aws-cli.md says: what we do, or why."""


def cases(differences: tuple[Difference, ...]) -> set[str]:
    """The cases that differ."""
    return {case for difference in differences for case in difference.cases}


def comparable(seen: Seen, case: Case) -> Seen:
    """What was seen, without the declared differences."""
    stdout, stderr = seen.stdout, seen.stderr
    for rewriting in REWRITINGS:
        if case.legacy or not rewriting.legacy:
            stdout = re.sub(rewriting.pattern, rewriting.replacement, stdout, flags=re.MULTILINE)
            stderr = re.sub(rewriting.pattern, rewriting.replacement, stderr, flags=re.MULTILINE)
    return replace(seen, stdout=stdout, stderr=stderr)
