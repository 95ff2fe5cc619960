"""--all: which runs it selects, what it shows, and what it asks."""

import json
import time
from collections.abc import Iterator
from datetime import datetime, timezone

import pytest

from datazone_cancel.sandbox.server import serving

from .conftest import DOMAIN, RUN, Command
from .loopback import Answer, Endpoint, document, error
from .test_many import canceled_runs, outcomes
from .test_terminal import on_terminal

ALL = ("--domain-identifier", DOMAIN, "--all")
YES = (*ALL, "--yes", "--max-concurrency", "1")
NOW = time.time()

pytestmark = pytest.mark.usefixtures("clock")


def item(identifier: str, **members: object) -> dict[str, object]:
    """A run as a listing has it; a member of None is left out."""
    run = {
        "domainId": DOMAIN,
        "id": identifier,
        "owningProjectId": "prj1",
        "status": "SUBMITTED",
        "createdAt": NOW - 60,
        "createdBy": "usr1",
        **members,
    }
    return {name: value for name, value in run.items() if value is not None}


def listing(*items: dict[str, object], next_token: str | None = None) -> Answer:
    members = {"items": list(items), "nextToken": next_token}
    return document(**{name: value for name, value in members.items() if value})


NOTHING = listing()


@pytest.fixture
def runs(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """A sandbox with six runs that can be canceled, half of them SUBMITTED."""
    with serving(runs=5) as url:
        monkeypatch.setenv("AWS_ENDPOINT_URL", url)
        yield


SUBMITTED = ["mgr00000000002", "mgr00000000004"]
IN_PROGRESS = [RUN, "mgr00000000001", "mgr00000000003", "mgr00000000005"]


class TestSelection:
    @pytest.mark.usefixtures("runs")
    def test_all_cancelable_runs_are_canceled_submitted_ones_first(self, cancel: Command) -> None:
        result = cancel(*YES)

        assert result.status == 0
        assert outcomes(result) == dict.fromkeys([*SUBMITTED, *IN_PROGRESS], "ACCEPTED")
        assert list(outcomes(result)) == [*SUBMITTED, *IN_PROGRESS]

    @pytest.mark.usefixtures("runs")
    @pytest.mark.parametrize(
        ("argv", "selected"),
        [
            (("--status", "SUBMITTED"), SUBMITTED),
            (("--status", "IN_PROGRESS", "--status", "SUBMITTED"), [*SUBMITTED, *IN_PROGRESS]),
            (("--type", "BUSINESS_NAMES"), ["mgr00000000004", "mgr00000000001"]),
            (("--target-identifier", "ast00000000003"), ["mgr00000000003"]),
            (("--owning-project-identifier", "prj7nx82mkl"), [*SUBMITTED, RUN]),
            (("--created-by", "SYSTEM"), ["mgr00000000004", "mgr00000000001"]),
            (("--older-than", "1d"), [RUN]),
            (("--created-before", "2026-01-01"), [RUN]),
            (("--created-before", "2026-01-01T00:00:00Z"), [RUN]),
            (("--created-before", "1752644437"), [RUN]),
            (("--created-before", "1752644436.5"), []),
            (("--created-after", "1752644436", "--created-before", "1752644437"), [RUN]),
            (("--created-after", "1752644437", "--older-than", "1d"), []),
            (("--older-than", "1d", "--created-before", "1752644436"), []),
            (("--max-items", "3"), [*SUBMITTED, RUN]),
            (("--created-by", "SYSTEM", "--max-items", "1"), ["mgr00000000004"]),
            (("--created-by", "SYSTEM", "--status", "SUBMITTED"), ["mgr00000000004"]),
        ],
    )
    def test_filters_narrow_it(
        self, cancel: Command, argv: tuple[str, ...], selected: list[str]
    ) -> None:
        result = cancel(*YES, *argv)

        assert result.status == 0
        assert list(outcomes(result)) == selected

    def test_all_pages_are_read(self, cancel: Command, endpoint: Endpoint) -> None:
        endpoint.answer(
            listing(item("mgr1"), next_token="more"),
            listing(item("mgr2")),
            NOTHING,
            *[Answer()] * 2,
        )

        cancel(*YES)

        path = f"/v2/domains/{DOMAIN}/metadata-generation-runs?status="
        assert [request.path for request in endpoint.requests[:3]] == [
            f"{path}SUBMITTED&maxResults=50",
            f"{path}SUBMITTED&maxResults=50&nextToken=more",
            f"{path}IN_PROGRESS&maxResults=50",
        ]
        assert canceled_runs(endpoint) == ["mgr1", "mgr2"]

    def test_a_run_that_moves_on_between_listings_is_canceled_once(
        self, cancel: Command, endpoint: Endpoint
    ) -> None:
        endpoint.answer(
            listing(item("mgr1")), listing(item("mgr1", status="IN_PROGRESS")), Answer()
        )

        cancel(*YES)

        assert canceled_runs(endpoint) == ["mgr1"]

    @pytest.mark.parametrize(("status", "selected"), [("IN_PROGRESS", ["mgr1"]), ("SUCCEEDED", [])])
    def test_a_status_that_is_left_out_is_looked_up(
        self, cancel: Command, endpoint: Endpoint, status: str, selected: list[str]
    ) -> None:
        endpoint.answer(
            listing(item("mgr1", status=None)),
            document(**item("mgr1", status=status)),
            NOTHING,
            *[Answer()] * len(selected),
        )

        assert list(outcomes(cancel(*YES))) == selected

    def test_nothing_to_cancel_is_no_failure(self, cancel: Command, endpoint: Endpoint) -> None:
        endpoint.answer(NOTHING, NOTHING)

        result = cancel(*ALL, "--yes")

        assert result.status == 0
        assert json.loads(result.stdout)["results"] == []
        assert result.stderr == (
            f"0 runs in domain {DOMAIN}, Region us-east-1: nothing to cancel\n"
        )

    def test_a_listing_that_is_refused_ends_it(self, cancel: Command, endpoint: Endpoint) -> None:
        endpoint.answer(error(403, "AccessDeniedException", "not authorized"))

        result = cancel(*ALL, "--yes")

        assert (result.status, result.stdout) == (254, "")
        assert result.stderr == (
            "\nAn error occurred (AccessDeniedException) when calling the"
            " ListMetadataGenerationRuns operation: not authorized\n"
        )

    def test_a_run_that_finishes_before_its_turn_is_no_failure(
        self, cancel: Command, endpoint: Endpoint
    ) -> None:
        finished = "The MetadataGenerationRun in SUCCEEDED status cannot be canceled."
        endpoint.answer(
            listing(item("mgr1"), item("mgr2")),
            NOTHING,
            error(400, "ValidationException", finished),
            Answer(),
        )

        result = cancel(*YES)

        assert result.status == 0
        assert outcomes(result) == {"mgr1": "ALREADY_FINISHED", "mgr2": "ACCEPTED"}

    def test_a_dry_run_lists_and_cancels_nothing(self, cancel: Command, endpoint: Endpoint) -> None:
        endpoint.answer(listing(item("mgr1")), listing(item("mgr2", status="IN_PROGRESS")))

        result = cancel(*ALL, "--dry-run", "--query", "results[].[identifier,outcome,status]")

        assert result.status == 0
        assert json.loads(result.stdout) == [
            ["mgr1", "WOULD_CANCEL", "SUBMITTED"],
            ["mgr2", "WOULD_CANCEL", "IN_PROGRESS"],
        ]
        assert canceled_runs(endpoint) == []

    def test_the_domain_may_come_from_a_document(self, cancel: Command, endpoint: Endpoint) -> None:
        endpoint.answer(NOTHING, NOTHING)

        result = cancel(
            "--all", "--yes", "--cli-input-json", json.dumps({"domainIdentifier": DOMAIN})
        )

        assert result.status == 0


class TestUsage:
    @pytest.mark.parametrize(
        ("argv", "sentence"),
        [
            (
                ("--all", "--identifier", RUN),
                "argument --identifier: not allowed with argument --all",
            ),
            (("--identifier", RUN, "--status", "SUBMITTED"), "argument --status: only with --all"),
            (("--identifier", RUN, "--max-items", "5"), "argument --max-items: only with --all"),
            (("--identifier", RUN, "--older-than", "0s"), "argument --older-than: only with --all"),
            (
                ("--all", "--wait-timeout", "0"),
                "argument --wait-timeout: only with --wait",
            ),
            (
                ("--all", "--older-than", "5"),
                "argument --older-than: invalid value: '5', wanted: a duration such as 90s, 45m,"
                " 2h, 1d or 1h30m",
            ),
            (
                ("--all", "--created-before", "yesterday"),
                "argument --created-before: invalid value: 'yesterday', wanted: a time such as"
                " 2026-01-31T08:00:00Z, or seconds since 1970",
            ),
            (("--identifier", RUN, "--yes"), "argument --yes: only with --all"),
            (
                ("--all", "--older-than", "900000d"),
                "argument --older-than: invalid value: '900000d', wanted: a duration such as 90s,"
                " 45m, 2h, 1d or 1h30m",
            ),
            (
                ("--all", "--created-after", "99999999999999999"),
                "argument --created-after: invalid value: '99999999999999999', wanted: a time such"
                " as 2026-01-31T08:00:00Z, or seconds since 1970",
            ),
            (
                ("--all", "--max-items", "0"),
                "argument --max-items: invalid value: '0', wanted: a whole number of runs,"
                " 1 to 1,000,000",
            ),
            (
                ("--all", "--max-concurrency", "101"),
                "argument --max-concurrency: invalid value: '101', wanted: a whole number of"
                " requests, 1 to 100",
            ),
            (
                ("--all", "--max-rate", "nan"),
                "argument --max-rate: invalid value: 'nan', wanted: a number of requests per"
                " second, 0 or more",
            ),
            (
                ("--all", "--wait", "--wait-delay", "-1"),
                "argument --wait-delay: invalid value: '-1', wanted: a number of seconds,"
                " 0 or more",
            ),
        ],
    )
    def test_what_means_nothing_is_refused(
        self, cancel: Command, argv: tuple[str, ...], sentence: str
    ) -> None:
        result = cancel("--domain-identifier", DOMAIN, *argv)

        assert (result.status, result.stdout) == (252, "")
        assert result.stderr.endswith(f"\naws: error: {sentence}\n")

    def test_a_status_that_nothing_can_be_canceled_in_is_no_choice(self, cancel: Command) -> None:
        result = cancel(*ALL, "--status", "FAILED")

        assert result.status == 252
        assert "argument --status: Invalid choice, valid choices are:" in result.stderr

    def test_a_document_that_names_a_run_is_refused(self, cancel: Command) -> None:
        result = cancel(*ALL, "--cli-input-json", json.dumps({"identifier": RUN}))

        assert result.status == 252
        assert result.stderr == (
            "\n--all takes all runs, and the document names one: give one of the two.\n"
        )

    @pytest.mark.parametrize(
        ("word", "seconds"),
        [("90s", 90), ("45m", 2700), ("2h", 7200), ("1d", 86400), ("1h30m", 5400), ("0s", 0)],
    )
    def test_durations_have_units(
        self, cancel: Command, endpoint: Endpoint, word: str, seconds: int
    ) -> None:
        margin = 30
        endpoint.answer(
            listing(
                item("mgr1", createdAt=time.time() - seconds - margin),
                item("mgr2", createdAt=time.time() - seconds + margin),
            ),
            NOTHING,
        )

        assert list(outcomes(cancel(*ALL, "--dry-run", "--older-than", word))) == ["mgr1"]

    def test_a_time_without_a_zone_is_local(
        self, cancel: Command, endpoint: Endpoint, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setenv("TZ", "Etc/GMT-3")
        time.tzset()
        at_nine = datetime(2026, 1, 1, 6, tzinfo=timezone.utc).timestamp()
        endpoint.answer(
            listing(item("mgr1", createdAt=at_nine - 1), item("mgr2", createdAt=at_nine)), NOTHING
        )

        result = cancel(*ALL, "--dry-run", "--created-before", "2026-01-01T09:00:00")
        monkeypatch.undo()
        time.tzset()

        assert list(outcomes(result)) == ["mgr1"]


class TestQuestion:
    def test_without_a_terminal_it_wants_yes_and_sends_nothing(
        self, cancel: Command, endpoint: Endpoint
    ) -> None:
        result = cancel(*ALL)

        assert (result.status, result.stdout) == (252, "")
        assert result.stderr == (
            "\n--all asks before it cancels, and there is no terminal to ask on:"
            " add --yes, or --dry-run to see which runs they are.\n"
        )
        assert endpoint.requests == []

    @pytest.fixture
    def two(self, endpoint: Endpoint) -> Endpoint:
        mine = item(
            "mgr1", types=["BUSINESS_NAMES"], target={"type": "ASSET", "identifier": "ast1"}
        )
        hostile = item("mgr2", createdBy="\x1b[2J[red]", createdAt=NOW - 7200, type="BUSINESS_X")
        endpoint.answer(listing(mine, hostile), NOTHING)
        return endpoint

    @pytest.mark.parametrize("typed", ["n\n", "\n", "\x04", "no\n", "yo\n"])
    def test_the_default_is_no(self, two: Endpoint, typed: str) -> None:
        written = on_terminal(*ALL, typed=typed, status=1)

        assert written.endswith("Nothing was canceled.\n")
        assert canceled_runs(two) == []

    @pytest.mark.parametrize("typed", ["y\n", "YES\n"])
    def test_yes_cancels_what_was_shown(self, two: Endpoint, typed: str) -> None:
        two.answer(Answer(), Answer())

        on_terminal(*ALL, "--max-concurrency=1", typed=typed)

        assert canceled_runs(two) == ["mgr1", "mgr2"]

    @pytest.mark.usefixtures("two")
    def test_it_shows_the_runs_first(self, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setenv("NO_COLOR", "1")

        written = on_terminal(*ALL, typed="n\n", status=1)

        lines = [line.split() for line in written.splitlines()]
        assert written.startswith(
            f"2 runs in domain {DOMAIN}, Region us-east-1, access key AKIDEXAMPLE:\n"
        )
        assert lines[2] == ["mgr1", "SUBMITTED", "NAMES", "ast1", "prj1"]
        assert lines[3][1] == "usr1"
        assert lines[4] == ["mgr2", "SUBMITTED", "X", "prj1"]
        assert lines[5] == ["2h", "\\x1b[2J[red]"]
        assert "Cancel these 2 runs? [y/N]" in written

    def test_many_are_shown_in_part(self, endpoint: Endpoint) -> None:
        endpoint.answer(listing(*(item(f"mgr{number}") for number in range(12))), NOTHING)

        written = on_terminal(*ALL, typed="n\n", status=1)

        assert "mgr9" in written
        assert "mgr10" not in written
        assert "and 2 more, which --dry-run lists" in written

    def test_one_run_is_it(self, endpoint: Endpoint) -> None:
        endpoint.answer(listing(item("mgr1")), NOTHING, Answer())

        written = on_terminal(*ALL, typed="y\n")

        assert "Cancel it? [y/N]" in written

    def test_ctrl_c_at_the_question_cancels_nothing(self, two: Endpoint) -> None:
        written = on_terminal(*ALL, typed="\x03", status=130)

        assert "Traceback" not in written
        assert canceled_runs(two) == []
