"""Runs the shop on one machine: its own PostgreSQL and Valkey, its processes, and the door in front of them.

Plain Python: nothing here needs Django to be set up. `serve`, `manage` and `suite` are what `scripts/` starts.
"""
