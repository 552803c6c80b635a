"""Mercer. `src` is the package: only the repository's root is ever on `sys.path`."""
