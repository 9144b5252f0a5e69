"""The part of the ledger that finds, counts and draws: all of it takes the one filter."""

from datetime import date

from sqlalchemy import Engine

from marsad.model.incident import Incident
from marsad.store import connect, explore, explore_documents, explore_map, explore_rows, reader
from marsad.store.columns import Keeper
from marsad.store.explore_records import DocumentHit, Facets, IncidentMap, Step, Timeline
from marsad.store.records import Box, IncidentFilter, Page
from marsad.store.reports import ReportKeeper


class Explorer:
    """Questions to the incidents and reports of a database; each call is one transaction."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine
        self._keeper = Keeper()
        self._reports = ReportKeeper()

    def read_incidents(self, wanted: IncidentFilter | None = None) -> Page[Incident]:
        """The incidents that a filter lets through, newest first, with the number of all of them."""
        with connect.begin_read(self._engine) as connection:
            return reader.read_incidents(connection, self._keeper.read(connection), wanted or IncidentFilter())

    def count_incidents(self, wanted: IncidentFilter | None = None) -> int:
        """How many incidents a filter lets through."""
        with connect.begin_read(self._engine) as connection:
            return reader.count_incidents(connection, self._keeper.read(connection), wanted or IncidentFilter())

    def read_timeline(self, wanted: IncidentFilter | None = None, step: Step | None = None) -> Timeline:
        """The filter's incidents in bins of time; without `step` one is chosen by their length of time."""
        with connect.begin_read(self._engine) as connection:
            return explore.read_timeline(connection, self._keeper.read(connection), wanted or IncidentFilter(), step)

    def read_map(self, wanted: IncidentFilter | None = None, zoom: int = 5, view: Box | None = None) -> IncidentMap:
        """The filter's incidents as cells of a grid; `view` gives only the cells that lie in it."""
        with connect.begin_read(self._engine) as connection:
            columns = self._keeper.read(connection)
            return explore_map.read_map(connection, columns, wanted or IncidentFilter(), zoom, view)

    def read_facets(self, wanted: IncidentFilter | None = None) -> Facets:
        """How many incidents each value of a parameter would give."""
        with connect.begin_read(self._engine) as connection:
            return explore.read_facets(connection, self._keeper.read(connection), wanted or IncidentFilter())

    def search_documents(self, words: str, limit: int | None = None, offset: int = 0) -> Page[DocumentHit]:
        """The reports that hold all words and phrases, the last published first, with where the words stand."""
        with connect.begin_read(self._engine) as connection:
            return explore_documents.search_documents(connection, self._reports, words, limit, offset)

    def count_reports(self, first: date, last: date) -> dict[date, int]:
        """How many reports were published on each day from first to last; days without any are left out.

        A report counts on the day of its newest version; those without a day are counted nowhere here.
        """
        with connect.begin_read(self._engine) as connection:
            return self._reports.read(connection).count_days(first, last)

    def warm(self) -> None:
        """Read what first questions would wait for: columns in their orders, and where the commonest words stand."""
        with connect.begin_read(self._engine) as connection:
            columns, reports = self._keeper.read(connection), self._reports.read(connection)
            columns.make_orders()
            for term in explore_documents.list_common(connection, len(reports) - 1):
                columns.postings.find(connection, "claim_words", term)
                self._reports.postings.find(connection, "document_words", term)

    def read_derived_version(self) -> int:
        """The number of the last change of incidents: what was made of them is good while this stays."""
        with connect.begin_read(self._engine) as connection:
            return explore_rows.read_version(connection)
