# Every target builds what it needs in .venv first. Later runs start at once.
PYTHON ?= python3
UNSTABLE ?= $(HOME)/.cache/debian-unstable
BIN := .venv/bin
PIP := -m pip install --quiet --disable-pip-version-check
PYTHONS := $(shell sed -n 's/.*:: \(3\.[0-9]*\)",/\1/p' pyproject.toml)
COMPILE = $(BIN)/uv pip compile --quiet --universal --python-version $(firstword $(PYTHONS)) \
  --generate-hashes --no-strip-extras --no-annotate --custom-compile-command "make constraints"
COG := $(BIN)/cog -P -U -I . -p "from tools.transcript import show" --verbosity=1

.PHONY: demo check test mutants test-oldest test-dist test-pyz dist pyz release lint types docs \
  transcripts pictures docs-check service-model constraints record record-check check-aws moto-patch \
  bench clean

demo: .venv/demo
	@$(BIN)/datazone-cancel-sandbox --runs 300 -- sh tools/demo.sh

# The fast loop: run it before every commit. CI runs everything.
check: lint types
	$(BIN)/pytest -n 2 -m "not slow"

# Three processes for two cores: many tests wait for a process, a terminal or a time limit.
test: .venv/dev
	$(BIN)/pytest -n 3 --dist worksteal --cov --cov-report term
	$(BIN)/coverage json --quiet --fail-under 0 -o - | $(BIN)/python -m tools.module_coverage

# Change the code in small ways, and see whether the fast tests notice. Takes hours for everything: name
# modules in MUTANTS, such as "datazone_cancel.streams.* datazone_cancel.runs.*". Results are kept in
# mutants/, and unchanged functions are not tested again. What only tests with a process of their own
# notice counts as survived: processes run the code as it is.
mutants: .venv/dev
	$(BIN)/mutmut run $(MUTANTS)
	$(BIN)/python -m tools.mutants

# Test with the lowest version of each dependency that pyproject.toml allows. The conformance tests
# are left out: they are the slowest, and they test the code rather than its dependencies.
test-oldest: .venv/oldest/dev
	.venv/oldest/bin/pytest -n 2 --ignore tests/conformance

# Test the installed wheel, without any extra, on each supported Python that is available, or on those
# that PYTHONS names.
test-dist: dist
	rm -rf .venv/dist
	$(MAKE) --jobs 2 $(PYTHONS:%=.venv/dist/%)
	PYTHONS="$(PYTHONS)" $(BIN)/pytest tests/wheel.py

# Test the single file on the same Pythons.
test-pyz: pyz
	PYTHONS="$(PYTHONS)" $(BIN)/pytest -n 2 tests/pyz.py

