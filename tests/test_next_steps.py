"""The line after an error that says what to do next. Only terminals show it."""

import socket
from pathlib import Path

import pytest
from botocore.exceptions import ReadTimeoutError

from .support import messages, records
from .support.answers import (
    CONFLICT,
    EXPIRED,
    NO_RUNS,
    NOT_FOUND,
    SERVER_ERROR,
    SUCCEEDED,
    THROTTLED,
    run,
)
from .support.command import InProcessCommand, Result
from .support.endpoint import Answer, Endpoint, error, html, listening, success
from .support.names import ALL_RUNS_ARGS, DOMAIN, DOMAIN_ARGS, ONE_AT_A_TIME, RUN, RUN_ARGS

DENIED = error(403, "AccessDeniedException", "User is not permitted to perform operation: X")
DENIED_SENTENCE = messages.service_error(
    "AccessDeniedException", "User is not permitted to perform operation: X"
)
DENIED_STEP = (
    f"Sent to domain {DOMAIN}, Region us-east-1, with access key AKIDEXAMPLE."
    " A domain that does not exist gets the same answer.\n"
)
KEYS = "aws_access_key_id = AKIDOTHER\naws_secret_access_key = secret\n"
SSO = "sso_start_url = https://example.com/start\nsso_region = us-east-1\n"


@pytest.fixture
def no_keys(monkeypatch: pytest.MonkeyPatch) -> None:
    """No credentials in the environment."""
    for name in ("AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY"):
        monkeypatch.delenv(name)


def test_a_denial_names_domain_region_and_identity(
    cancel: InProcessCommand, endpoint: Endpoint
) -> None:
    endpoint.answer(DENIED)

    result = cancel(*RUN_ARGS, terminal=True)

    assert result.status == 254
    assert result.stderr.endswith(f"\n{DENIED_STEP}")


def test_the_next_step_is_not_shown_in_a_pipe(cancel: InProcessCommand, endpoint: Endpoint) -> None:
    endpoint.answer(DENIED)

    assert cancel(*RUN_ARGS).stderr == f"\n{DENIED_SENTENCE}\n"


def test_the_next_step_is_not_shown_in_a_pipe_with_color(
    cancel: InProcessCommand, endpoint: Endpoint
) -> None:
    endpoint.answer(DENIED)

    assert "Sent to" not in cancel(*RUN_ARGS, "--color", "on").stderr


def test_a_denied_listing_names_domain_region_and_identity(
    cancel: InProcessCommand, endpoint: Endpoint
) -> None:
    endpoint.answer(DENIED)

    result = cancel(*ALL_RUNS_ARGS, "--yes", terminal=True)

    assert result.stderr.endswith(f"\n{DENIED_STEP}")


def test_the_next_step_after_several_runs_follows_the_error(
    cancel: InProcessCommand, endpoint: Endpoint
) -> None:
    endpoint.answer(DENIED)

    result = cancel(*RUN_ARGS, "--wait", terminal=True)

    assert f"\n{DENIED_STEP}" in result.stderr


def test_a_denial_that_names_the_permission_needs_no_next_step(
    cancel: InProcessCommand, endpoint: Endpoint
) -> None:
    message = "User: arn:aws:iam::1:user/u is not authorized to perform: datazone:X on resource: *"
    endpoint.answer(error(403, "AccessDeniedException", message))

    assert cancel(*RUN_ARGS, terminal=True).stderr.count("\n") == 2


def test_a_domain_in_the_place_of_a_run_is_recognized(
    cancel: InProcessCommand, endpoint: Endpoint
) -> None:
    endpoint.answer(NOT_FOUND)

    result = cancel(*DOMAIN_ARGS, "--identifier", DOMAIN, terminal=True)

    assert result.stderr.endswith(f"\n--identifier takes a run, but {DOMAIN} is a domain.\n")


RIGHT_DOMAIN = (
    f"Is domain {DOMAIN} in Region us-east-1 the right one? To list its runs: datazone-cancel"
    f" --domain-identifier={DOMAIN} --region=us-east-1 --all --dry-run"
)
MAY_BE_CANCELED = (
    f"The run may have been canceled. To check: datazone-cancel --domain-identifier={DOMAIN}"
    f" --region=us-east-1 --identifier={RUN} --dry-run=server"
)
SHARED_QUOTA = (
    "Others share the quota of the account. Try again later, or set a higher AWS_MAX_ATTEMPTS."
)


