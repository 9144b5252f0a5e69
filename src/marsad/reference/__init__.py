"""Facts without language: the gazetteer, the codebook, the list of actors.

In:     tables of the package, GeoNames, OCHA and OpenStreetMap files.
Out:    places by folded name, each with its source and id.
Uses:   model; a pack hands in how its language writes names.
Never:  knows a language, reads a report, or loses whose data it holds.
"""
