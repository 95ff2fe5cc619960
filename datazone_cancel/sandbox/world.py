"""The domains and runs that a sandbox starts with."""

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta, timezone
from types import MappingProxyType

from moto.core.utils import utcnow

from .service import DENIED_PROJECT, Backend, Domain

REGION = "us-east-1"
DOMAIN = "dzd_53ielnpxktdilj"
"""The API reference's domain."""
PRACTICE_REGION = "us-west-2"
PRACTICE_DOMAIN = "dzd-5h2kq8vw3nzr7m"

_BEGINNING = datetime(2025, 7, 16)
"""When the domains were created."""

BANNER = (
    "In this shell, every AWS client talks to a sandbox of Amazon DataZone; `exit` ends it.",
    f"  {REGION}  {DOMAIN}",
    f"  {PRACTICE_REGION}  {PRACTICE_DOMAIN}  with failures to practice on",
)

_NAMES = "BUSINESS_NAMES"
_DESCRIPTIONS = "BUSINESS_DESCRIPTIONS"
_GLOSSARY = "BUSINESS_GLOSSARY_ASSOCIATIONS"
_TYPES = (_DESCRIPTIONS, _NAMES, _GLOSSARY)
_PROJECTS = ("prj7nx82mkl", "prj5xq13tbw")
_USERS = ("usr7nx82mkl", "SYSTEM", "usr4hd90wqz")
_USER_ID = "6b1c9a52-3f0e-4d7b-9c1d-2f8e5a7b4c30"

_REFERENCE_RUNS = (
    ("mgr3tlpxo4mg5q", 1752642939.631, "SUCCEEDED", "ast7k9mpq2xvn4", "1"),
    ("mgr487vbdcqwn8", 1752643907.566, "SUCCEEDED", "ast7k9mpq2xvn4", "4"),
    ("mgr5g0fy285m1q", 1752644436.666, "IN_PROGRESS", "ast6br2md6v9h", "1"),
)
"""The API reference's runs; it shows mgr5g0fy285m1q after its cancellation."""

_QUOTA = "business name generation has reached monthly quota"
# fmt: off
_PRACTICE_RUNS: tuple[tuple[str, int, str, tuple[str, ...], str, str, dict[str, str]], ...] = (
    # identifier, age in minutes, status, types, project, creator, messages of types that fail
    ("c0v3w9t1xq7m2z", 2880, "SUCCEEDED", (_NAMES,), _PROJECTS[0], _USER_ID, {}),
    ("4kq8s1h6nz0y5b", 1500, "FAILED", (_NAMES,), _PROJECTS[0], "SYSTEM", {_NAMES: _QUOTA}),
    ("9d2x7m5w3r8g1t", 1440, "PARTIALLY_SUCCEEDED", (_DESCRIPTIONS, _NAMES), _PROJECTS[1],
     _USER_ID, {_NAMES: _QUOTA}),
    ("b6y1z4k9p0f3vn", 600, "CANCELED", (_GLOSSARY,), _PROJECTS[1], "", {}),
    ("7h5t2q8c6x1w4s", 180, "IN_PROGRESS", (_DESCRIPTIONS,), _PROJECTS[0], _USER_ID, {}),
    ("1n9g3v7b5m0k6d", 90, "IN_PROGRESS", (_NAMES,), _PROJECTS[0], "SYSTEM", {_NAMES: _QUOTA}),
    ("x8r4f2z6y9h1qc", 45, "IN_PROGRESS", (_DESCRIPTIONS, _NAMES), _PROJECTS[1],
     _USER_ID, {_NAMES: _QUOTA}),
    ("5w0p7d3t9s2n8k", 30, "IN_PROGRESS", (_GLOSSARY,), DENIED_PROJECT, _USER_ID, {}),
    ("m3c6q1v8x4b7gz", 10, "SUBMITTED", (_DESCRIPTIONS,), _PROJECTS[0], "", {}),
    ("2y7k5h9r0w6f3t", 1, "SUBMITTED", (_GLOSSARY, _NAMES), _PROJECTS[1], "SYSTEM", {}),
)
# fmt: on


def populate(backend: Backend, *, runs: int) -> None:
    """Add what this Region has: the API reference's domain with `runs` more runs, or practice."""
    if backend.region_name == REGION:
        _add_reference(backend, runs)
    if backend.region_name == PRACTICE_REGION:
        _add_practice(backend)


def _add_reference(backend: Backend, runs: int) -> None:
    domain = backend.add_domain(
        identifier=DOMAIN, name="sandbox", domain_version="V1", created_at=_BEGINNING
    )
    for identifier, created, status, target, revision in _REFERENCE_RUNS:
        created_at = datetime.fromtimestamp(created, timezone.utc).replace(tzinfo=None)
        _add_run(backend, domain, identifier, status, created_at, target=target, revision=revision)
    now = utcnow()
    for number in range(1, runs + 1):
        _add_run(
            backend,
            domain,
            f"mgr{number:011d}",
            ("SUBMITTED", "IN_PROGRESS")[number % 2],
            now - timedelta(seconds=runs - number),
            target=f"ast{number:011d}",
            types=_TYPES[number % 3 : number % 3 + 1],
            project=_PROJECTS[number % 2],
            user=_USERS[number % 3],
        )


def _add_practice(backend: Backend) -> None:
    domain = backend.add_domain(
        identifier=PRACTICE_DOMAIN, name="practice", domain_version="V2", created_at=_BEGINNING
    )
    for identifier, minutes, status, types, project, user, errors in _PRACTICE_RUNS:
        _add_run(
            backend,
            domain,
            identifier,
            status,
            utcnow() - timedelta(minutes=minutes),
            target=identifier[::-1],
            types=types,
            project=project,
            user=user,
            errors=errors,
        )


def _add_run(
    backend: Backend,
    domain: Domain,
    identifier: str,
    status: str,
    created_at: datetime,
    *,
    target: str,
    revision: str = "1",
    types: Sequence[str] = (_DESCRIPTIONS,),
    project: str = _PROJECTS[0],
    user: str = _USERS[0],
    errors: Mapping[str, str] = MappingProxyType({}),
) -> None:
    backend.add_run(
        domain,
        identifier=identifier,
        status=status,
        created_at=created_at,
        target={"type": "ASSET", "identifier": target, "revision": revision},
        types=types,
        owning_project_id=project,
        created_by=user,
        errors=errors,
    )
