# `make demo` and `make test` build what they need in .venv and, once it is there, start at once.
PYTHON ?= python3
BIN := .venv/bin
COG := $(BIN)/cog -P -U -I docs -p "from transcript import show" --verbosity=1

.PHONY: demo test test-oldest lint types docs transcripts pictures docs-check service-model bench clean

demo: .venv/demo
	@$(BIN)/datazone-cancel-sandbox -- sh docs/demo.sh

test: .venv/dev
	$(BIN)/pytest -n 2 --cov --cov-report term

# The trimmed service model says the same on the oldest botocore that is allowed.
test-oldest: .venv/dev
	test -d .venv/oldest || $(BIN)/python -m pip install --quiet --disable-pip-version-check \
	  --target .venv/oldest boto3==1.44.0 botocore==1.44.0
	PYTHONPATH=.venv/oldest $(BIN)/pytest -q -p no:cacheprovider tests/test_service_model.py

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

# The figures of docs/performance.md; takes about five minutes.
bench: .venv/dev
	$(BIN)/python -m benchmarks

clean:
	rm -rf .venv site

.venv/demo: extras = sandbox
.venv/dev: extras = dev
.venv/demo .venv/dev: pyproject.toml | .venv/bin/pip
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --editable '.[$(extras)]'
	@touch $@

.venv/bin/pip:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 10))' || { \
	  echo "$(PYTHON) is too old or missing: Python 3.10 or newer is needed," \
	    "for example make PYTHON=python3.12" >&2; exit 1; }
	$(PYTHON) -m venv .venv || { rm -rf .venv; exit 1; }
