"""The nouns: frozen, typed records that the rooms exchange.

One file a noun. Unknown is `None`; a vague number is a range with an open end; offsets are Unicode code
points into `title` or `text` exactly as they came in. The names of fields are those of the outward JSON.
"""
