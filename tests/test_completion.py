"""The candidates of completion, as the command gives them to zsh."""

import re
import stat
from pathlib import Path

import pytest

from .support.answers import NO_RUNS, NOW, domain_list, run, run_item, run_list
from .support.command import InProcessCommand
from .support.completion import Complete
from .support.endpoint import Answer, Endpoint
from .support.internals import COMPLETION_SECONDS, COMPLETION_VARIABLE
from .support.names import DOMAIN

ROLE = "arn:aws:iam::123456789012:role/ops"


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The home directory, which is the current directory."""
    (tmp_path / ".aws").mkdir()
    (tmp_path / ".aws/credentials").write_text("[development]\n")
    monkeypatch.chdir(tmp_path)
    return tmp_path


@pytest.fixture
def cache(home: Path) -> Path:
    return home / ".cache/datazone-cancel/completion.json"


def test_available_domains_are_asked_for_page_by_page(
    complete: Complete, endpoint: Endpoint
) -> None:
    endpoint.answer(domain_list(("dzd_1", "one"), next_token="t"), domain_list(("dzd_2", "two")))

    assert complete("--domain-identifier ") == [("dzd_1", "one"), ("dzd_2", "two")]
    assert [request.path for request in endpoint.requests] == [
        "/v2/domains?status=AVAILABLE&maxResults=25",
        "/v2/domains?status=AVAILABLE&maxResults=25&nextToken=t",
    ]


def test_profile_and_region_on_the_line_are_used(
    complete: Complete, home: Path, endpoint: Endpoint
) -> None:
    (home / ".aws/credentials").write_text(
        "[other]\naws_access_key_id = AKIDOTHER\naws_secret_access_key = secret\n"
    )
    endpoint.answer(domain_list(("dzd_1", "one")))

    complete("--profile other --region eu-west-1 --domain-identifier ")

    assert endpoint.requests[0].signed_for == "AKIDOTHER/eu-west-1/datazone"


def test_candidates_are_cached(complete: Complete, home: Path, endpoint: Endpoint) -> None:
    endpoint.answer(domain_list(("dzd_1", "one")))

    assert complete("--domain-identifier ") == complete("--domain-identifier dzd")
    assert stat.S_IMODE((home / ".cache/datazone-cancel").stat().st_mode) == 0o700


def test_a_cache_that_cannot_be_written_leaves_no_temporary_file(
    complete: Complete, cache: Path, endpoint: Endpoint
) -> None:
    cache.mkdir(parents=True)
    endpoint.answer(domain_list(("dzd_1", "one")))

    assert complete("--domain-identifier ") == [("dzd_1", "one")]
    assert [*cache.parent.iterdir()] == [cache]


def test_candidates_are_cached_per_identity(
    complete: Complete, endpoint: Endpoint, monkeypatch: pytest.MonkeyPatch
) -> None:
    endpoint.answer(domain_list(("dzd_1", "one")), domain_list(("dzd_2", "two")))

    complete("--domain-identifier ")
    monkeypatch.setenv("AWS_ACCESS_KEY_ID", "AKIDOTHER")

    assert complete("--domain-identifier ") == [("dzd_2", "two")]


def test_cached_candidates_expire(complete: Complete, cache: Path, endpoint: Endpoint) -> None:
    endpoint.answer(domain_list(("dzd_1", "one")), domain_list(("dzd_2", "two")))

    complete("--domain-identifier ")
    cache.write_text(
        re.sub(r'"at": (\d+)', lambda at: f'"at": {int(at[1]) - 31}', cache.read_text())
    )

    assert complete("--domain-identifier ") == [("dzd_2", "two")]


@pytest.mark.parametrize("kept", ["", "[]", '{"a": 1}', '{"a": {}}', "\x00", "[" * 100_000])
def test_an_invalid_cache_is_ignored(
    complete: Complete, home: Path, cache: Path, endpoint: Endpoint, kept: str
) -> None:
    (home / ".cache/datazone-cancel").mkdir(parents=True)
    cache.write_text(kept)
    endpoint.answer(domain_list(("dzd_1", "one")))

    assert complete("--domain-identifier ") == [("dzd_1", "one")]


def test_a_symbolic_link_is_not_used_as_cache(
    complete: Complete, home: Path, endpoint: Endpoint, monkeypatch: pytest.MonkeyPatch
) -> None:
    elsewhere = home / "elsewhere"
    elsewhere.mkdir(mode=0o755)
    (home / "caches").mkdir()
    (home / "caches/datazone-cancel").symlink_to(elsewhere)
    monkeypatch.setenv("XDG_CACHE_HOME", str(home / "caches"))
    endpoint.answer(domain_list(("dzd_1", "one")))

    assert complete("--domain-identifier ") == [("dzd_1", "one")]
    assert (stat.S_IMODE(elsewhere.stat().st_mode), [*elsewhere.iterdir()]) == (0o755, [])


def test_candidates_need_no_writable_cache(
    complete: Complete, endpoint: Endpoint, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("XDG_CACHE_HOME", "/dev/null")
    endpoint.answer(domain_list(("dzd_1", "one")))

    assert complete("--domain-identifier ") == [("dzd_1", "one")]


def test_control_characters_in_the_cache_are_escaped(
    complete: Complete, cache: Path, endpoint: Endpoint
) -> None:
    endpoint.answer(domain_list(("dzd_1", "one")))
    complete("--domain-identifier ")
    cache.write_text(
        cache.read_text().replace('"dzd_1", "one"', '"dzd_$(id)", "", {}], ["dzd_1", "\\u001b"')
    )

    assert complete("--domain-identifier ") == [("dzd_1", r"\\x1b")]


def test_control_characters_from_the_service_are_escaped(
    complete: Complete, endpoint: Endpoint
) -> None:
    endpoint.answer(domain_list(("dzd_1", "a\nb\x1b]0;c\x07"), ("dzd_$(touch x)", "")))

    # zsh takes one of two backslashes away.
    assert complete("--domain-identifier ") == [("dzd_1", r"a\\nb\\x1b]0;c\\x07")]


def test_an_invalid_profile_name_does_not_hide_others(complete: Complete, home: Path) -> None:
    (home / ".aws/config").write_text('[profile one]\n[profile b"c]\n[profile two]\n')

    assert complete("--profile ") == [("development", "_"), ("one", "_"), ("two", "_")]


@pytest.mark.parametrize("answer", [Answer(hang_up=True), Answer(status=503)])
def test_a_failing_service_has_no_candidates_and_one_request(
    complete: Complete, endpoint: Endpoint, answer: Answer
) -> None:
    endpoint.answer(answer)

    assert complete("--domain-identifier ") == []


@pytest.mark.slow  # waits until the time for completion is over
def test_a_silent_service_has_no_candidates_and_one_request(
    complete: Complete, endpoint: Endpoint, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(COMPLETION_SECONDS, 1)
    endpoint.answer(Answer(silent=True))

    assert complete("--domain-identifier ") == []


@pytest.mark.slow  # waits until the time for completion is over
def test_incomplete_candidates_are_offered_but_not_cached(
    complete: Complete, cache: Path, endpoint: Endpoint, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(COMPLETION_SECONDS, 2)
    endpoint.answer(domain_list(("dzd_1", "one"), next_token="t"), Answer(silent=True))

    assert complete("--domain-identifier ") == [("dzd_1", "one")]
    assert not cache.exists()


@pytest.mark.parametrize(
    "settings",
    [
        "credential_process = touch asked",
        f"role_arn = {ROLE}\nsource_profile = x\nmfa_serial = m",
    ],
)
@pytest.mark.usefixtures("endpoint")
def test_profiles_that_may_prompt_send_no_request(
    complete: Complete, home: Path, monkeypatch: pytest.MonkeyPatch, settings: str
) -> None:
    """A request to assume the role would fail the test too: the endpoint does not expect it."""
    for name in ("AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY"):
        monkeypatch.delenv(name)
    (home / ".aws/config").write_text(
        f"[profile prompts]\n{settings}\n"
        f"[profile role]\nrole_arn = {ROLE}\nsource_profile = prompts\n"
    )
    (home / ".aws/credentials").write_text(
        "[x]\naws_access_key_id = a\naws_secret_access_key = b\n"
    )

    for profile in ("prompts", "role"):
        assert complete(f"--profile {profile} --domain-identifier ") == []
    assert not (home / "asked").exists()


def test_keys_in_the_environment_override_a_credential_process(
    complete: Complete, home: Path, endpoint: Endpoint
) -> None:
    (home / ".aws/config").write_text("[default]\ncredential_process = touch asked\n")
    endpoint.answer(domain_list(("dzd_1", "one")))

    assert complete("--domain-identifier ") == [("dzd_1", "one")]
    assert not (home / "asked").exists()


@pytest.mark.usefixtures("endpoint")
def test_runs_need_a_valid_domain(complete: Complete) -> None:
    assert complete("--domain-identifier nonsense --identifier ") == []
    assert complete("--identifier ") == []


@pytest.mark.parametrize("domain", ['"$domain"', '"${domain}"', "$domain"])
def test_an_exported_variable_with_a_domain_is_expanded(
    complete: Complete, endpoint: Endpoint, monkeypatch: pytest.MonkeyPatch, domain: str
) -> None:
    monkeypatch.setenv("domain", DOMAIN)
    endpoint.answer(run_list(run_item("r1", createdAt=NOW - 100_000)), NO_RUNS)

    found = complete(f"--domain-identifier {domain} --identifier ")

    assert found == [("r1", "SUBMITTED 1d")]
    assert f"/{DOMAIN}/" in endpoint.requests[0].path


@pytest.mark.usefixtures("endpoint")
@pytest.mark.parametrize(
    ("word", "value"),
    [("$domain", "nonsense"), ("$other", DOMAIN), ("$(echo $domain)", DOMAIN), ("x$domain", "")],
)
def test_other_expansions_send_no_request(
    complete: Complete, monkeypatch: pytest.MonkeyPatch, word: str, value: str
) -> None:
    monkeypatch.setenv("domain", value)

    assert complete(f"--domain-identifier '{word}' --identifier ") == []


def test_runs_of_the_default_domain_are_offered(
    complete: Complete, endpoint: Endpoint, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("DATAZONE_DOMAIN_IDENTIFIER", DOMAIN)
    endpoint.answer(run_list(run_item("r1", createdAt=NOW - 100_000)), NO_RUNS)

    assert complete("--identifier ") == [("r1", "SUBMITTED 1d")]


def test_values_of_filters_are_those_of_the_runs_in_one_listing(
    complete: Complete, endpoint: Endpoint
) -> None:
    target = {"type": "ASSET", "identifier": "ast1"}
    endpoint.answer(
        run_list(
            run_item("r1", createdBy="ann", types=["BUSINESS_NAMES"], target=target),
            run_item("r2", createdBy="bob", types=["BUSINESS_NAMES", "BUSINESS_DESCRIPTIONS"]),
            run_item("r3", createdBy="bob", owningProjectId="prj2", createdAt=None),
        ),
        run("r3", createdBy="", owningProjectId="prj2"),
        NO_RUNS,
    )
    line = f"--domain-identifier {DOMAIN} --all"

    assert complete(f"{line} --created-by ") == [("ann", "1 run"), ("bob", "1 run")]
    assert complete(f"{line} --owning-project-identifier ") == [
        ("prj1", "2 runs"),
        ("prj2", "1 run"),
    ]
    assert complete(f"{line} --target-identifier a") == [("ast1", "1 run")]
    assert complete(f"{line} --type ") == [
        ("BUSINESS_DESCRIPTIONS", "1 run"),
        ("BUSINESS_NAMES", "2 runs"),
        ("BUSINESS_GLOSSARY_ASSOCIATIONS", "_"),
    ]


@pytest.mark.usefixtures("endpoint")
def test_types_are_known_without_a_domain(complete: Complete) -> None:
    assert [value for value, _ in complete("--type ")] == [
        "BUSINESS_DESCRIPTIONS",
        "BUSINESS_NAMES",
        "BUSINESS_GLOSSARY_ASSOCIATIONS",
    ]


def test_an_invalid_line_is_completed(complete: Complete, endpoint: Endpoint) -> None:
    endpoint.answer(domain_list(("dzd_1", "one")))

    found = complete("--color red --max-rate x --domain-identifier dzd")

    assert found == [("dzd_1", "one")]


@pytest.mark.parametrize(
    ("line", "found"),
    [
        ("-- --re", []),
        ("-- --region us-", []),
        ("--reg ca-w", ["ca-west-1"]),
        ("--reg=ca-w", ["--reg=ca-west-1"]),
        ("--no-cli ca-w", []),
        ("--dry-run ", []),
        ("--dry-run s", []),
        ("--dry-run --resu", ["--resume"]),
        ("--dry-run=", ["--dry-run=client", "--dry-run=server"]),
        ("--dry=s", ["--dry=server"]),
    ],
)
def test_options_are_parsed_as_in_the_command(
    complete: Complete, line: str, found: list[str]
) -> None:
    assert [value for value, _ in complete(line)] == found


@pytest.mark.usefixtures("endpoint")
def test_a_path_is_completed_without_requests(complete: Complete, home: Path) -> None:
    (home / "lists").mkdir()
    (home / "lists/one.json").touch()

    found = complete(f"--domain-identifier {DOMAIN} --identifier file://lists/o")

    assert found == [("file://lists/one.json", "_")]


def test_an_unknown_shell_is_an_error(
    cancel: InProcessCommand, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(COMPLETION_VARIABLE, "tcsh_source")

    result = cancel()

    assert (result.status, result.stdout) == (252, "")
    assert "must be the name of a shell (bash, zsh, fish)" in result.stderr
