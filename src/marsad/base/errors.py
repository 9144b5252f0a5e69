"""All errors of the house.

    MarsadError
    ├── InputError        the world is not as it should be: a file, a record, a date that cannot be read
    ├── UseError          the program was asked for something it does not offer
    │   └── RefusedError      a change of accounts, or a signature, that the desk's rules refuse
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


class RefusedError(UseError):
    """The desk's rules refuse this; `code` names the rule, so that pages say it in their own words."""

    def __init__(self, code: str, message: str) -> None:
        """Hold the rule's code and the sentence for a terminal."""
        super().__init__(message)
        self.code = code


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
