# `make demo` and `make test` build what they need in .venv and, once it is there, start at once.
PYTHON ?= python3
BIN := .venv/bin
PIP := -m pip install --quiet --disable-pip-version-check
PYTHONS := $(shell sed -n 's/.*:: \(3\.[0-9]*\)",/\1/p' pyproject.toml)
COG := $(BIN)/cog -P -U -I docs -p "from transcript import show" --verbosity=1

.PHONY: demo test test-oldest test-dist dist lint types docs transcripts pictures docs-check service-model moto-patch bench clean

demo: .venv/demo
	@$(BIN)/datazone-cancel-sandbox -- sh docs/demo.sh

test: .venv/dev
	$(BIN)/pytest -n 2 --cov --cov-report term

# On the lowest version of every dependency that pyproject.toml allows. Not the conformance tests,
# which take longer than all others and are about the code, not about what it stands on.
test-oldest: .venv/oldest/dev
	.venv/oldest/bin/pytest -n 2 --ignore tests/conformance

# The wheel by itself, on every Python that is supported and here.
test-dist: dist
	rm -rf .venv/dist
	$(MAKE) --jobs 2 $(PYTHONS:%=.venv/dist/%)
	$(BIN)/pytest tests/wheel.py

# The sdist, the wheel that is built from it, and what the tools of the trade say of both.
dist: .venv/dev
	rm -rf dist
	$(BIN)/python -m build
	$(BIN)/twine check --strict dist/*
	$(BIN)/check-wheel-contents dist/*.whl

lint: .venv/dev
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .

types: .venv/dev
	$(BIN)/mypy

# The documents as a site, in site/. The variable keeps the theme's news of itself out of the output.
# No --quiet: warnings that are not shown are no errors either.
docs: .venv/dev
	NO_MKDOCS_2_WARNING=1 $(BIN)/mkdocs build --strict

# Help texts and transcripts in the documents are what the program printed.
transcripts: .venv/dev
	$(COG) -r README.md docs/*.md

# What the real command draws on the sandbox.
pictures: .venv/dev
	$(BIN)/python -m tools.pictures

docs-check: docs
	$(COG) --check --diff README.md docs/*.md
	$(BIN)/python -m tools.pictures --check

# What botocore says of the operations in use, without the rest of its data.
service-model: .venv/dev
	rm -rf datazone_cancel/service_model
	$(BIN)/python tools/service_model.py datazone_cancel/service_model

# What a pull request to moto needs, written into MOTO, a source tree of moto. Without MOTO, it is
# tested in the source of the installed moto, which takes some minutes.
moto-patch: .venv/dev
	$(if $(MOTO),$(BIN)/python -m tools.moto_patch $(MOTO),$(BIN)/pytest -s tests/moto_source.py)

# The figures of docs/performance.md; takes about five minutes.
bench: .venv/dev
	$(BIN)/python -m benchmarks

clean:
	rm -rf .venv dist site

.venv/demo: extras = sandbox
.venv/dev: extras = dev
.venv/demo .venv/dev: pyproject.toml | .venv/bin/pip
	$(BIN)/python $(PIP) --editable '.[$(extras)]'
	@touch $@

# On the lowest Python too, where it is here.
.venv/oldest/dev: pyproject.toml
	rm -rf .venv/oldest
	python$(firstword $(PYTHONS)) -m venv .venv/oldest 2>/dev/null || $(PYTHON) -m venv .venv/oldest
	sed -n 's/^    "\(.*\)>=\(.*\)",/\1==\2/p' pyproject.toml > .venv/oldest/lowest.txt
	.venv/oldest/bin/python $(PIP) --constraint .venv/oldest/lowest.txt --editable '.[dev]'
	@touch $@

# pyenv has commands for Pythons that it does not start: a look at PATH would not do.
.venv/dist/%:
	@if python$* -c '' 2>/dev/null; then \
	  python$* -m venv $@ && $@/bin/python $(PIP) dist/*.whl; fi

.venv/bin/pip:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 10))' || { \
	  echo "$(PYTHON) is too old or missing: Python 3.10 or newer is needed," \
	    "for example make PYTHON=python3.12" >&2; exit 1; }
	$(PYTHON) -m venv .venv || { rm -rf .venv; exit 1; }
