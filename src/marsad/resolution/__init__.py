"""Room 5: words become ids, by one decision over the whole document.

In:     mentions found in the text with their candidate rows, and the gazetteer they were found in.
Out:    for each mention a row or none, with precision, rivals and confidence.
Uses:   model, reference.
Never:  reads text, guesses a point for an area, or takes the likeliest of equals.
"""