@pytest.mark.parametrize(
    ("answer", "step"),
    [
        (NOT_FOUND, RIGHT_DOMAIN),
        (SUCCEEDED, "There is nothing left to cancel. --ignore-finished counts this as success."),
        (CONFLICT, "Another request is changing the run: try again in a minute."),
        (THROTTLED, SHARED_QUOTA),
        (SERVER_ERROR, MAY_BE_CANCELED),
        (html(502), MAY_BE_CANCELED),
        (Answer(hang_up=True), MAY_BE_CANCELED),
        (
            EXPIRED,
            "The keys in the environment have expired: export new ones, or unset"
            " AWS_ACCESS_KEY_ID, AWS_SECRET_ACCESS_KEY and AWS_SESSION_TOKEN to use a profile.",
        ),
        (
            error(403, "UnrecognizedClientException", "The token is invalid"),
            "Sent with access key AKIDEXAMPLE. The key may be deleted, or temporary and lack its"
            " AWS_SESSION_TOKEN.",
        ),
        (
            error(403, "InvalidSignatureException", "No match"),
            "Check that the secret key belongs to the access key, and the clock of this machine.",
        ),
        (
            error(401, "UnauthorizedException", "Unauthorized"),
            "The domain does not know access key AKIDEXAMPLE: add its user or role to the domain,"
            " or pass another --profile.",
        ),
    ],
)
def test_an_error_of_the_service_has_a_next_step(
    cancel: InProcessCommand,
    endpoint: Endpoint,
    monkeypatch: pytest.MonkeyPatch,
    answer: Answer,
    step: str,
) -> None:
    monkeypatch.setenv("AWS_MAX_ATTEMPTS", "1")
    endpoint.answer(answer)

    result = cancel(*RUN_ARGS, terminal=True)

    assert result.stderr.splitlines()[-1] == step


def test_a_read_timeout_of_one_run_names_the_command_that_checks_it(
    cancel: InProcessCommand, endpoint: Endpoint, monkeypatch: pytest.MonkeyPatch
) -> None:
    def time_out(*_: object) -> None:
        raise ReadTimeoutError(endpoint_url="https://example.com")

    monkeypatch.setattr("botocore.httpsession.URLLib3Session.send", time_out)

    result = cancel(*RUN_ARGS, "--endpoint-url", endpoint.url, terminal=True)

    check = MAY_BE_CANCELED.replace("-cancel --", f"-cancel --endpoint-url={endpoint.url} --")
    assert result.stderr.splitlines()[-1] == check


