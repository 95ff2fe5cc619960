"""Input: the domain, and one run, a list of runs, those of a record, or all runs in it.

See docs/design.md for why Input is a named tuple.
"""

from collections.abc import Iterator, Mapping, Sequence
from itertools import chain, islice
from typing import TYPE_CHECKING, NamedTuple

from datazone_cancel.errors import UsageError
from datazone_cancel.runs.model import FINISHED, Run

from .identifiers import DOMAIN, RUN

if TYPE_CHECKING:
    from datazone_cancel.runs.record import Resumed

_MAX_SHOWN = 10
"""Invalid identifiers that are listed in an error message."""
PARAMETERS = {parameter.name: parameter for parameter in (DOMAIN, RUN)}


class OneRun:
    """A single run, given as the AWS CLI accepts it."""

    def __init__(self, identifier: str, location: str = "") -> None:
        """`location` says where it was found, unless it was on the command line."""
        self.identifier = identifier
        self.identifiers = (identifier,)
        self._location = location

    def invalid(self) -> Iterator[tuple[str, str]]:
        """The identifier, if it is invalid, and where it was found."""
        if not RUN.accepts(self.identifier):
            yield self.identifier, self._location


class Source(NamedTuple):
    """A text with identifiers. `name` is None for a single word on the command line."""

    name: str | None
    text: str

    def words(self) -> list[str]:
        return [self.text] if self.name is None else self._listed.split()

    def located_words(self) -> Iterator[tuple[str, str]]:
        """Each word, and where it was found."""
        if self.name is None:
            yield self.text, ""
            return
        for number, line in enumerate(self._listed.split("\n"), 1):
            yield from ((word, f" ({self.name}, line {number})") for word in line.split())

    @property
    def _listed(self) -> str:
        return self.text.removeprefix("\ufeff")


class IdentifierList:
    """Identifiers of runs in the order of their sources, without duplicates."""

    def __init__(self, sources: Sequence[Source]) -> None:
        self.identifiers = tuple(
            dict.fromkeys(word for source in sources for word in source.words())
        )
        # Locating words takes longer than checking them.
        is_valid = all(map(RUN.accepts, self.identifiers))
        self._invalid = () if is_valid else tuple(chain.from_iterable(map(_invalid_words, sources)))

    def invalid(self) -> Iterator[tuple[str, str]]:
        """Every occurrence of an invalid identifier, and where it was found."""
        return iter(self._invalid)


def _invalid_words(source: Source) -> Iterator[tuple[str, str]]:
    found = (found for found in source.located_words() if not RUN.accepts(found[0]))
    # One line says enough about a JSON document, which may have thousands of words.
    return islice(found, 1) if source.text.lstrip().startswith(("{", "[")) else found


class RecordedRuns:
    """The runs of a record, or of a saved report; `identifiers` are those that are left."""

    def __init__(self, resumed: "Resumed") -> None:
        self.resumed = resumed
        self.identifiers = tuple(
            identifier
            for identifier, result in resumed.results.items()
            if result.outcome not in FINISHED
        )

    def invalid(self) -> Iterator[tuple[str, str]]:
        return iter(())


class AllRuns:
    """All cancelable runs of the domain. They are unknown until they are listed."""

    identifiers = ()

    def invalid(self) -> Iterator[tuple[str, str]]:
        return iter(())


class Input(NamedTuple):
    """What to cancel. A part that was not given is None."""

    domain_identifier: str | None = None
    runs: OneRun | IdentifierList | RecordedRuns | AllRuns | None = None
    domain_location: str = ""
    """Where the domain was found, if the user did not name it in this invocation."""
    malformed: Mapping[str, str] = {}
    """Members of an input document that have an unknown name or a wrong type: name → message."""
    prompted: bool = False
    """Whether a part was chosen on a terminal."""
    known_runs: Mapping[str, Run] = {}
    """What is already known about the runs, by identifier."""

    @property
    def missing(self) -> list[str]:
        """The names of the parameters that were not given."""
        given = {DOMAIN.name: self.domain_identifier, RUN.name: self.runs}
        return [name for name, value in given.items() if value is None]

    def problems(self, *, complete: bool = True) -> tuple[str, ...]:
        """Everything that is wrong, one line each; the last line gives advice.

        The sentences are botocore's. Without `complete`, parameters may be missing.
        """
        missing = [f'Missing required parameter in input: "{name}"' for name in self.missing]
        return (
            *(missing if complete else ()),
            *self.malformed.values(),
            *self._invalid_identifiers(),
        )

    def require_valid(self, *, complete: bool = True) -> None:
        """Raises UsageError with all problems."""
        if problems := self.problems(complete=complete):
            raise UsageError("Parameter validation failed:", *problems)

    def problems_with(self, identifier: str) -> tuple[str, ...]:
        """Everything that would be wrong if this run were the only one."""
        alone = Input(
            domain_identifier=self.domain_identifier,
            runs=OneRun(identifier),
            domain_location=self.domain_location,
            malformed=self.malformed,
        )
        return alone.problems()

    def _invalid_identifiers(self) -> Iterator[str]:
        first_invalid = {}
        domain = self.domain_identifier
        if domain is not None and DOMAIN.name not in self.malformed and not DOMAIN.accepts(domain):
            first_invalid[DOMAIN] = domain
            yield f"{DOMAIN.problem(domain)}{self.domain_location}"
        if self.runs is not None and RUN.name not in self.malformed:
            invalid = list(self.runs.invalid())
            for identifier, location in invalid[:_MAX_SHOWN]:
                first_invalid.setdefault(RUN, identifier)
                yield f"{RUN.problem(identifier)}{location}"
            if len(invalid) > _MAX_SHOWN:
                yield f"... and {len(invalid) - _MAX_SHOWN:,} more invalid identifiers"
        if first_invalid and self._is_swapped():
            yield "domainIdentifier and identifier look swapped"
        elif first_invalid:
            yield "; ".join(parameter.advice(value) for parameter, value in first_invalid.items())

    def _is_swapped(self) -> bool:
        return (
            isinstance(self.runs, OneRun)
            and DOMAIN.accepts(self.runs.identifier)
            and RUN.accepts(self.domain_identifier or "")
        )
