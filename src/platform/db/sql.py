"""SQL too long for a Python string lives in a `.sql` file beside what uses it, with a name and a version."""

from pathlib import Path


def sql_beside(python_file: str, name: str) -> str:
    """The text of `<name>.sql` in the folder `sql/` beside `python_file` (pass `__file__`)."""
    return (Path(python_file).parent / "sql" / f"{name}.sql").read_text(encoding="utf-8")
