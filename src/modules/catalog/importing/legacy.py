"""The encoding of text that is no Unicode: what spreadsheets save in other countries, and on older Macs."""

import re
from collections.abc import Iterable

from charset_normalizer import from_bytes

# Told apart by where characters stand; the first of those that fit as well as another is meant.
_LATIN = ("cp1252", "cp1250", "mac_roman")
# Told apart by charset-normalizer, which takes one Latin alphabet for another too easily.
_OTHER_SCRIPTS = ("cp932", "gb18030", "euc_kr", "big5", "cp1251", "cp1253")
_WITHIN_WORDS = "‘’“”–—…·"
_NOT_AFTER_LETTERS = "§¤¬¨¸˘˛˙†‡‰"
_FOREIGN = r"[^\W\d_\x00-\x7f]"
_TOGETHER = re.compile(rf"(?<={_FOREIGN}){_FOREIGN}|{_FOREIGN}(?={_FOREIGN})")
_MIXED = re.compile(rf"(?<=[a-z]){_FOREIGN}|{_FOREIGN}(?=[a-z])")
_SAMPLE = 8_192


def legacy_encoding(lines: Iterable[bytes]) -> str:
    """That of a file, by the first of its lines with something else than ASCII. Western Europe's, where in doubt."""
    sample = b"".join(_beyond_ascii(lines))
    return _other_script(sample) or min(_LATIN, key=lambda name: _misplaced(sample.decode(name, "replace")))


def _beyond_ascii(lines: Iterable[bytes]) -> Iterable[bytes]:
    size = 0
    for line in lines:
        if not line.isascii():
            size += len(line)
            yield line
            if size > _SAMPLE:
                return


def _other_script(sample: bytes) -> str | None:
    """Words of another script are wholly of it, where an accent stands between Latin letters."""
    guesses = from_bytes(sample, cp_isolation=["cp1252", *_OTHER_SCRIPTS], enable_fallback=False)
    found = min(guesses, key=lambda guess: (_misplaced(str(guess)), guess.chaos), default=None)
    if found is None or "cp1252" in found.could_be_from_charset:
        return None
    text = str(found)
    letters = len(re.findall(_FOREIGN, text))
    fits = len(_TOGETHER.findall(text)) > letters * 0.6 and len(_MIXED.findall(text)) < letters * 0.35
    return found.encoding if fits else None


def _misplaced(text: str) -> int:
    """How many characters stand where nobody writes them: a capital after a small letter, a sign within a word."""
    around = zip(text, text[1:], f"{text[2:]}\n", strict=False)
    return sum(_is_misplaced(before, it, after) for before, it, after in around if not it.isascii())


def _is_misplaced(before: str, it: str, after: str) -> bool:
    if it == "\N{REPLACEMENT CHARACTER}" or (before.islower() and it.isupper()):
        return True
    within = after.isalpha() and not it.isalpha() and it not in _WITHIN_WORDS
    return before.isalpha() and (within or it in _NOT_AFTER_LETTERS)
