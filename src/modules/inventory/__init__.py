"""Counts units of stock items. Knows no products."""
