"""Small grammars of Arabic: inflection, numbers, dates."""
