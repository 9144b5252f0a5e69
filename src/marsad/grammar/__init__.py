"""The rule engine: knows no language.

In:     declared folds, validated word tables, rule files with examples and refusals.
Out:    a fold that remembers offsets, verified hits over a text, matched rules, explanations.
Uses:   model, base.
Never:  names a language, or holds a word of one.
"""
