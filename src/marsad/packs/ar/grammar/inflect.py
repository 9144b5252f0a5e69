"""Surface forms of Arabic verbs and nouns, made from the two or three words a table gives.

Why it is hard: a passive without vowel marks looks active (قتل خمسة مدنيين), hollow and defective verbs drop
letters, and feminine nouns change their last letter before a pronoun. Pronouns and particles before and behind a
form are not made here: they are verified on the residue of the token.

Forms are folded already. Known gaps: first and second persons (reports rarely use them), energetic moods.
"""

from collections.abc import Iterator

Form = tuple[str, dict[str, str]]


def inflect_verb(past: str, present: str, kind: str) -> Iterator[Form]:
    """Third-person forms of a verb from its past and present; kind: regular, hollow, defective, passive."""
    yield from _past(past, kind)
    if present:
        yield from _present(present, kind)


def _past(past: str, kind: str) -> Iterator[Form]:
    tense = {"tense": "past"}
    voice = {"voice": "passive"} if kind == "passive" else {}
    stem = past
    if kind == "defective":
        stem = past[:-1]
        yield past, tense | voice
        yield stem + "ا", tense | voice  # before a pronoun: رماه
        yield stem + "ت", tense | voice | {"gender": "f"}
        yield stem + "وا", tense | voice | {"number": "pl"}
        yield stem + "و", tense | voice | {"number": "pl"}
        yield stem + "يا", tense | voice | {"number": "dual"}
        return
    yield stem, tense | voice
    yield stem + "ت", tense | voice | {"gender": "f"}
    yield stem + "ا", tense | voice | {"number": "dual"}
    yield stem + "تا", tense | voice | {"number": "dual", "gender": "f"}
    yield stem + "وا", tense | voice | {"number": "pl"}
    yield stem + "و", tense | voice | {"number": "pl"}


def _present(present: str, kind: str) -> Iterator[Form]:
    tense = {"tense": "present"}
    voice = {"voice": "passive"} if kind == "passive" else {}
    stem = present[1:]
    for prefix, gender in (("ي", {}), ("ت", {"gender": "f"})):
        yield prefix + stem, tense | voice | gender
        plural = stem[:-1] if kind == "defective" else stem
        for ending, number in (("ون", "pl"), ("وا", "pl"), ("ان", "dual"), ("و", "pl")):
            base = stem if ending == "ان" else plural
            yield prefix + base + ending, tense | voice | gender | {"number": number}
        if kind == "hollow" and len(stem) >= 3:
            yield prefix + stem[:-2] + stem[-1], tense | gender | {"mood": "jussive"}
        if kind == "defective":
            yield prefix + stem[:-1], tense | gender | {"mood": "jussive"}
    yield "ن" + stem, tense | {"person": "1"}


def inflect_noun(form: str, declension: str) -> Iterator[Form]:
    """Forms of a noun; declension: x as it stands, m no plural, f feminine, ma plural in -at, mp plural in -un."""
    yield from _singular(form, declension)
    single = {"number": "sg"}
    if declension == "f":
        base = form[:-1]
        yield base + "ت", single
        yield base + "ات", {"number": "pl"}
        for dual in ("تان", "تين", "تا", "تي"):
            yield base + dual, {"number": "dual"}
    if declension in {"m", "ma", "mp"}:
        for dual in ("ان", "ين"):
            yield form + dual, {"number": "dual"}
    if declension == "ma":
        yield form + "ات", {"number": "pl"}
    if declension == "mp":
        for plural in ("ون", "و"):
            yield form + plural, {"number": "pl"}


def _singular(form: str, declension: str) -> Iterator[Form]:
    number = {} if declension == "x" else {"number": "sg"}
    yield form, number
    if not form.endswith(("ه", "ا", "ي", "ء")) and " " not in form:
        yield form + "ا", number
