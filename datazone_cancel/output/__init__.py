"""Results → standard output, messages on standard error, and the exit status."""