def test_a_failed_read_has_canceled_nothing(
    cancel: InProcessCommand, endpoint: Endpoint, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("AWS_MAX_ATTEMPTS", "1")
    endpoint.answer(SERVER_ERROR)

    assert "may have been" not in cancel(*ALL_RUNS_ARGS, "--yes", terminal=True).stderr


@pytest.mark.usefixtures("endpoint", "no_keys")
@pytest.mark.parametrize(
    ("section", "argv", "name"),
    [("profile prod", ("--profile", "prod"), "prod"), ("default", (), "default")],
)
def test_expired_keys_of_a_profile_name_it(
    cancel: InProcessCommand,
    endpoint: Endpoint,
    aws_config: Path,
    section: str,
    argv: tuple[str, ...],
    name: str,
) -> None:
    aws_config.write_text(f"[{section}]\n{KEYS}")
    endpoint.answer(EXPIRED)

    result = cancel(*RUN_ARGS, *argv, terminal=True)

    assert result.stderr.splitlines()[-1] == (
        f"Renew the credentials of profile {name}, or pass another --profile."
    )


def test_a_list_of_which_no_run_is_found_asks_for_the_domain(
    cancel: InProcessCommand, endpoint: Endpoint
) -> None:
    endpoint.answer(NOT_FOUND, NOT_FOUND)

    result = cancel(*RUN_ARGS, "--identifier", "mgr2", terminal=True)

    assert result.stderr.splitlines()[-1] == RIGHT_DOMAIN


@pytest.mark.parametrize(
    ("first", "second", "step"),
    [
        (NOT_FOUND, success(), "--ignore-not-found counts such runs as successes."),
        (
            NOT_FOUND,
            SUCCEEDED,
            "--ignore-finished and --ignore-not-found count such runs as successes.",
        ),
        (
            DENIED,
            success(),
            "Sent with access key AKIDEXAMPLE. Canceling a run needs a role in its project.",
        ),
    ],
)
def test_a_list_that_failed_in_part_has_a_next_step(
    cancel: InProcessCommand, endpoint: Endpoint, first: Answer, second: Answer, step: str
) -> None:
    endpoint.answer(first, second)

    result = cancel(*RUN_ARGS, "--identifier", "mgr2", *ONE_AT_A_TIME, terminal=True)

    assert f"\n{step}\n" in result.stderr


def test_a_conflict_can_be_resumed(cancel: InProcessCommand, endpoint: Endpoint) -> None:
    endpoint.answer(CONFLICT, success())

    result = cancel(*RUN_ARGS, "--identifier", "mgr2", *ONE_AT_A_TIME)

    assert "To continue: datazone-cancel --resume " in result.stderr


def test_nothing_to_cancel_has_no_next_step(cancel: InProcessCommand, endpoint: Endpoint) -> None:
    endpoint.answer(NO_RUNS, NO_RUNS)

    result = cancel(*ALL_RUNS_ARGS, "--yes", terminal=True)

    assert result.stderr.endswith(f"Nothing to cancel: {messages.WHERE}\n")


@pytest.mark.parametrize(("max_rate", "now"), [("5", "5 per second"), ("0", "no limit")])
def test_a_throttled_list_names_the_rate(
    cancel: InProcessCommand,
    endpoint: Endpoint,
    monkeypatch: pytest.MonkeyPatch,
    max_rate: str,
    now: str,
) -> None:
    monkeypatch.setenv("AWS_MAX_ATTEMPTS", "1")
    endpoint.answer(THROTTLED, success())

    result = cancel(*RUN_ARGS, "--identifier", "mgr2", "--max-rate", max_rate, terminal=True)

    assert result.stderr.splitlines()[-1] == (
        f"The service throttled. Try a lower --max-rate (now {now}), or a higher AWS_MAX_ATTEMPTS."
    )


@pytest.mark.usefixtures("endpoint")
@pytest.mark.parametrize(
    ("variable", "value", "step"),
    [
        (
            "AWS_MAX_ATTEMPTS",
            "many",
            "This value comes from AWS_MAX_ATTEMPTS, which takes a whole number, 1 or more.",
        ),
        (
            "AWS_MAX_ATTEMPTS",
            "0",
            "This value comes from AWS_MAX_ATTEMPTS, which takes a whole number, 1 or more.",
        ),
        ("AWS_RETRY_MODE", "legacy", "This value comes from AWS_RETRY_MODE."),
        ("AWS_REGION", "", "Or pass --region, or set AWS_REGION."),
    ],
)
def test_an_invalid_setting_names_its_variable(
    cancel: InProcessCommand,
    monkeypatch: pytest.MonkeyPatch,
    variable: str,
    value: str,
    step: str,
) -> None:
    monkeypatch.setenv("AWS_EC2_METADATA_DISABLED", "true")
    if value:
        monkeypatch.setenv(variable, value)
    else:
        monkeypatch.delenv(variable)

    result = cancel(*RUN_ARGS, terminal=True)

    assert result.stderr.splitlines()[-1] == step


@pytest.mark.usefixtures("endpoint")
def test_an_invalid_setting_of_a_profile_names_the_profile(
    cancel: InProcessCommand, aws_config: Path
) -> None:
    aws_config.write_text(f"[profile prod]\n{KEYS}max_attempts = many\n")

    result = cancel(*RUN_ARGS, "--profile", "prod", terminal=True)

    assert "This value comes from max_attempts in profile prod, which" in result.stderr


@pytest.mark.usefixtures("endpoint", "no_keys")
def test_a_failed_credential_process_is_named(cancel: InProcessCommand, aws_config: Path) -> None:
    aws_config.write_text("[default]\ncredential_process = false --token secret\n")

    result = cancel(*RUN_ARGS, terminal=True)

    assert result.stderr.splitlines()[-1] == (
        "Run the credential_process of profile default alone to see why it fails."
    )


@pytest.mark.parametrize(
    ("argv", "step"),
    [
        ((), "To choose from lists, add --cli-auto-prompt. To cancel all runs, add --all."),
        (("--identifier", RUN), "To choose from a list, add --cli-auto-prompt."),
        (("--identifier",), "A value has to follow: --identifier <id>"),
        ((*RUN_ARGS, "--debug=1"), "--debug takes no value."),
        ((*RUN_ARGS, "--cli-read-timeout=soon"), "--cli-read-timeout takes whole seconds."),
        (
            ("--resume", "/nonexistent"),
            "Records are kept in ~/.local/state/datazone-cancel, or below XDG_STATE_HOME.",
        ),
        ((*DOMAIN_ARGS, "--identifier", "file:///no/ids"), "This is the file /no/ids"),
        (
            (*DOMAIN_ARGS, "--identifier", "file:///dev/null"),
            "Did the command that writes the list fail?",
        ),
        (("--cli-input-json", "{"), "For a template: --generate-cli-skeleton"),
        (("--cli-input-yaml", "{"), "For a template: --generate-cli-skeleton yaml-input"),
        (
            ("--resume", "ids"),
            "To cancel the runs of a list: --identifier file://ids",
        ),
    ],
)
def test_a_usage_error_has_a_next_step(
    cancel: InProcessCommand,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    argv: tuple[str, ...],
    step: str,
) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "ids").write_text("mgr1\n")

    result = cancel(*argv, terminal=True)

    assert result.stderr.splitlines()[-1] == step
    assert step not in cancel(*argv).stderr


