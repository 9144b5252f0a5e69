"""Digits of any script: `٢٠١٨-٠٧-٠٦` and `۶` are typed by people and mean what `2018-07-06` and `6` mean."""

import re
import unicodedata

_GROUPED = re.compile(r"\d{1,3}(?:[,\u066c]\d{3})+")


def fold_digits(text: str) -> str:
    """The same text with every decimal digit as 0 to 9; all else stays."""
    if text.isascii():
        return text
    return "".join(str(unicodedata.decimal(one)) if one.isdecimal() else one for one in text)


def parse_digits(text: str) -> int | None:
    """A whole number in digits of any one script, its thousands apart or not; None for anything else."""
    folded = fold_digits(text.strip())
    if _GROUPED.fullmatch(folded):
        folded = re.sub(r"\D", "", folded)
    return int(folded) if folded.isascii() and folded.isdigit() else None
