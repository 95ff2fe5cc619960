#!/usr/bin/env bash
# The API reference's four examples, on the sandbox: what `make demo` shows.
PATH=$PWD/.venv/bin:$PATH

show() {
  printf '\n$ %s\n' "$*"
  "$@"
  echo "exit status: $?"
}

show datazone-cancel --domain-identifier dzd_53ielnpxktdilj --identifier mgr5g0fy285m1q