def test_an_unknown_encoding_comes_from_the_environment(
    cancel: InProcessCommand, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("AWS_CLI_FILE_ENCODING", "latin-0")
    (tmp_path / "id").write_text(RUN)

    result = cancel(*DOMAIN_ARGS, f"--identifier=file://{tmp_path}/id", terminal=True)

    assert result.status == 255
    assert "unknown encoding: latin-0" in result.stderr
    assert result.stderr.endswith("\nThis encoding comes from AWS_CLI_FILE_ENCODING.\n")


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        (records.line("mgr1", "FAILED", version=2), "1: version 2 is not known"),
        (f"{records.line('mgr1', 'FAILED')}mgr2\n", "2: not a line of a record"),
    ],
)
def test_a_damaged_record_is_not_called_a_list(
    cancel: InProcessCommand, tmp_path: Path, text: str, problem: str
) -> None:
    record = tmp_path / "record.jsonl"
    record.write_text(text)

    result = cancel("--resume", str(record), terminal=True)

    assert result.stderr.splitlines()[-1].partition(", line ")[2].startswith(problem)


@pytest.mark.usefixtures("endpoint", "no_keys")
@pytest.mark.parametrize(
    ("section", "option", "profile"),
    [
        ("default", "", ""),
        ("profile prod", "prod", " --profile prod"),
        ('profile "on call"', "on call", " --profile 'on call'"),
    ],
)
def test_a_missing_single_sign_on_session_names_the_command_to_log_in(
    cancel: InProcessCommand, aws_config: Path, section: str, option: str, profile: str
) -> None:
    aws_config.write_text(f"[{section}]\n{SSO}sso_account_id = 1\nsso_role_name = r\n")

    result = cancel(*RUN_ARGS, *(("--profile", option) if option else ()), terminal=True)

    assert result.status == 255
    assert result.stderr.endswith(f"\nLog in again: aws sso login{profile}\n")


@pytest.mark.usefixtures("endpoint", "no_keys")
def test_a_session_without_a_token_names_the_command_to_log_in(
    cancel: InProcessCommand, aws_config: Path
) -> None:
    settings = "sso_session = corp\nsso_account_id = 1\nsso_role_name = r\n"
    aws_config.write_text(f"[profile prod]\n{settings}[sso-session corp]\n{SSO}")

    result = cancel(*RUN_ARGS, "--profile", "prod", terminal=True)

    assert result.stderr.endswith("\nLog in again: aws sso login --profile prod\n")


@pytest.mark.parametrize(
    ("config", "name", "lines"),
    [
        (f"[profile prod]\n{KEYS}", "prodd", ["Did you mean prod?"]),
        (f"[profile prod]\n{KEYS}", "zzz", ["Your profiles are: prod"]),
        ("", "zzz", []),
    ],
)
def test_an_unknown_profile_suggests_the_closest_one(
    cancel: InProcessCommand, aws_config: Path, config: str, name: str, lines: list[str]
) -> None:
    aws_config.write_text(config)

    result = cancel(*RUN_ARGS, "--profile", name, terminal=True)

    assert result.stderr.splitlines()[2:] == lines


