#!/bin/sh
# The four examples of the API reference, and 300 runs to stop. `make demo` runs this on the sandbox.
# In a pipe, the report of 300 runs would be thousands of lines of JSON.
exec 2>&1
PATH=$PWD/.venv/bin:$PATH

show() {
  printf '\n$ %s\n' "$*"
  "$@"
  echo "exit status: $?"
}

status_of() {
  python -c 'import boto3, sys
print(boto3.client("datazone").get_metadata_generation_run(
    domainIdentifier=sys.argv[1], identifier=sys.argv[2])["status"])' "$@"
}

show datazone-cancel --domain-identifier dzd_53ielnpxktdilj --identifier mgr5g0fy285m1q
printf 'status of mgr5g0fy285m1q now: '
status_of dzd_53ielnpxktdilj mgr5g0fy285m1q
show datazone-cancel --domain-identifier dzd_53ielnpxktdilj --identifier mgr3tlpxo4mg5q
show datazone-cancel --domain-identifier dzd_53ielnpxktdilj --identifier mgr_nonexistent
show datazone-cancel
# The service's quota is 20 per second, which would take 15 seconds.
show datazone-cancel --domain-identifier dzd_53ielnpxktdilj --all --yes --max-rate 200 --query summary
exit 0
