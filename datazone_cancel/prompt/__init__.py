"""Questions on a terminal: what to cancel, and whether to cancel it."""
