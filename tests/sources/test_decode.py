"""Encodings: plausible Arabic is read, a doubtful guess is refused."""

import pytest

from marsad.base.errors import InputError
from marsad.sources.decode import decode_bytes

TEXT = "مقتل 6 مدنيين في قصف على المدينة جنوب البلاد، وفق مرصد محلي.\r\nوقال المصدر إن القصف مستمر منذ الليل."


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-32", "windows-1256", "iso-8859-6"])
def test_arabic_is_read_whatever_it_was_saved_in(encoding: str) -> None:
    assert decode_bytes(TEXT.encode(encoding)) == TEXT


@pytest.mark.parametrize("encoding", ["windows-1256", "iso-8859-6"])
@pytest.mark.parametrize(
    "text",
    [
        "قصف على صيدا",
        "انتحار مسؤول متهم بالرشوة داخل سجنه",
        "باجة : حجز قطعة أثرية مخبّأة داخل سيارة",
        "قُتِلَ سِتَّةُ مَدَنِيِّينَ فِي القَصْفِ",
    ],
)
def test_the_two_one_byte_encodings_are_told_apart(text: str, encoding: str) -> None:
    assert decode_bytes(text.encode(encoding)) == text


@pytest.mark.parametrize(
    "content",
    [
        "déjà vu à Paris".encode("latin-1"),
        "Привет мир как дела".encode("cp1251"),
        "Привет мир как дела".encode("koi8-r"),
        "日本語テキスト".encode("shift-jis"),
        TEXT.encode()[:40] + b"\xff" + TEXT.encode()[40:],
        b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR\xc7\xe1",
        b"\xff",
        "كلمة".encode("utf-16-le")[:-1] + b"\xd8",
    ],
)
def test_what_gives_no_plausible_arabic_is_refused(content: bytes) -> None:
    with pytest.raises(InputError, match="unreadable encoding"):
        decode_bytes(content)


def test_refusal_names_the_first_wrong_byte() -> None:
    with pytest.raises(InputError, match="byte 3 is not UTF-8"):
        decode_bytes(b"ab\xff\xff")


def test_file_that_breaks_its_byte_order_mark_is_refused() -> None:
    with pytest.raises(InputError, match="UTF-16"):
        decode_bytes(b"\xff\xfea")


def test_page_is_read_as_it_declares() -> None:
    page = '<html><head><meta content="text/html; charset=windows-1251"></head><p>Привет, мир</p>'
    assert decode_bytes(page.encode("windows-1251"), declared=True) == page


@pytest.mark.parametrize("claimed", ["utf-8", "iso-8859-1", "x-unheard-of", "windows-1256"])
def test_arabic_page_is_read_though_its_declaration_is_wrong(claimed: str) -> None:
    page = f"<html><head><meta charset='{claimed}'></head><body><p>{TEXT}</p></body></html>"
    assert decode_bytes(page.encode("windows-1256"), declared=True) == page
