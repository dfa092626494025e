"""How far the index has come in the journal: a document of its own, committed with the others."""

from __future__ import annotations

import json

import tantivy

from comptoir.journal import facade as journal
from comptoir.kit import sql
from comptoir.search.index import shape

DATABASE = "SELECT oid::bigint FROM pg_database WHERE datname = current_database()"


def home() -> str:
    """Which database, in which generation: an index of another one, or of one before a restore, is of no use."""
    found = sql.row(DATABASE)
    return f"{found[0] if found else 0}.{journal.generation()}"


def read(searcher: tantivy.Searcher) -> str | None:
    """The cursor that was committed last; None when there is none for this database."""
    hits = searcher.search(tantivy.Query.term_query(shape.schema(), "state", "here"), 1).hits
    if not hits:
        return None
    known = json.loads(searcher.doc(hits[0][1])["cursor"][0])
    return str(known["cursor"]) if known["home"] == home() else None


def write(writer: tantivy.IndexWriter, cursor: str) -> None:
    writer.delete_documents_by_term("state", "here")
    text = json.dumps({"cursor": cursor, "home": home()})
    writer.add_document(tantivy.Document(state="here", cursor=text))
