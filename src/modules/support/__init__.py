"""Escalations to the people who run the shop."""
