"""Our own sentences that tests compare as a whole, each in one place."""

from .names import DOMAIN, RUN

USAGE = """
usage: datazone-cancel [options] --domain-identifier <id> --identifier <id>
       datazone-cancel [options] --domain-identifier <id> --all
       datazone-cancel [options] --resume <file>
To see help text, you can run:

  datazone-cancel help

"""

WHERE = f"domain {DOMAIN}, Region us-east-1"
IN_DOMAIN = f"in {WHERE}"
ACCEPTED = f"Accepted: cancellation of metadata generation run {RUN} {IN_DOMAIN}\n"
NOTHING_CANCELED = "Nothing was canceled."
STOPPED_EARLY = "Stopped early: the remaining runs would fail the same way.\n"
INTERRUPTED = "Interrupted: finishing requests in flight. Press Ctrl-C again to quit now.\n"
READING_STDIN = "Type the identifiers of runs, then Ctrl-D:\n"
EMPTY_STDIN = "\nThere is no identifier in standard input: nothing to cancel.\n"
CLOSED_STDIN = "\nStandard input is closed: there are no identifiers to read.\n"
NEEDS_CONFIRMATION = (
    "\n--all needs confirmation, and there is no terminal: pass --yes, or --dry-run to list"
    " the runs.\n"
)
ALL_AND_A_RUN = (
    "\n--all cancels all runs, but the input document names one run: remove --all or that"
    " identifier.\n"
)
RUN_WITHOUT_IDENTIFIER = "\nThe service's response contains a run without an identifier.\n"
STDOUT_CLOSED = "\nCould not write to standard output: Bad file descriptor\n"
STDOUT_FULL = "\nCould not write to standard output: No space left on device\n"

NO_REGION = (
    'You must specify a region. You can also configure your region by running "aws configure".'
)
NO_CREDENTIALS = (
    'Unable to locate credentials. You can configure credentials by running "aws login".'
)

ONE_RUN_QUESTION = f"Cancel this run {IN_DOMAIN}? [y/N]"
NO_RUN_IN_DOMAIN = f"There is no run to cancel in domain {DOMAIN}."

DOMAIN_PREFIX = "domainIdentifier must start with dzd_ or dzd- (lowercase), then 1 to 36 characters"
SEPARATORS = (
    "One option takes one identifier: repeat --identifier, or pass a list, separated by whitespace,"
    " with --identifier - or file://"
)
YAML_LIST = (
    "A list contains identifiers separated by whitespace, but this is YAML: extract them first, as"
    " with yq -r '.items[].id'"
)
JSON_LIST = (
    "A list contains identifiers separated by whitespace, but this is JSON: extract them first,"
    " as with jq -r '.items[].id'"
)
SWAPPED = "domainIdentifier and identifier look swapped"


CHOOSE_DOMAIN = "Domain in Region us-east-1, access key AKIDEXAMPLE"
CHOOSE_RUNS = f"Runs of domain {DOMAIN}, Region us-east-1, access key AKIDEXAMPLE"


def shown(count: int, total: int, *, marked: int | None = None) -> str:
    """A pattern for the line below a list in the picker."""
    return f"^{count} of {total} match" + ("" if marked is None else f", {marked} marked")


def runs_question(count: int) -> str:
    return f"Cancel these {count:,} runs {IN_DOMAIN}? [y/N]"


def preview(count: int) -> str:
    """The line above a preview of several runs."""
    return f"{count:,} runs to cancel with access key AKIDEXAMPLE:"


def more_runs(count: int) -> str:
    """The line below a preview that does not show all runs."""
    return f"and {count:,} more (--dry-run lists them)"


def no_match(count: int, filters: str) -> str:
    """The line that says that none of several cancelable runs matches the filters."""
    return f"0 of {count:,} cancelable runs match {filters}"


def listing(count: int) -> str:
    """What a terminal shows while runs are listed, after erasing what it showed before."""
    return f"\r \x1b[J\r  Listing: {count:,} runs…\r"


def summary(count: int, outcomes: str, *, dry_run: bool = False, duration: str = "") -> str:
    """The line after a report, such as `summary(2, "1 ACCEPTED, 1 FAILED")`.

    Without a duration, it took less than a second.
    """
    prefix = "Dry run, nothing was canceled: " if dry_run else ""
    total = f" of {count} runs" if ", " in outcomes.replace("valid, ", "") else ""
    time = f" in {duration}" if duration else ""
    return f"{prefix}{outcomes}{total}{time}: {WHERE}\n"


