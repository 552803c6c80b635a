"""Records of a JSON Lines file: one object a line, in the native columns."""

import json
from collections.abc import Iterator

from src.modules.catalog.importing.goods import Refused, RowError
from src.modules.catalog.importing.records import LONGEST_RECORD, Record, column, undecodable
from src.modules.catalog.importing.text import Lines, OverlongLine


def jsonl_records(lines: Lines) -> Iterator[Record | RowError]:
    """Numbered by line, from 1: there is no header."""
    row = 0
    while True:
        row += 1
        try:
            line = next(lines)
            if line.strip():
                yield Record(row, _cells(line))
        except StopIteration:
            return
        except OverlongLine:
            yield RowError(row, "", "record_too_long", f"A line has over {LONGEST_RECORD} characters.")
        except Refused as refusal:
            yield refusal.at(row)


def _cells(line: str) -> dict[str, str]:
    try:
        # Numbers stay the text they were: no float touches a price.
        fields = json.loads(line, parse_float=str, parse_int=str, parse_constant=str)
    except (ValueError, RecursionError):
        raise Refused("", "malformed_json", "The line is not valid JSON.", line.strip()) from None
    if not isinstance(fields, dict):
        raise Refused("", "malformed_json", "The line is not a JSON object.", line.strip())
    cells: dict[str, str] = {}
    for name, value in fields.items():
        cells.update(_option_cells(value) if column(name) == "options" else {column(name): _cell(name, value)})
    return {name: cell for name, cell in cells.items() if cell}


def _option_cells(options: object) -> dict[str, str]:
    if not isinstance(options, dict):
        raise Refused("options", "invalid_type", "Options are an object of names and values.", repr(options))
    return {column(f"option:{_checked('options', name)}"): _text("options", value) for name, value in options.items()}


def _cell(name: str, value: object) -> str:
    if not isinstance(value, list):
        return _text(name, value)
    return "|".join(_image(item) if isinstance(item, dict) else _escaped(_text(name, item)) for item in value)


def _image(item: dict[str, object]) -> str:
    return _escaped(f"{_text('images', item.get('url'))} {_text('images', item.get('alt'))}".strip())


def _text(name: str, value: object) -> str:
    if value is None:
        return ""
    if not isinstance(value, str):
        raise Refused(column(name), "invalid_type", "Expected text or a number.", json.dumps(value)[:200])
    return _checked(name, value.strip())


def _checked(name: str, text: str) -> str:
    if "\x00" in text:
        raise Refused(column(name), "nul_character", "Text must not contain NUL characters.", text.replace("\x00", "␀"))
    if undecodable(text):
        raise Refused(column(name), "invalid_encoding", "The text is not in the file's encoding.")
    return text


def _escaped(text: str) -> str:
    return text.replace("\\", "\\\\").replace("|", "\\|")
