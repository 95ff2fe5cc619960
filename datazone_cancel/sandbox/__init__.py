"""A DataZone on loopback, for people without an AWS account: a moto backend and its server.

`datazone/` is the package `moto/datazone` of a contribution to moto (see tools/moto_patch).
"""
