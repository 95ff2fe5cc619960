"""The engine: select runs, cancel them, wait for them. It never prints."""
