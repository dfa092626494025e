"""Build the index anew from the rooms' own state."""

from __future__ import annotations

from uuid import UUID

from comptoir.journal import facade as journal
from comptoir.kit import sql
from comptoir.search.index import documents, place, state

BATCH = 500
AFTER = "SELECT DISTINCT product_id FROM catalog_listed WHERE product_id > %s ORDER BY product_id LIMIT %s"


def rebuild() -> int:
    """Every product that is shown in a market, or will be; readers see the old index until all is written. Answers
    how many. Refuses IndexBusy."""
    cursor = journal.latest_cursor()  # before the first read: what happens meanwhile is read again afterwards
    count, last = 0, UUID(int=0)
    with place.writer(place.LARGE_HEAP) as (writer, _searcher):
        writer.delete_all_documents()
        while ids := [row[0] for row in sql.rows(AFTER, [last, BATCH])]:
            for _product, document in documents.documents(ids):
                writer.add_document(document)
            count, last = count + len(ids), ids[-1]
        state.write(writer, cursor)
        writer.commit()
    return count
