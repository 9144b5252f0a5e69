"""Room 2: text that is news, in a language that a pack reads, and which text is a copy of which.

In:     a folded Passage with the pack's openings of boilerplate; a raw text with each language's known words;
        the folded words of many texts.
Out:    the Passage with boilerplate blanked in place, so that offsets stay; the code of the language;
        the earliest text of each copy.
Uses:   model.
Never:  moves a character, or reads an event.
"""
