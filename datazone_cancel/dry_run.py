"""The dry run of identifiers: without network, credentials, Region or boto3."""

import os
import sys
from collections.abc import Mapping, Sequence
from typing import Any

from . import identifiers, render
from .identifiers import Listed
from .options import Options
from .output import Output
from .report import Outcome, Report, Result


def report(
    options: Options, parameters: Mapping[str, Any], problems: Sequence[str], output: Output
) -> None:
    """Print which runs would be canceled, and which cannot be. Raises OSError as Output does."""
    variables = map(os.environ.get, ("AWS_REGION", "AWS_DEFAULT_REGION"))
    named = (region for region in (options.region, *variables) if region is not None)
    report = Report(
        domain_identifier=str(parameters.get("domainIdentifier", "")),
        region=next(named, None),
        dry_run=True,
        results=[_checked(identifier, parameters, problems) for identifier in given(parameters)],
    )
    output.print_report(report)
    if not problems and not options.quiet:
        render.summary(render.stream(sys.stderr, options), report)


def given(parameters: Mapping[str, Any]) -> Sequence[Any]:
    """The identifiers of a request's parameters, listed or alone."""
    run = parameters.get("identifier", "")
    return run.values if isinstance(run, Listed) else (run,)


def _checked(identifier: Any, parameters: Mapping[str, Any], problems: Sequence[str]) -> Result:
    wrong = problems and identifiers.check({**parameters, "identifier": identifier})
    return Result(
        identifier=str(identifier),
        outcome=Outcome.INVALID if wrong else Outcome.WOULD_CANCEL,
        error=("ParamValidation", " ".join(wrong)) if wrong else None,
    )
