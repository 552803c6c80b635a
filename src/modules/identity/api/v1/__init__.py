"""Accounts, version 1."""
