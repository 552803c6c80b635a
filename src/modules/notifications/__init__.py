"""Tells people what happened: rows, streams, mails."""
