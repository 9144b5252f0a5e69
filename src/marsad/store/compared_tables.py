"""The tables of what linking compared; whatever stands in them can be deleted and is made again by the next linking.

Claims have numbers here, for a pair of claims is a row of two numbers: millions of pairs are kept.
"""

from sqlalchemy import BigInteger, Boolean, Column, Date, Float, Index, Integer, LargeBinary, String, Table, Text

from marsad.store.tables import metadata

compared_generations = Table(
    "compared_generations",
    metadata,
    Column("generation", Integer, primary_key=True, autoincrement=False),
    Column("document_id", String, nullable=False, index=True),
    Column("claims", Integer, nullable=False),
)

compared_texts = Table(
    "compared_texts",
    metadata,
    Column("document_id", String, primary_key=True),
    Column("published", Date, index=True),
    Column("publisher", Text),
    Column("whole", String, nullable=False),
    Column("sketch", LargeBinary, nullable=False),
    Column("copies", String, index=True),
)

compared_claims = Table(
    "compared_claims",
    metadata,
    Column("number", Integer, primary_key=True),
    Column("claim_id", String, nullable=False, unique=True),
    Column("document_id", String, nullable=False, index=True),
    Column("room", String, nullable=False),
    Column("first", BigInteger, nullable=False),
    Column("last", BigInteger, nullable=False),
    Column("filed", LargeBinary, nullable=False),
    Column("asked", LargeBinary, nullable=False),
    Column("joined", Text),
    Index(None, "room", "last"),
)

compared_pairs = Table(
    "compared_pairs",
    metadata,
    Column("one", Integer, primary_key=True, autoincrement=False),
    Column("other", Integer, primary_key=True, autoincrement=False),
    Column("worth", Float, nullable=False),
    Column("open", Boolean, nullable=False),
    Index(None, "other"),
    Index(None, "open", "worth"),
)
