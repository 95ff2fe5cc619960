"""`datazone-cancel-sandbox` as a process."""

import json
import os
import signal
import socket
import subprocess
import sys
import urllib.error
import urllib.request
from pathlib import Path
from shlex import quote

import pytest

from tests.support.command import BIN, Command, Result, start
from tests.support.command import subprocess_command as in_process
from tests.support.names import RUN_ARGS as BOTH
from tests.support.shells import installed_shell
from tests.support.terminal import terminal

pytestmark = pytest.mark.slow

SANDBOX = str(BIN / "datazone-cancel-sandbox")
SHOW_ENVIRONMENT = "import json, os; print(json.dumps(dict(os.environ)))"
TWO_REQUESTS_OF_EACH_KIND = """\
import boto3
from botocore.exceptions import ClientError

datazone = boto3.client("datazone")
run = {"domainIdentifier": "dzd_53ielnpxktdilj", "identifier": "mgr5g0fy285m1q"}
start = {
    "domainIdentifier": "dzd_53ielnpxktdilj",
    "owningProjectIdentifier": "prj7nx82mkl",
    "type": "BUSINESS_NAMES",
    "target": {"type": "ASSET", "identifier": "ast6br2md6v9h"},
}
for send, request in [
    (datazone.get_metadata_generation_run, run),
    (datazone.start_metadata_generation_run, start),
    (datazone.cancel_metadata_generation_run, run),
]:
    for _ in range(2):
        try:
            send(**request)
            print("OK")
        except ClientError as error:
            print(error.response["Error"]["Code"])
"""


@pytest.fixture
def sandbox_command() -> Command:
    return in_process(SANDBOX)


def is_served(url: str) -> bool:
    try:
        urllib.request.urlopen(url)
    except urllib.error.HTTPError as error:
        error.close()
        return True
    except urllib.error.URLError:
        return False
    raise AssertionError("an unsigned request was answered")


