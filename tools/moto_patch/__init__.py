"""The sandbox's backend as a contribution to moto."""
