"""Identifiers and arguments that most tests use."""

DOMAIN = "dzd_53ielnpxktdilj"
RUN = "mgr5g0fy285m1q"
"""A run in progress, in the API reference's examples and in the sandbox."""

DOMAIN_ARGS = ("--domain-identifier", DOMAIN)
RUN_ARGS = (*DOMAIN_ARGS, "--identifier", RUN)
ALL_RUNS_ARGS = (*DOMAIN_ARGS, "--all")
ONE_AT_A_TIME = ("--max-concurrency", "1")
CONFIRMED_ARGS = (*ALL_RUNS_ARGS, "--yes", *ONE_AT_A_TIME)
"""All runs, one after the other, without a question."""
THREE_RUNS_ARGS = (
    *DOMAIN_ARGS,
    *(f"--identifier=mgr{number}" for number in (1, 2, 3)),
    *ONE_AT_A_TIME,
)
"""The runs mgr1, mgr2 and mgr3, one after the other."""

HOSTILE = "[bold]a\n:boom: \x1b]0;title\x07\x9b\u202e é"
"""Text with control sequences, and with markup of rich."""
HOSTILE_ESCAPED = "[bold]a\\n:boom: \\x1b]0;title\\x07\\x9b\\u202e é"
"""The same, as a terminal may show it."""
