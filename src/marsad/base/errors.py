"""All errors of the house.

    MarsadError
    ├── InputError        the world is not as it should be: a file, a record, a date that cannot be read
    ├── UseError          the program was asked for something it does not offer
    ├── PackError         language data is wrong: file, line, rule
    ├── PlacesError       a gazetteer cannot be read or written
    ├── LedgerError       the ledger cannot be read or written
    ├── ConflictError     someone else decided on the same thing meanwhile
    └── PromiseError      a record breaks a promise of ours: a bug

A message says what happened, where, and what to do.
"""


class MarsadError(Exception):
    """The root: whatever we raise on purpose."""


class InputError(MarsadError):
    """A file or record from outside cannot be read."""


class UseError(MarsadError):
    """The call's own words are wrong."""


class PackError(MarsadError):
    """A word table or a rule file is wrong; the message names file and line."""


class PlacesError(MarsadError):
    """A gazetteer is missing, damaged or of another version."""


class LedgerError(MarsadError):
    """The ledger is missing, locked, damaged or of another version."""


class ConflictError(MarsadError):
    """Somebody decided on the same thing after the caller last looked; look again before deciding."""


class PromiseError(MarsadError):
    """A record breaks what we promise; always a bug of ours."""
