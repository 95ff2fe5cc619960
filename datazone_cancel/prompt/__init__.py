"""Questions on a terminal: what is missing, and whether to go on."""