# Build the sdist, build the wheel from it, and check both. Without isolation, so that the tools are those
# that constraints.txt pins.
dist: .venv/dev
	rm -rf dist
	$(BIN)/python -m build --no-isolation
	$(BIN)/twine check --strict dist/*
	$(BIN)/check-wheel-contents dist/*.whl

# Check that this commit can be released, and build what is released: dist/, with checksums. Publishes nothing.
release: .venv/dev
	$(BIN)/python -m tools.release check
	$(MAKE) pyz
	$(BIN)/python -m tools.release

# Build the single file from the wheel and from the packages that constraints.txt pins.
pyz: dist
	$(BIN)/python -m tools.pyz

lint: .venv/dev
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/codespell

types: .venv/dev
	$(BIN)/mypy

# Build the documentation site in site/. The variable silences an announcement of the theme. Without
# --quiet, because hidden warnings do not count as errors.
docs: .venv/dev
	NO_MKDOCS_2_WARNING=1 $(BIN)/mkdocs build --strict

# Regenerate the help texts and transcripts in the documents by running the commands.
transcripts: .venv/dev
	$(COG) -r README.md docs/*.md

# Regenerate the terminal pictures by running the command on the sandbox.
pictures: .venv/dev
	$(BIN)/python -m tools.pictures

docs-check: docs
	$(COG) --check --diff README.md docs/*.md
	$(BIN)/python -m tools.pictures --check

# Regenerate the trimmed service model from the installed botocore.
service-model: .venv/dev
	rm -rf datazone_cancel/aws/model
	$(BIN)/python tools/service_model.py datazone_cancel/aws/model

# Pin the newest versions, with hashes, for all supported Pythons. Does not need .venv/dev, which outdated
# pins may keep from being built. uv, because pip resolves for one Python only.
constraints: | .venv/bin/pip
	$(BIN)/python $(PIP) uv
	$(COMPILE) --upgrade --all-extras --output-file constraints.txt pyproject.toml
	printf 'docutils\nhatchling\n' | $(COMPILE) --extra sandbox --constraint constraints.txt \
	  --output-file constraints-demo.txt pyproject.toml -

# What the current AWS CLI does in every case of tests/conformance. Needs root, and a root directory of
# Debian unstable, which `tools/debian_unstable.sh create` makes.
record record-check: .venv/dev
	tools/debian_unstable.sh create $(UNSTABLE)
	$(BIN)/python -m tests.conformance.record $(if $(filter %-check,$@),--check) $(UNSTABLE)

# Compare the real service with what docs/stability.md says is assumed about it, in the account of your
# environment. Sends reads, and one cancellation of a run that does not exist.
check-aws: .venv/dev
	@$(BIN)/python -m tools.check_aws $(or $(DOMAIN),$(error DOMAIN is missing: make check-aws DOMAIN=dzd_…))

# Write what a pull request to moto needs into MOTO, a source tree of moto, and test it there. Without
# MOTO, in the source of moto's newest release. Takes some minutes.
moto-patch: .venv/dev
	MOTO="$(MOTO)" $(BIN)/pytest -s tests/moto_source.py

# Measure, and update the figures in docs/performance.md. Takes about five minutes.
bench: dist
	tools/debian_unstable.sh create $(UNSTABLE)
	rm -rf $(UNSTABLE)/opt/* && cp dist/*.whl $(UNSTABLE)/opt/
	tools/debian_unstable.sh run $(UNSTABLE) sh -c "python3.15 -m venv /opt/datazone-cancel && \
	  /opt/datazone-cancel/bin/python $(PIP) /opt/*.whl"
	UNSTABLE=$(UNSTABLE) $(BIN)/python -m benchmarks

clean:
	rm -rf .venv dist mutants site

.venv/demo: pins = constraints-demo.txt
.venv/demo: PIP := $(filter-out --quiet,$(PIP)) --no-compile  # most modules of moto are never imported
.venv/dev: pins = constraints.txt
.venv/demo .venv/dev: pyproject.toml constraints.txt constraints-demo.txt | .venv/bin/pip
	@echo "Installing from the package index into .venv, which takes a minute or two:"
	$(BIN)/python $(PIP) --require-hashes --requirement $(pins)
	$(BIN)/python $(PIP) --no-deps --no-build-isolation --editable .
	@touch $@

# Uses the lowest supported Python if it is available.
.venv/oldest/dev: pyproject.toml
	rm -rf .venv/oldest
	python$(firstword $(PYTHONS)) -m venv .venv/oldest 2>/dev/null || $(PYTHON) -m venv .venv/oldest
	sed -n 's/^    "\(.*\)>=\(.*\)",/\1==\2/p' pyproject.toml > .venv/oldest/lowest.txt
	.venv/oldest/bin/python $(PIP) --constraint .venv/oldest/lowest.txt --editable '.[dev]'
	@touch $@

# Without constraints, as users install it: a new release that breaks the command is noticed here.
# Runs each Python instead of looking it up, because pyenv has shims for versions that do not start.
.venv/dist/%:
	@if python$* -c '' 2>/dev/null; then \
	  python$* -m venv $@ && $@/bin/python $(PIP) dist/*.whl; fi

.venv/bin/pip:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 10))' || { \
	  echo "$(PYTHON) is too old or missing: Python 3.10 or newer is needed," \
	    "for example make PYTHON=python3.12" >&2; exit 1; }
	$(PYTHON) -m venv .venv || { rm -rf .venv; exit 1; }
