"""Room 2: text that is news, in a language that a pack reads.

In:     a folded Passage with the pack's openings of boilerplate; a raw text with each language's known words.
Out:    the Passage with boilerplate blanked in place, so that offsets stay; the code of the language.
Uses:   model.
Never:  moves a character, or reads an event.
"""