@pytest.mark.parametrize(
    ("region", "closest"),
    [("us east-1", "us-east-1"), ("us-esat-1", "us-east-1"), ("us-wset-2", "us-west-2")],
)
@pytest.mark.parametrize("source", ["--region", "the profile"])
def test_an_unknown_region_suggests_the_closest_one(
    cancel: InProcessCommand,
    monkeypatch: pytest.MonkeyPatch,
    aws_config: Path,
    source: str,
    region: str,
    closest: str,
) -> None:
    with listening() as endpoint:
        closed = endpoint.url
    monkeypatch.setenv("AWS_ENDPOINT_URL", closed)

    monkeypatch.delenv("AWS_REGION")
    aws_config.write_text(f"[default]\nregion = {region}\n" if source == "the profile" else "")

    result = cancel(
        *RUN_ARGS, *(("--region", region) if source == "--region" else ()), terminal=True
    )

    assert result.stderr.endswith(
        f"\n{region} is not a Region with DataZone. Did you mean {closest}?\n"
    )


@pytest.mark.parametrize(
    ("url", "step"),
    [
        ("", "Check the Region, the network and its DNS. Behind a proxy, set HTTPS_PROXY."),
        ("http://datazone.example.com", "This URL comes from AWS_ENDPOINT_URL."),
    ],
)
def test_a_host_without_an_address_has_a_next_step(
    cancel: InProcessCommand, monkeypatch: pytest.MonkeyPatch, url: str, step: str
) -> None:
    def fail(*_arguments: object, **_more: object) -> None:
        raise socket.gaierror(socket.EAI_NONAME, "Name or service not known")

    monkeypatch.setattr("socket.getaddrinfo", fail)
    monkeypatch.delenv("HTTPS_PROXY")
    monkeypatch.delenv("HTTP_PROXY")
    monkeypatch.setenv("AWS_ENDPOINT_URL", url)

    result = cancel(*RUN_ARGS, terminal=True)

    assert result.stderr.endswith(f"\n{step}\n")


@pytest.mark.parametrize(
    "source",
    ["--endpoint-url", "AWS_ENDPOINT_URL", "AWS_ENDPOINT_URL_DATAZONE", "the profile"],
)
def test_a_refused_connection_names_the_source_of_the_url(
    cancel: InProcessCommand,
    monkeypatch: pytest.MonkeyPatch,
    aws_config: Path,
    source: str,
) -> None:
    with listening() as endpoint:
        closed = endpoint.url
    argv: tuple[str, ...] = ()
    if source == "--endpoint-url":
        argv = (source, closed)
    elif source == "the profile":
        source = "endpoint_url in the profile"
        aws_config.write_text(f"[default]\nendpoint_url = {closed}\n")
    else:
        monkeypatch.setenv(source, closed)

    result = cancel(*RUN_ARGS, *argv, terminal=True)

    assert result.stderr.endswith(
        f"\nThis URL comes from {source}. Is the sandbox still running?\n"
    )


