"""An ERP that stays in step with a Comptoir shop: standard library only, its own SQLite file, killed at any moment.

    python examples/erp.py FILE.sqlite http://127.0.0.1:8000/api/v1 ck_… [--work SECONDS]

It owns prices and books receipts of goods; the shop owns orders and says what is on hand. Three rules keep both sides
equal: a change and its message are one SQLite transaction; a message keeps its Idempotency-Key and version until the
shop has answered; what changed in the shop and the cursor behind it are one transaction. With --work somebody edits
prices and receives goods meanwhile, every so many seconds.
"""

import argparse
import json
import random
import sqlite3
import time
import uuid
from urllib.error import HTTPError
from urllib.request import Request, urlopen

TABLES = """
PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL;
CREATE TABLE IF NOT EXISTS article (id TEXT PRIMARY KEY, price INTEGER);
CREATE TABLE IF NOT EXISTS receipt (version INTEGER PRIMARY KEY, id TEXT, pieces INTEGER);
CREATE TABLE IF NOT EXISTS outbox (version INTEGER PRIMARY KEY AUTOINCREMENT, key TEXT, path TEXT, item TEXT);
CREATE TABLE IF NOT EXISTS refused (version INTEGER PRIMARY KEY, answer TEXT);
CREATE TABLE IF NOT EXISTS shop (kind TEXT, id TEXT, checksum TEXT, state TEXT, PRIMARY KEY (kind, id));
CREATE TABLE IF NOT EXISTS place (row INTEGER PRIMARY KEY CHECK (row = 1), cursor TEXT NOT NULL);
"""


def tell(db, kind, item):
    """Put a message out, in the transaction of the change. Returns its version, higher than all before."""
    row = (str(uuid.uuid4()), f"/exchange/{kind}/batch", json.dumps(item))
    return db.execute("INSERT INTO outbox (key, path, item) VALUES (?, ?, ?)", row).lastrowid


def set_price(db, article, cents):
    with db:
        db.execute("UPDATE article SET price = ? WHERE id = ?", (cents, article))
        tell(db, "price", {"id": article, "amount": {"minor": cents, "currency": "EUR"}})


def receive(db, stock, pieces):
    """Goods came in: `stock` is article@place."""
    with db:
        version = tell(db, "stock", {"id": stock, "change": pieces})
        db.execute("INSERT INTO receipt VALUES (?, ?, ?)", (version, stock, pieces))


def ask(shop, path, body=None, once=""):
    """The answer, whatever its status. Raises OSError when there is none, or the shop has trouble of its own."""
    headers = {"Authorization": f"Bearer {shop.key}", "Content-Type": "application/json", "Idempotency-Key": once}
    try:
        with urlopen(Request(shop.address + path, body and body.encode(), headers), timeout=10) as answer:
            return answer.status, json.load(answer)
    except HTTPError as refusal:
        if refusal.code >= 500 or refusal.code == 429:
            raise
        return refusal.code, json.load(refusal)


def push(db, shop):
    """Send the oldest message; it goes only when it was answered. Returns whether there was one."""
    oldest = db.execute("SELECT version, key, path, item FROM outbox ORDER BY version LIMIT 1").fetchone()
    if oldest is None:
        return False
    version, key, path, item = oldest
    status, answer = ask(shop, path, json.dumps({"items": [json.loads(item) | {"version": version}]}), once=key)
    with db:
        if status != 200 or answer["refused"]:
            db.execute("INSERT INTO refused VALUES (?, ?)", (version, json.dumps(answer)))
        db.execute("DELETE FROM outbox WHERE version = ?", (version,))
    return True


def pull(db, shop):
    """Take over what changed in the shop, with the cursor. Returns whether there is more."""
    (cursor,) = db.execute("SELECT coalesce(max(cursor), '') FROM place").fetchone()
    status, answer = ask(shop, f"/changes?since={cursor}&kinds=product,price,stock,order")
    if status != 200:
        raise SystemExit(f"The shop refuses: {answer}. Compare both sides, then begin with a new cursor.")
    with db:
        for one in answer["items"]:
            row = (one["kind"], one["id"], one["checksum"], json.dumps(one["state"]))
            db.execute("INSERT OR REPLACE INTO shop VALUES (?, ?, ?, ?)", row)
            if one["kind"] == "price":
                db.execute("INSERT OR IGNORE INTO article VALUES (?, ?)", (one["id"], one["state"]["amount"]["minor"]))
        db.execute("INSERT OR REPLACE INTO place VALUES (1, ?)", (answer["cursor"],))
    return answer["more"]


def work(db):
    """What people do in the ERP all day."""
    stocks = [id for (id,) in db.execute("SELECT id FROM shop WHERE kind = 'stock'")]
    articles = [id for (id,) in db.execute("SELECT id FROM article")]
    if articles and random.random() < 0.5:
        set_price(db, random.choice(articles), random.randint(100, 99_999))
    elif stocks:
        receive(db, random.choice(stocks), random.randint(1, 9))


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    for name in ("file", "address", "key"):
        parser.add_argument(name)
    parser.add_argument("--work", type=float, default=0.0)
    given = parser.parse_args()
    db = sqlite3.connect(given.file, isolation_level="IMMEDIATE")
    db.executescript(TABLES)
    while True:
        busy = False
        if given.work:
            work(db)
        try:
            busy = push(db, given) | pull(db, given)
        except OSError as trouble:
            print("the shop does not answer:", trouble, flush=True)
        time.sleep(given.work or (0 if busy else 0.2))


if __name__ == "__main__":
    main()
