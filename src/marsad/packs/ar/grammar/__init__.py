"""Small grammars of Arabic: clitics, inflection, numbers, dates, and how names of places are written.

In:     table rows as the pack's CSV give them; a Scan, and the day of publication where there is one.
Out:    surface forms, clitic classes, number and date mentions, the parts and keys of names of places.
Uses:   grammar, reference, model.
Never:  asks the clock, or decides what an event is.
"""