def test_a_refused_connection_to_a_proxy_names_its_variable(
    cancel: InProcessCommand, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("HTTPS_PROXY", "http://127.0.0.1:1")
    monkeypatch.setenv("AWS_ENDPOINT_URL", "https://datazone.example.com")

    result = cancel(*RUN_ARGS, terminal=True)

    assert result.status == 255
    assert result.stderr.endswith(
        "\nThis proxy comes from HTTPS_PROXY. NO_PROXY lists hosts to reach without it.\n"
    )


@pytest.mark.usefixtures("endpoint", "no_keys")
@pytest.mark.parametrize(
    ("profiles", "step"),
    [
        ([], "Or log in with aws sso login, or set AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY."),
        (["prod", "test"], "Or pass --profile with one of your profiles: prod, test"),
        (list("abcdef"), "Or pass --profile with one of your profiles: a, b, c, d, e, …"),
    ],
)
def test_missing_credentials_name_the_profiles(
    cancel: InProcessCommand, aws_config: Path, profiles: list[str], step: str
) -> None:
    aws_config.write_text("".join(f"[profile {name}]\n{KEYS}" for name in profiles))

    result = cancel(*RUN_ARGS, terminal=True)

    assert result.status == 253
    assert result.stderr.endswith(f"\n{step}\n")


def test_control_characters_in_the_next_step_are_escaped(
    cancel: InProcessCommand, aws_config: Path
) -> None:
    aws_config.write_text(f"[profile pro\x1bd]\n{KEYS}")

    result = cancel(*RUN_ARGS, "--profile", "prod", terminal=True)

    assert result.stderr.endswith("\nDid you mean pro\\x1bd?\n")


@pytest.mark.parametrize(
    ("identifier", "advice"),
    [
        ("ids.txt", "ids.txt is a file: use file://ids.txt"),
        (f"{RUN},mgr2", messages.SEPARATORS),
        (f"{RUN}, mgr2,", messages.SEPARATORS),
        (f"{RUN} mgr2", messages.SEPARATORS),
        (f"{RUN};mgr2", messages.SEPARATORS),
        ("file://runs.yaml", messages.YAML_LIST),
        ('{"identifier": "mgr1"}', messages.JSON_LIST),
        ("file://runs.json", messages.JSON_LIST),
    ],
)
def test_a_misunderstood_list_is_explained_in_pipes_too(
    cancel: InProcessCommand,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    identifier: str,
    advice: str,
) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "ids.txt").write_text(RUN)
    (tmp_path / "runs.yaml").write_text("id: mgr1\n")
    (tmp_path / "runs.json").write_text('{\n"items": [{"id": "mgr1"}]\n}')

    result = cancel(*DOMAIN_ARGS, "--identifier", identifier)

    lines = result.stderr.splitlines()
    assert (result.status, len(lines)) == (252, 4)
    assert lines[-1] == advice


def test_a_403_without_a_code_did_not_come_from_the_service(
    cancel: InProcessCommand, endpoint: Endpoint
) -> None:
    endpoint.answer(html(403))

    result = cancel(*RUN_ARGS, terminal=True)

    assert "This response did not come from DataZone. Look for a proxy" in result.stderr


def test_a_denial_names_the_credentials_of_a_container(
    cancel: InProcessCommand, endpoint: Endpoint, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY"):
        monkeypatch.delenv(name)
    monkeypatch.setenv("AWS_CONTAINER_CREDENTIALS_FULL_URI", f"{endpoint.url}/credentials")
    keys = {"AccessKeyId": "A", "SecretAccessKey": "s", "Token": "t"}
    endpoint.answer(success(**keys, Expiration="2099-01-01T00:00:00Z"), DENIED)

    result = cancel(*RUN_ARGS, terminal=True)

    assert "with credentials from container-role." in result.stderr
    assert "profile" not in result.stderr


@pytest.mark.usefixtures("endpoint")
@pytest.mark.parametrize(
    ("argv", "stderr"), [((), f"{messages.NOTHING_CANCELED}\n"), (("--quiet",), "")]
)
def test_ctrl_c_while_listing_says_that_nothing_was_canceled(
    cancel: InProcessCommand, monkeypatch: pytest.MonkeyPatch, argv: tuple[str, ...], stderr: str
) -> None:
    def interrupt(*_: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr("botocore.httpsession.URLLib3Session.send", interrupt)

    result = cancel(*ALL_RUNS_ARGS, "--yes", *argv)

    assert result == Result(status=130, stdout="", stderr=stderr)


def test_a_wait_that_timed_out_can_be_longer(cancel: InProcessCommand, endpoint: Endpoint) -> None:
    endpoint.answer(success(), run(RUN))

    result = cancel(*RUN_ARGS, "--wait", "--wait-timeout", "0", terminal=True)

    assert "\n--wait-timeout waits longer.\n" in result.stderr


def test_a_command_contains_no_password(
    cancel: InProcessCommand, endpoint: Endpoint, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("NO_PROXY", "*")
    endpoint.answer(NOT_FOUND)
    url = endpoint.url.replace("//", "//user:planted@")

    stderr = cancel(*RUN_ARGS, "--endpoint-url", url, terminal=True).stderr

    assert f" --endpoint-url={endpoint.url} " in stderr
    assert "planted" not in stderr


def test_another_error_with_the_same_number_is_not_about_attempts(
    cancel: InProcessCommand, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("AWS_MAX_ATTEMPTS", "3")

    stderr = cancel(*RUN_ARGS, "--endpoint-url", "http://foo_3:99999", terminal=True).stderr

    assert "AWS_MAX_ATTEMPTS" not in stderr
