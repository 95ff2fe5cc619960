"""What is left out to start faster changes nothing."""

import os
from collections.abc import Iterator
from itertools import product

import pytest
from botocore.handlers import add_recursion_detection_header
from botocore.session import Session

from .support import programs
from .support.answers import NO_RUNS, run_item, run_list
from .support.command import InProcessCommand
from .support.endpoint import Answer, Endpoint
from .support.internals import Options, Settings, create_session
from .support.messages import ACCEPTED
from .support.names import DOMAIN_ARGS, RUN_ARGS

SERVICES = ("datazone", "signin", "sso", "sso-oidc", "sts")
MOMENTS = (
    "after-call",
    "after-call-error",
    "before-call",
    "before-endpoint-resolution",
    "before-parameter-build",
    "before-parse",
    "before-send",
    "before-sign",
    "choose-signer",
    "creating-client-class",
    "getattr",
    "needs-retry",
    "provide-client-params",
    "request-created",
    "response-received",
)


def _handlers(session: Session) -> dict[str, list[object]]:
    """The handlers of each event of the services in use, in their order, without our own."""
    emitter = session.get_component("event_emitter")._emitter
    return {
        event: [
            handler
            for handler in emitter._handlers.prefix_search(event)
            if handler is not add_recursion_detection_header
            and not type(handler).__module__.startswith("moto.")
            and not getattr(handler, "__module__", "").startswith("datazone_cancel.")
        ]
        for event in _events()
    }


def _events() -> Iterator[str]:
    yield "choose-service-name"
    loader = Session()
    for service, moment in product(SERVICES, MOMENTS):
        for operation in loader.get_service_model(service).operation_names:
            yield f"{moment}.{service}.{operation}"


def test_events_of_the_services_in_use_have_all_handlers_of_botocore() -> None:
    ours = create_session(Settings(Options(), os.environ), interactive=True)

    assert _handlers(ours) == _handlers(Session())


def test_botocore_has_no_other_handlers() -> None:
    """A new one that concerns the services in use is noticed here."""
    ours = create_session(Settings(Options(), os.environ), interactive=True)

    names = {
        getattr(handler, "__name__", type(handler).__name__)
        for handlers in _handlers(ours).values()
        for handler in handlers
    }

    assert sorted(names) == [
        "_handle_request_validation_mode_member",
        "_map_oauth2_errors",
        "_set_auth_scheme_preference_signer",
        "add_generate_presigned_url",
        "add_retry_headers",
        "disable_signing",
        "generate_idempotent_uuid",
        "handle_service_name_alias",
        "inject_api_version_header_if_needed",
        "set_operation_specific_signer",
    ]


@pytest.mark.slow
def test_a_cancellation_does_not_look_for_pyopenssl(endpoint: Endpoint) -> None:
    endpoint.answer(Answer())

    result = programs.without_openssl(*RUN_ARGS)

    assert (result.status, result.stderr) == (0, ACCEPTED)


@pytest.mark.slow
def test_a_dry_run_does_not_dedent_help() -> None:
    assert programs.without_cleandoc(*RUN_ARGS, "--dry-run").status == 0


@pytest.mark.parametrize(
    ("time", "shown"),
    [
        (1752644436.666, "2025-07-16T05:40:36.666000+00:00"),
        (1752644436, "2025-07-16T05:40:36+00:00"),
        ("2025-07-16T05:40:36.5Z", "2025-07-16T05:40:36.500000+00:00"),
        ("2025-07-16T07:40:36+02:00", "2025-07-16T05:40:36+00:00"),
        ("1752644436", "2025-07-16T05:40:36+00:00"),
        (-1, "1969-12-31T23:59:59+00:00"),
    ],
)
def test_times_have_any_form_that_botocore_reads(
    cancel: InProcessCommand, endpoint: Endpoint, time: object, shown: str
) -> None:
    endpoint.answer(run_list(run_item("mgr1", createdAt=time)), NO_RUNS)

    result = cancel(*DOMAIN_ARGS, "--all", "--dry-run")

    assert result.report["results"][0]["run"]["createdAt"] == shown