def ignored(message: str) -> str:
    return f"Ignored: {RUN}: {message}\n"


def still_running(seconds: int) -> str:
    """The first line after a wait that timed out with one run left."""
    return f"Waited {seconds} seconds: 1 run has no final status yet\n"


def needs_terminal(options: str) -> str:
    """Why the picker does not ask for missing options."""
    return (
        f"\nCannot prompt for {options}: there is no terminal that can show a list. Pass what is"
        " missing on the command line. (--cli-auto-prompt or your configuration enables prompts.)\n"
    )


def no_domain(region: str) -> str:
    return (
        f"\nThere is no domain to choose from in Region {region}, access key AKIDEXAMPLE:"
        " try another --region or --profile."
    )


DURATION = "a duration such as 90s, 45m, 2h, 1d or 1h30m"
TIME = "a time such as 2026-01-31T08:00:00Z, or seconds since 1970 (2018 or later)"
MAX_ITEMS = "a whole number of runs, 1 to 1,000,000"
MAX_CONCURRENCY = "a whole number of requests, 1 to 100"
MAX_RATE = "a number of requests per second, 0 or more"
SECONDS = "a number of seconds, 0 or more"


def invalid_value(option: str, value: str, expected: str) -> str:
    return f"aws: error: argument {option}: invalid value: '{value}', expected {expected}\n"


def only_with(option: str, required: str) -> str:
    return f"aws: error: argument {option}: only allowed with {required}\n"


def not_allowed_with(option: str, other: str) -> str:
    return f"aws: error: argument {option}: not allowed with argument {other}\n"


VALUES_NEED_OPTIONS = "Each value needs an option: --domain-identifier <id> --identifier <id>"


def suggestion(*options: str) -> str:
    return f"Did you mean {', '.join(options)}?\n"


def invalid(parameter: str, value: str, source: str = "") -> str:
    """AWS CLI's sentence about a value that does not match a pattern, plus where it came from."""
    pattern = {
        "domainIdentifier": "dzd[-_][a-zA-Z0-9_-]{1,36}",
        "identifier": "[a-zA-Z0-9_-]{1,36}",
    }[parameter]
    where = f" ({source})" if source else ""
    value = value if len(value) <= 80 else f"{value[:80]}..."
    return (
        f"Invalid value for parameter {parameter}, value: {value}, valid pattern: {pattern}{where}"
    )


def forbidden(parameter: str, *characters: str) -> str:
    """Advice about characters that no identifier contains."""
    found = " ".join(f"'{character}'" for character in characters)
    return f"{parameter} may contain only letters, digits, - and _; found {found}"


def empty(parameter: str) -> str:
    return f"{parameter} is empty: is a shell variable unset?"


def too_long(parameter: str, length: int, limit: int) -> str:
    return f"{parameter} is too long: {length} characters, at most {limit}"


def surrounded(parameter: str, value: str) -> str:
    """Advice about whitespace or quotes around an identifier."""
    return f"Remove the whitespace or quotes around {parameter}: {value}"


def look_alike(parameter: str, value: str) -> str:
    """Advice about full-width letters."""
    return f"{parameter} contains characters that only look like ASCII: type {value}"


def not_an_identifier(kind: str, parameter: str, value: str = "the identifier alone") -> str:
    """Advice about an ARN or a URL in the place of an identifier."""
    return f"{parameter} is {kind}: use {value}"


def invalid_parameters(*lines: str) -> str:
    """stderr when parameters do not fit."""
    return "".join(f"{line}\n" for line in ("", "Parameter validation failed:", *lines))


def service_error(code: str, message: str, operation: str = "CancelMetadataGenerationRun") -> str:
    """AWS CLI's sentence about an error of the service."""
    return f"An error occurred ({code}) when calling the {operation} operation: {message}"


def left(count: int, path: object, *, accepted: int = 0, waits: bool = False) -> str:
    """The line after a command that ended early: how many runs are left, and how to continue."""
    runs = "1 run is left" if count == 1 else f"{count} runs are left"
    have = "run has" if accepted == 1 else "runs have"
    pending = f", and {accepted} accepted {have} no final status yet" if accepted else ""
    return f"{runs}{pending}. To continue: datazone-cancel --resume {path}{' --wait' * waits}\n"
