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
        pattern=r"^Accepted: .*\n",
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
        reason="a last line names the nearest option",
        pattern=r"^did you mean .*\?\n",
        replacement="",
    ),
)

DECLARED = (
    Difference(
        "--help shows the help; aws has only the word",
        "arguments: accepted: --help",
        "arguments: accepted: --help and both identifiers",
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
        "text that the encoding of stdout does not have is printed as escapes; aws ends with 255",
        "output: rows before one that fails as text",
        "output: members before one that fails as text",
        "output: half of a character as json",
        "output: half of a character as table",
    ),
    Difference(
        "cached credentials that cannot be read or written are ignored",
        "credentials: a role in a folder that cannot be made",
        "credentials: a role and an unusable cache file",
    ),
    Difference(
        "aliases of the AWS CLI are not read",
        "configuration: setting: an alias",
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

KNOWN = (
    Difference(
        "aws says `Found invalid choice 'x'` and what was meant; we list the choices",
        "arguments: accepted: the last output counts",
        "arguments: accepted: --version after a value that is no choice",
        "arguments: accepted: help with a value that is no choice",
        "arguments: rejected: --color purple",
        "arguments: rejected: --output xml",
        "arguments: rejected: --output jsn",
        "arguments: rejected: --output tex",
        "arguments: rejected: --output of nothing",
        "arguments: rejected: --cli-binary-format base",
        "arguments: rejected: --cli-error-format xml",
        "arguments: rejected: --generate-cli-skeleton purple",
        "arguments: rejected: --generate-cli-skeleton=out",
        "arguments: rejected: a wrong choice, then a right one",
    ),
    Difference(
        "aws ignores one empty word only: further ones are unknown options; we ignore all",
        "arguments: accepted: three empty words",
        "arguments: accepted: empty words in several places",
    ),
    Difference(
        "aws strips white space around a message; we print it as it is",
        "arguments: accepted: a word of one space",
        "output: an empty format of the environment",
        "credentials: a process that fails",
        "credentials: keys before the process",
        "credentials: a container that refuses",
        "transport: retry: a 408",
        "errors: response: no message",
        "errors: response: no code and no message",
        "errors: response: an empty message",
        "errors: response: HTML 403",
        "errors: response: HTML 404",
        "errors: response: an empty 400",
        "errors: response: an empty 403",
        "errors: response: a redirection",
        "errors: response: a temporary redirection",
        "errors: response: a 304",
        "errors: response: a 600",
        "errors: response: control characters",
        "errors: response: spaces around the message",
        "errors: response: a long message",
        "errors: enhanced: no message",
        "errors: enhanced: HTML 403",
    ),
    Difference(
        "aws prints the version when it meets --version and parses no further words; we "
        "parse them all",
        "arguments: accepted: --version before an option without a value",
        "arguments: accepted: --version before a value that is no choice",
    ),
    Difference(
        "aws checks --cli-auto-prompt with --no-cli-auto-prompt before --version; we after it",
        "arguments: accepted: --version with both prompts",
    ),
    Difference(
        "aws shows the help for `help` next to global options and both identifiers; we "
        "only by itself",
        "arguments: accepted: help and an option",
        "arguments: accepted: help with a Region",
        "arguments: accepted: help before a Region",
        "arguments: accepted: help and both identifiers",
        "arguments: accepted: help with an unknown profile",
    ),
    Difference(
        "aws takes a word with dashes and a space for a value; we for an option",
        "arguments: accepted: a value with dashes and a space",
        "arguments: accepted: a value with an option's name and a space",
        "arguments: accepted: a value with an option's beginning and a space",
        "documents: document: YAML that starts with three dashes",
        "documents: document: a YAML mapping after three dashes",
    ),
    Difference(
        "aws rejects --debug=1 and both prompts before it knows the error format: "
        "enhanced, with a usage of its own; we as configured",
        "arguments: rejected: --debug=1",
        "arguments: rejected: both prompts and nothing else",
        "arguments: rejected: both prompts",
        "documents: skeleton: input, then an option",
    ),
    Difference(
        "aws reads timeouts before it looks for unknown options (255); we after that (252)",
        "arguments: rejected: an invalid timeout and an unknown option",
    ),
    Difference(
        "aws drops the required arguments only for `--cli-input-json` as a word of its "
        "own, not for `--cli-input-json=`; we for both",
        "documents: document: JSON after an equals sign",
        "documents: document: YAML after an equals sign",
    ),
    Difference(
        "aws does not evaluate --query with --output off; we do",
        "output: a query that fails as off",
    ),
    Difference(
        "aws colors a table in a pipe with --color on; we do not",
        "output: color in a pipe",
        "errors: option: table with color",
    ),
    Difference(
        "aws encodes stdout with AWS_CLI_OUTPUT_ENCODING and rejects an unknown codec "
        "with 255 before sending; we ignore the variable",
        "output: latin-1 output encoding as json",
        "output: latin-1 output encoding as text",
        "output: ascii output encoding as json",
        "output: ascii output encoding as text",
        "output: an empty output encoding as json",
        "output: an empty output encoding as text",
        "output: latin-1 output encoding as yaml",
        "output: utf-16 output encoding as text",
        "output: klingon output encoding as text",
        "output: klingon output encoding as off",
        "output: an unknown output encoding and an error",
    ),
    Difference(
        "aws rejects an unknown cli_timestamp_format (253) before sending; we ignore it",
        "configuration: setting: cli_timestamp_format = none",
        "configuration: setting: cli_timestamp_format = ISO8601",
        "configuration: setting: cli_timestamp_format = epoch",
        "configuration: setting: cli_timestamp_format = ",
        "configuration: setting: an invalid timestamp format and no Region",
        "configuration: setting: an invalid timestamp format and an output skeleton",
    ),
    Difference(
        "aws rejects an unknown cli_binary_format (255, `'hex'`) before anything else; "
        "we ignore it",
        "configuration: setting: cli_binary_format = hex",
        "configuration: setting: cli_binary_format = ",
        "configuration: setting: an invalid binary format and a missing argument",
        "configuration: setting: an invalid binary format and an input skeleton",
    ),
    Difference(
        "aws suggests `aws login`; we `aws configure`",
        "credentials: no keys",
        "credentials: no access key",
        "credentials: an empty access key",
        "credentials: no keys, enhanced",
        "credentials: no keys, as json",
        "credentials: an instance without a role",
        "errors: enhanced: no credentials",
        "errors: json: no credentials",
        "errors: yaml: no credentials",
        "errors: text: no credentials",
        "errors: table: no credentials",
    ),
    Difference(
        "aws prints the prefix `aws: [ERROR]:` before errors without a structure in "
        "every format but legacy; we do not",
        "credentials: no secret key, as json",
        "transport: timeout: a read timeout, enhanced",
        "errors: enhanced: an unknown profile",
        "errors: json: an unknown profile",
        "errors: yaml: an unknown profile",
        "errors: text: an unknown profile",
        "errors: table: an unknown profile",
    ),
    Difference(
        "aws makes botocore's ParamValidationError 252 and ParamValidation; we 255",
        "credentials: a role with an empty MFA code",
        "credentials: a role with an ARN that is too short",
        "credentials: a role with an ARN that is too short, as json",
        "credentials: a web identity with an empty token",
        "credentials: a web identity with an empty token, enhanced",
    ),
    Difference(
        "aws shows only modeled members of an error; we also Type and QueryErrorCode",
        "credentials: a role that is denied, enhanced",
        "credentials: a role that is denied, as json",
        "credentials: a role with an expired token, as json",
        "errors: enhanced: a query error header",
        "errors: json: a query error header",
    ),
    Difference(
        "aws knows the credentials of `aws login`; we need botocore[crt] for them",
        "credentials: a login",
    ),
    Difference(
        "aws sends a 429 without an error code once; we three times",
        "transport: retry: a 429 without a code, three times",
    ),
    Difference(
        "aws says `equal to one`; we `equal to 1`",
        "transport: retry: no attempt",
        "transport: retry: a negative number of attempts",
    ),
    Difference(
        "aws does not repeat `message` in the details of enhanced; we do",
        "transport: retry: a server error, three times, enhanced",
        "errors: enhanced: conflict",
        "errors: enhanced: a list as message",
        "errors: enhanced: an object as message",
        "errors: enhanced: more members",
        "errors: enhanced: several lines",
        "errors: enhanced: control characters",
        "errors: enhanced: a long message",
        "errors: option: enhanced",
        "errors: environment: 'xml'",
        "errors: profile: unknown",
    ),
    Difference(
        "aws calls an error without a parsable body Unknown (254); we end with 255 and 'Error'",
        "errors: response: an HTML 300",
        "errors: response: an empty 300",
    ),
    Difference(
        "aws writes half of a character as an escape; we end with a traceback",
        "errors: response: half of a character",
        "errors: enhanced: half of a character",
        "errors: json: half of a character",
    ),
    Difference(
        "aws has the sentence first and the usage after it in ParamValidation; we the usage first",
        "errors: enhanced: a missing argument",
        "errors: enhanced: an invalid choice",
        "errors: json: a missing argument",
        "errors: json: an invalid choice",
        "errors: option: a missing argument",
    ),
    Difference(
        "aws prints the prefix before unknown options in every format, two empty lines "
        "below the usage; we print neither",
        "errors: enhanced: an unknown option",
        "errors: json: an unknown option",
        "errors: yaml: an unknown option",
        "errors: text: an unknown option",
        "errors: table: an unknown option",
    ),
    Difference(
        "aws never colors error sentences; we do with --color on",
        "errors: option: legacy with color",
    ),
)
"""Cases that differ and are to be fixed: what `aws` does; and what we do."""


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
