"""Room 1: the world becomes documents.

In:     paths of files and folders, or standard input.
Out:    Captured documents, each with the bytes it was read from; a Fault for each input that cannot be read.
Uses:   model and base; trafilatura for pages, imported only when a page is met.
Never:  repairs a text, guesses a date, holds a large file in memory, or stops at the first bad input.
"""
