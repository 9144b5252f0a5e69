"""Whatever comes in, readers give documents or faults, and texts come through unaltered."""

import io
import json

from hypothesis import given, settings
from hypothesis import strategies as st

from marsad.model.document import Captured, Fault
from marsad.sources.readers.lines import read_lines
from marsad.sources.readers.stream import read_stream
from marsad.sources.readers.whole import read_json, read_page, read_plain

TEXTS = st.text(st.characters(exclude_categories=("Cs",), exclude_characters="\0"), min_size=1).filter(str.strip)


@given(content=st.binary(max_size=400))
@settings(deadline=None)
def test_any_bytes_give_documents_or_faults(content: bytes) -> None:
    for read in (read_plain, read_page, read_json):
        found = list(read(content, "x"))
        assert found
        assert all(isinstance(item, Captured | Fault) for item in found)
    for read_from in (read_stream, read_lines):
        found = list(read_from(io.BytesIO(content), "x"))
        assert found
        assert all(isinstance(item, Captured | Fault) for item in found)


@given(text=TEXTS, title=TEXTS, escaped=st.booleans())
def test_any_text_comes_through_json_unaltered(text: str, title: str, escaped: bool) -> None:
    line = json.dumps({"text": text, "title": title}, ensure_ascii=escaped).encode()
    (captured,) = read_lines(io.BytesIO(line), "x")
    assert isinstance(captured, Captured)
    assert (captured.document.text, captured.document.title, captured.original) == (text, title, line)


@given(texts=st.lists(TEXTS, min_size=1, max_size=5))
def test_lines_and_a_list_give_the_same_documents(texts: list[str]) -> None:
    objects = [json.dumps({"text": text}) for text in texts]
    from_lines = list(read_lines(io.BytesIO("\n".join(objects).encode()), "x"))
    from_list = list(read_json(f"[{', '.join(objects)}]".encode(), "x"))
    assert [item.document.id for item in from_lines] == [item.document.id for item in from_list]
    assert [item.original for item in from_lines] == [item.original for item in from_list]
