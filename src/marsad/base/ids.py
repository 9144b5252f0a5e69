"""Ids are hashes of what they name, so that they do not depend on order, time or machine."""

import hashlib


def hash_bytes(content: bytes) -> str:
    """SHA-256 in hexadecimal."""
    return hashlib.sha256(content).hexdigest()


def hash_parts(*parts: str | int | None, length: int = 20) -> str:
    """A short id of several parts; the separator cannot occur in a part, so no two lists collide."""
    joined = "\x1f".join("" if part is None else str(part) for part in parts)
    return hashlib.sha256(joined.encode("utf-8", "surrogatepass")).hexdigest()[:length]


def document_id(title: str | None, text: str) -> str:
    """The contract's id of a document that brings none: SHA-256 of title, newline, text."""
    return hash_bytes(f"{title or ''}\n{text}".encode("utf-8", "surrogatepass"))
