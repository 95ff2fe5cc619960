"""The API reference's four examples, letter by letter."""

import pytest

from .support.command import InProcessCommand
from .support.messages import ACCEPTED


@pytest.mark.usefixtures("sandbox")
def test_a_cancelable_run_is_accepted_with_nothing_on_stdout(cancel: InProcessCommand) -> None:
    result = cancel("--domain-identifier", "dzd_53ielnpxktdilj", "--identifier", "mgr5g0fy285m1q")

    assert (result.status, result.stdout) == (0, "")
    assert result.stderr == ACCEPTED


@pytest.mark.usefixtures("sandbox")
def test_a_succeeded_run_is_refused(cancel: InProcessCommand) -> None:
    result = cancel("--domain-identifier", "dzd_53ielnpxktdilj", "--identifier", "mgr3tlpxo4mg5q")

    assert (result.status, result.stdout) == (254, "")
    assert result.stderr == (
        "\nAn error occurred (ValidationException) when calling the CancelMetadataGenerationRun"
        " operation:"
        " The MetadataGenerationRun in SUCCEEDED status cannot be canceled.\n"
    )


@pytest.mark.usefixtures("sandbox")
def test_a_run_that_does_not_exist_is_not_found(cancel: InProcessCommand) -> None:
    result = cancel("--domain-identifier", "dzd_53ielnpxktdilj", "--identifier", "mgr_nonexistent")

    assert (result.status, result.stdout) == (254, "")
    assert result.stderr == (
        "\nAn error occurred (ResourceNotFoundException) when calling the"
        " CancelMetadataGenerationRun operation:"
        " Requested prediction cannot be found in domain\n"
    )


def test_required_options_are_named_if_there_are_no_arguments(cancel: InProcessCommand) -> None:
    result = cancel()

    assert (result.status, result.stdout) == (252, "")
    assert result.stderr.splitlines()[-1] == (
        "aws: error: the following arguments are required: --domain-identifier, --identifier"
    )