class TestWithACommand:
    def test_the_command_talks_to_the_sandbox_alone(self, sandbox_command: Command) -> None:
        result = sandbox_command("--", "datazone-cancel", *BOTH)

        assert result == Result(
            status=0,
            stdout="",
            stderr="Accepted: cancellation of metadata generation run mgr5g0fy285m1q"
            " in domain dzd_53ielnpxktdilj, Region us-east-1\n",
        )

    def test_it_ends_with_the_commands_status(self, sandbox_command: Command) -> None:
        assert sandbox_command("--", "bash", "-c", "exit 37") == Result(
            status=37, stdout="", stderr=""
        )

    def test_a_command_that_a_signal_ended_counts_as_in_a_shell(
        self, sandbox_command: Command
    ) -> None:
        assert sandbox_command("--", "bash", "-c", "kill -KILL $$").status == 128 + 9

    def test_the_double_dash_may_be_left_out(self, sandbox_command: Command) -> None:
        assert sandbox_command("bash", "-c", "exit 3").status == 3

    def test_what_the_environment_said_of_aws_does_not_count(
        self, sandbox_command: Command, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        for name, value in {
            "AWS_PROFILE": "production",
            "AWS_ENDPOINT_URL_DATAZONE": "https://datazone.us-east-1.api.aws",
            "AWS_ENDPOINT_URL_STS": "https://sts.us-east-1.amazonaws.com",
            "AWS_IGNORE_CONFIGURED_ENDPOINT_URLS": "true",
            "AWS_SESSION_TOKEN": "token",
            "AWS_CREDENTIAL_EXPIRATION": "2020-01-01T00:00:00Z",
            "AWS_USE_FIPS_ENDPOINT": "true",
            "AWS_REGION": "eu-west-1",
        }.items():
            monkeypatch.setenv(name, value)

        result = sandbox_command("--", "datazone-cancel", *BOTH)
        shown = sandbox_command("--", sys.executable, "-c", SHOW_ENVIRONMENT)

        assert (result.status, result.stderr.endswith("Region us-east-1\n")) == (0, True)
        environment = json.loads(shown.stdout)
        assert environment["AWS_ENDPOINT_URL"].startswith("http://127.0.0.1:")
        assert not {"AWS_ENDPOINT_URL_STS", "AWS_PROFILE", "AWS_SESSION_TOKEN"} & set(environment)

    def test_motos_settings_have_no_effect(
        self, sandbox_command: Command, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        for name, value in {
            "INITIAL_NO_AUTH_ACTION_COUNT": "none",
            "MOTO_ACCOUNT_ID": "111111111111",
            "MOTO_MAX_FORM_MEMORY_SIZE": "none",
            "MOTO_PRETTIFY_RESPONSES": "true",
            "S3_UPLOAD_PART_MIN_SIZE": "none",
        }.items():
            monkeypatch.setenv(name, value)

        result = sandbox_command("--", "datazone-cancel", "--quiet", *BOTH)

        assert result == Result(status=0, stdout="", stderr="")

    def test_a_shell_on_a_terminal_says_where_it_is(self) -> None:
        with terminal(SANDBOX, "--", "sh") as shell:
            shell.wait_for("every AWS client talks to a sandbox of Amazon DataZone")
            shell.wait_for("us-east-1  dzd_53ielnpxktdilj")
            shell.wait_for("us-west-2  dzd-5h2kq8vw3nzr7m")
            shell.type('echo "in ${DATAZONE_CANCEL_SANDBOX}"; exit 3\n')

            assert shell.wait() == 3
            assert "in us-east-1" in shell.written

    @pytest.mark.parametrize("startup", ["", "PS1='mine$ '\n"])
    @pytest.mark.parametrize("command", ["bash", "bash -l", "env bash", "env A=B bash -i"])
    def test_the_prompt_of_bash_says_where_it_is(
        self, tmp_path: Path, startup: str, command: str
    ) -> None:
        (tmp_path / ".bashrc").write_text(startup)
        (tmp_path / ".bash_profile").write_text(startup)

        with terminal(SANDBOX, "--", *command.split()) as shell:
            for _ in range(2):
                screen = shell.wait_for(r"^\(sandbox\) .*[$#]$")
                assert "(sandbox) (sandbox)" not in screen
                assert not startup or "(sandbox) mine$" in screen
                shell.type("clear\n")
            shell.type("exit\n")
            assert shell.wait() == 0

    @pytest.mark.parametrize("command", ["sh", "dash", "zsh", "fish"])
    def test_the_prompt_of_another_shell_says_where_it_is(
        self, tmp_path: Path, command: str
    ) -> None:
        (tmp_path / ".zshrc").touch()
        # Otherwise, fish reads all manual pages of the machine when it starts for the first time.
        (tmp_path / ".local/share/fish/generated_completions").mkdir(parents=True)

        with terminal(SANDBOX, "--", installed_shell(command)) as shell:
            shell.wait_for(r"^\(sandbox\) ")
            shell.type("exit\n")
            assert shell.wait() == 0

    def test_a_script_has_no_banner(self) -> None:
        with terminal(SANDBOX, "--", "bash", "-c", "echo done") as shell:
            assert shell.wait() == 0
            assert shell.written == "done\n"

    def test_suspend_gives_the_terminal_back(self) -> None:
        with terminal("bash", "--norc") as shell:
            shell.type(f"{SANDBOX} -- bash\n")
            shell.wait_for(r"^\(sandbox\) ")
            shell.type("suspend\n")
            shell.wait_for("Stopped")
            shell.type("echo outside: ${DATAZONE_CANCEL_SANDBOX:-nowhere}\n")
            shell.wait_for("outside: nowhere")
            shell.type("fg\n")
            shell.type("echo inside: $DATAZONE_CANCEL_SANDBOX\n")
            shell.wait_for("inside: us-east-1")
            shell.type("exit 3\n")
            shell.type("echo status $?\n")
            shell.wait_for("status 3")

    def test_ctrl_z_stops_the_command_and_fg_continues_it(self) -> None:
        with terminal("bash", "--norc") as shell:
            shell.type(f"{SANDBOX} -- sh -c 'echo ready; read line; echo got $line'\n")
            shell.wait_for("^ready")
            shell.type("\x1a")
            shell.wait_for("Stopped")
            shell.type("fg\n")
            shell.type("this\n")
            shell.wait_for("^got this")

    def test_the_descriptors_of_the_caller_reach_the_command(self) -> None:
        script = f"{SANDBOX} -- head -1 <(echo first); {SANDBOX} -- sh -c 'cat <&7' 7< <(echo 7)"

        assert in_process("bash", "-c", script)() == Result(
            status=0, stdout="first\n7\n", stderr=""
        )

    def test_an_identifier_can_be_read_from_a_process_substitution(self) -> None:
        script = (
            f"{SANDBOX} -- datazone-cancel --quiet --domain-identifier dzd_53ielnpxktdilj"
            " --identifier file://<(echo mgr5g0fy285m1q)"
        )

        assert in_process("bash", "-c", script)().status == 0

    def test_the_commands_of_an_environment_that_is_not_activated_are_found(
        self, sandbox_command: Command, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setenv("PATH", "/usr/bin:/bin")

        assert sandbox_command("--", "datazone-cancel", "--quiet", *BOTH).status == 0

    def test_a_region_that_does_not_exist_has_no_domain(self, sandbox_command: Command) -> None:
        result = sandbox_command("--", "datazone-cancel", *BOTH, "--region", "us-east-9")

        assert result.status == 254
        assert result.stderr.startswith("\nAn error occurred (AccessDeniedException)")

    def test_the_number_of_runs_is_added(self, sandbox_command: Command) -> None:
        argv = ("list-metadata-generation-runs", "--domain-identifier", "dzd_53ielnpxktdilj")

        result = sandbox_command(
            "--runs", "5", "--", "aws", "datazone", *argv, "--query", "length(items)"
        )

        assert result.stdout == "8\n"

    def test_bad_days_reach_the_command(
        self, sandbox_command: Command, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setenv("AWS_MAX_ATTEMPTS", "1")
        result = sandbox_command(
            "--fail-rate", "1", "--latency", "1", "--throttle", "5", "--run-seconds", "60",
            "--", "datazone-cancel", *BOTH,
        )  # fmt: skip

        assert result.status == 254
        assert "(InternalServerException)" in result.stderr

    def test_each_kind_of_request_can_be_throttled(
        self, sandbox_command: Command, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setenv("AWS_MAX_ATTEMPTS", "1")
        result = sandbox_command(
            "--throttle", "0.001", "--throttle-starts", "0.002", "--throttle-reads", "0.003",
            "--", sys.executable, "-c", TWO_REQUESTS_OF_EACH_KIND,
        )  # fmt: skip

        assert result.stdout.split() == ["OK", "ThrottlingException"] * 3

    def test_a_seed_lets_the_same_requests_fail(self, sandbox_command: Command) -> None:
        runs = " ".join(f"mgr0000000000{number}" for number in range(1, 9))
        cancel = "datazone-cancel --domain-identifier dzd_53ielnpxktdilj --identifier -"
        show = "--query results[].error.code --output text"
        script = f"export AWS_MAX_ATTEMPTS=1; echo {runs} | {cancel} {show}"
        argv = ("--runs", "8", "--fail-rate", "0.5", "--seed", "1", "--", "bash", "-c", script)

        first, second = sandbox_command(*argv), sandbox_command(*argv)

        assert first.stdout == second.stdout
        assert 0 < first.stdout.count("InternalServerException") < 8

    def test_a_log_counts_what_was_sent(self, sandbox_command: Command, tmp_path: Path) -> None:
        log = tmp_path / "log.jsonl"
        sandbox_command("--log", str(log), "--", "datazone-cancel", *BOTH)

        [line] = log.read_text().splitlines()
        assert json.loads(line)["operation"] == "CancelMetadataGenerationRun"

    def test_a_world_comes_from_a_listing(self, sandbox_command: Command, tmp_path: Path) -> None:
        listing = "aws datazone list-metadata-generation-runs --region us-west-2"
        domain = "--domain-identifier dzd-5h2kq8vw3nzr7m"
        world = tmp_path / "runs.json"
        show = f"{listing} {domain} --output json"
        first = sandbox_command("--", "bash", "-c", f"{show} | tee {world}")
        show = show.replace("us-west-2", "eu-central-1")
        second = sandbox_command("--world", str(world), "--", "bash", "-c", show)

        assert len(json.loads(first.stdout)["items"]) == 10
        assert second == first

    def test_the_banner_names_the_domains_of_a_world(self, tmp_path: Path) -> None:
        run = {"domainId": "dzd_own", "id": "run1", "owningProjectId": "prj1"}
        world = tmp_path / "runs.json"
        world.write_text(json.dumps({"items": [run]}))

        with terminal(SANDBOX, "--world", "runs.json", "--", "sh", directory=tmp_path) as shell:
            shell.wait_for("^  every Region  dzd_own  from runs.json$")

    def test_the_banner_breaks_between_words(self) -> None:
        with terminal(SANDBOX, "--", "sh", columns=40) as shell:
            shell.wait_for(r"^In this shell, every AWS client talks to\na sandbox of Amazon")

    def test_a_command_that_does_not_exist_is_127(self, sandbox_command: Command) -> None:
        assert sandbox_command("--", "no-such-command") == Result(
            status=127,
            stdout="",
            stderr="datazone-cancel-sandbox: no-such-command: No such file or directory\n",
        )

    def test_a_command_that_cannot_be_started_is_126(
        self, sandbox_command: Command, tmp_path: Path
    ) -> None:
        assert sandbox_command("--", str(tmp_path)).status == 126

    def test_sigterm_ends_the_command_too(self) -> None:
        script = "echo $$ $AWS_ENDPOINT_URL; exec sleep 60"
        with start(SANDBOX, "--", "bash", "-c", script, text=True) as process:
            assert process.stdout is not None
            child, url = process.stdout.readline().split()
            process.terminate()
            process.wait(timeout=60)

        assert process.returncode == 128 + signal.SIGTERM
        assert not is_served(url)
        with pytest.raises(ProcessLookupError):
            os.kill(int(child), 0)

    @pytest.mark.parametrize("key", [signal.SIGINT, signal.SIGQUIT])
    def test_the_keys_of_a_terminal_are_left_to_the_command(self, key: signal.Signals) -> None:
        name = key.name.removeprefix("SIG")
        script = f"trap 'exit 42' {name}; echo ready; while :; do read -r -t 0.1 < /dev/zero; done"
        with start(
            SANDBOX, "--", "bash", "-c", script, text=True, start_new_session=True
        ) as process:
            assert process.stdout is not None
            process.stdout.readline()
            os.killpg(process.pid, key)
            _, stderr = process.communicate(timeout=60)

        assert (process.returncode, stderr) == (42, "")


class TestWithoutACommand:
    @pytest.mark.parametrize("ending", [signal.SIGINT, signal.SIGTERM])
    def test_it_serves_until_a_signal_and_leaves_nothing_behind(
        self, ending: signal.Signals
    ) -> None:
        with start(SANDBOX, text=True) as process:
            assert process.stderr is not None
            announcement = process.stderr.readline()
            url = announcement.split()[4]
            served = is_served(url)
            process.send_signal(ending)
            stdout, stderr = process.communicate(timeout=60)

        assert announcement == f"Serving Amazon DataZone on {url} until Ctrl-C.\n"
        assert served
        assert (process.returncode, stderr) == (0, "Stopped.\n")
        assert f"export AWS_ENDPOINT_URL={url}\n" in stdout
        assert not is_served(url)

    def test_another_shell_can_use_what_it_prints(self, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setenv("AWS_PROFILE", "production")
        with start(SANDBOX, text=True) as process:
            assert process.stdout is not None
            lines = []
            for line in process.stdout:
                lines.append(line)
                if line == "unset no_proxy\n":
                    break
            script = "".join([*lines, "datazone-cancel --quiet ", " ".join(BOTH)])
            other = in_process("bash", "-c", script)()
            process.terminate()
            process.wait(timeout=60)

        assert other == Result(status=0, stdout="", stderr="")

    def test_what_is_ignored_already_stays_ignored(self) -> None:
        with start("nohup", SANDBOX, text=True) as process:
            assert process.stderr is not None
            while "until Ctrl-C" not in (line := process.stderr.readline()):
                assert line
            process.send_signal(signal.SIGHUP)
            served = is_served(line.split()[4])
            process.terminate()
            process.wait(timeout=60)

        assert (served, process.returncode) == (True, 0)

    def test_the_port_can_be_chosen(self) -> None:
        with socket.create_server(("127.0.0.1", 0)) as free:
            port = free.getsockname()[1]
        with start(SANDBOX, "--port", str(port)) as process:
            assert process.stderr is not None
            announcement = process.stderr.readline()
            process.terminate()
            process.wait(timeout=60)

        assert f"http://127.0.0.1:{port} ".encode() in announcement


class TestWhatItRefuses:
    def test_a_taken_port(self, sandbox_command: Command) -> None:
        with socket.create_server(("127.0.0.1", 0)) as taken:
            port = taken.getsockname()[1]
            result = sandbox_command("--port", str(port))

        assert result == Result(
            status=125,
            stdout="",
            stderr=f"datazone-cancel-sandbox: error: Cannot listen on port {port}:"
            " Address already in use. Pass another --port, or none for a free one.\n",
        )

    @pytest.mark.parametrize(
        "argv",
        [
            ("--port", "65536"),
            ("--port", "http"),
            ("--runs", "-1"),
            ("--runs", "1000001"),
            ("--latency", "1e300"),
            ("--run-seconds", "1e308"),
            ("--throttle", "inf"),
            ("--throttle", "0"),
            ("--latency", "-1"),
            ("--fail-rate", "1.5"),
            ("--fail-rate", "nan"),
            ("--run-seconds", "0"),
            ("--speed", "9"),
            ("--seed", "x"),
            ("--throttle-reads", "0"),
            ("--throttle-starts", "-1"),
            ("--world", "/no/such/file"),
            ("--log", "/no/such/file"),
        ],
    )
    def test_an_option_that_makes_no_sense(
        self, sandbox_command: Command, argv: tuple[str, ...]
    ) -> None:
        result = sandbox_command(*argv, "--", "true")

        assert (result.status, result.stdout) == (125, "")
        assert result.stderr.startswith("datazone-cancel-sandbox: error: ")
        assert argv[0] in result.stderr
        assert result.stderr.endswith(" See --help.\n")

    @pytest.mark.parametrize(
        ("redirection", "reason"),
        [("> /dev/full", "No space left on device"), (">&-", "Bad file descriptor")],
    )
    @pytest.mark.parametrize("arguments", ["--help", "--version", ""])
    def test_an_output_that_cannot_be_written(
        self, arguments: str, redirection: str, reason: str
    ) -> None:
        process = subprocess.run(
            ["bash", "-c", f"datazone-cancel-sandbox {arguments} {redirection}"],
            capture_output=True,
            text=True,
            check=False,
        )

        assert process.returncode == 125
        assert process.stderr == (
            f"datazone-cancel-sandbox: error: Could not write to standard output: {reason}\n"
        )

    @pytest.mark.parametrize(
        ("marker", "installer"),
        [
            ("pipx_metadata.json", "pipx install --force"),
            ("uv-receipt.toml", "uv tool install --force"),
            (None, f"{quote(sys.executable)} -m pip install"),
        ],
    )
    def test_an_installation_without_the_extra(
        self, tmp_path: Path, marker: str | None, installer: str
    ) -> None:
        if marker:
            (tmp_path / marker).touch()
        program = (
            f"import sys; sys.modules['moto'] = None; sys.prefix = {str(tmp_path)!r};"
            "from datazone_cancel.sandbox.__main__ import main; sys.exit(main())"
        )

        assert in_process(sys.executable, "-c", program)() == Result(
            status=125,
            stdout="",
            stderr="datazone-cancel-sandbox: error: The sandbox needs more packages."
            f" In a clone of datazone-cancel: {installer} '.[sandbox]'\n",
        )


def test_help_fits_80_columns(sandbox_command: Command) -> None:
    result = sandbox_command("--help")

    assert (result.status, result.stderr) == (0, "")
    assert max(map(len, result.stdout.splitlines())) <= 80


def test_help_needs_no_docstrings(
    sandbox_command: Command, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PYTHONOPTIMIZE", "2")

    assert "Serve an Amazon DataZone" in sandbox_command("--help").stdout


@pytest.mark.parametrize(
    ("words", "found"), [("--throttle-r", "plain\n--throttle-reads\n"), ("--log r", "file\nr\n")]
)
def test_options_and_files_are_completed(
    sandbox_command: Command, monkeypatch: pytest.MonkeyPatch, words: str, found: str
) -> None:
    monkeypatch.setenv("COMP_WORDS", f"datazone-cancel-sandbox {words}")
    monkeypatch.setenv("COMP_CWORD", str(len(words.split())))
    monkeypatch.setenv("_DATAZONE_CANCEL_SANDBOX_COMPLETE", "zsh_complete")

    assert sandbox_command().stdout.startswith(found)


def test_version_names_the_sandbox(sandbox_command: Command) -> None:
    assert sandbox_command("--version").stdout.startswith("datazone-cancel-sandbox/")
