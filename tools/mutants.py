"""Count, for each module, the mutants that tests notice: the end of `make mutants`."""

import re
import subprocess
import sys
from collections import Counter
from pathlib import Path

NOTICED = ("killed", "timeout", "segfault")


def main() -> None:
    """Print a table of modules, and the mutants that no test noticed."""
    results = subprocess.check_output(
        [str(Path(sys.executable).with_name("mutmut")), "results", "--all", "true"], text=True
    )
    counts: dict[str, Counter[str]] = {}
    for mutant, outcome in re.findall(r"^ *(\S+): (.+)$", results, re.MULTILINE):
        if outcome != "not checked":
            # What follows the module is the name that mutmut gives a function.
            counts.setdefault(mutant.partition(".x")[0], Counter())[outcome] += 1
            if outcome not in NOTICED:
                print(f"{outcome}: {mutant}")
    for module, outcomes in sorted(counts.items()):
        noticed = sum(outcomes[outcome] for outcome in NOTICED)
        total = outcomes.total()
        print(f"{noticed / total:5.0%}  {noticed} of {total}  {module}")
    print("To see a mutant: .venv/bin/mutmut show NAME")


if __name__ == "__main__":
    main()
