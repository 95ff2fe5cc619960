"""Target: the domain, and one run, a list of runs, or all runs in it.

See runs/model.py for why these are named tuples.
"""

from collections.abc import Iterator, Mapping, Sequence
from itertools import islice
from typing import NamedTuple

from datazone_cancel.runs.model import Run

from .identifiers import DOMAIN, RUN

PARAMETERS = {parameter.name: parameter for parameter in (DOMAIN, RUN)}


class OneRun(NamedTuple):
    """A single run, given as the AWS CLI accepts it."""

    identifier: str

    @property
    def identifiers(self) -> tuple[str, ...]:
        return (self.identifier,)

    def invalid(self) -> Iterator[tuple[str, str]]:
        """The identifier, if it is invalid, and where it was found: nowhere in particular."""
        if not RUN.accepts(self.identifier):
            yield self.identifier, ""


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
    """Identifiers of runs, each of them once, in the order in which the sources list them."""

    def __init__(self, sources: Sequence[Source]) -> None:
        self._sources = sources
        self.identifiers = tuple(
            dict.fromkeys(word for source in sources for word in source.words())
        )

    def invalid(self) -> Iterator[tuple[str, str]]:
        """The invalid identifiers, each time they are listed, and where they were found."""
        # Locating words takes longer than checking them.
        if all(map(RUN.accepts, self.identifiers)):
            return
        for source in self._sources:
            found = (found for found in source.located_words() if not RUN.accepts(found[0]))
            # One line says enough about a JSON document, which may have thousands of words.
            yield from islice(found, 1 if source.text.lstrip().startswith(("{", "[")) else None)


class AllRuns:
    """All cancelable runs of the domain; which ones they are is only known after listing them."""

    identifiers = ()

    def invalid(self) -> Iterator[tuple[str, str]]:
        return iter(())


class Target(NamedTuple):
    """What to cancel. A part that was not given is None."""

    domain_identifier: str | None = None
    runs: OneRun | IdentifierList | AllRuns | None = None
    domain_location: str = ""
    """Where the domain was found, if the user did not name it in this invocation."""
    malformed: Mapping[str, str] = {}
    """Members of an input document that have an unknown name or a wrong type: name → sentence."""
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

    def problems_with(self, identifier: str) -> tuple[str, ...]:
        """Everything that is wrong with canceling this run alone."""
        return self._replace(runs=OneRun(identifier)).problems()

    def _invalid_identifiers(self) -> Iterator[str]:
        first_invalid = {}
        domain = self.domain_identifier
        if domain is not None and DOMAIN.name not in self.malformed and not DOMAIN.accepts(domain):
            first_invalid[DOMAIN] = domain
            yield f"{DOMAIN.problem(domain)}{self.domain_location}"
        if self.runs is not None and RUN.name not in self.malformed:
            for identifier, location in self.runs.invalid():
                first_invalid.setdefault(RUN, identifier)
                yield f"{RUN.problem(identifier)}{location}"
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
