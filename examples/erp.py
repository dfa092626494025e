"""An ERP that stays in step with a Comptoir shop: standard library only, its own SQLite file, killed at any moment.

    python examples/erp.py FILE.sqlite http://127.0.0.1:8000/api/v1 ck_… [--work SECONDS]

It owns names and prices and books receipts of goods; the shop owns orders and says what is on hand. Three rules keep
both sides equal. A change here and its message to the shop are one SQLite transaction. A message keeps its
Idempotency-Key and its version until the shop has answered it. What the shop changed and the cursor behind it are one
SQLite transaction too. With --work somebody edits prices and receives goods meanwhile, every so many seconds.
"""

import argparse
import json
import random
import sqlite3
import time
import urllib.error
import urllib.request
import uuid

TABLES = """
CREATE TABLE IF NOT EXISTS counter (version INTEGER NOT NULL);
CREATE TABLE IF NOT EXISTS place (cursor TEXT NOT NULL);
CREATE TABLE IF NOT EXISTS article (id TEXT PRIMARY KEY, name TEXT, price INTEGER);
CREATE TABLE IF NOT EXISTS receipt (version INTEGER PRIMARY KEY, id TEXT, pieces INTEGER);
CREATE TABLE IF NOT EXISTS outbox (seq INTEGER PRIMARY KEY, key TEXT, path TEXT, body TEXT);
CREATE TABLE IF NOT EXISTS refused (seq INTEGER PRIMARY KEY, answer TEXT);
CREATE TABLE IF NOT EXISTS shop (kind TEXT, id TEXT, checksum TEXT, state TEXT, PRIMARY KEY (kind, id));
INSERT INTO counter SELECT 0 WHERE NOT EXISTS (SELECT 1 FROM counter);
INSERT INTO place SELECT '' WHERE NOT EXISTS (SELECT 1 FROM place);
"""


def open_file(path):
    db = sqlite3.connect(path, isolation_level=None)
    db.execute("PRAGMA journal_mode = WAL")
    db.execute("PRAGMA synchronous = FULL")
    db.executescript(TABLES)
    return db


def tell(db, kind, item):
    """Put a message out, in the transaction of the change; its version is higher than all before."""
    (version,) = db.execute("UPDATE counter SET version = version + 1 RETURNING version").fetchone()
    body = json.dumps({"items": [item | {"version": version}]})
    row = (str(uuid.uuid4()), f"/exchange/{kind}/batch", body)
    db.execute("INSERT INTO outbox (key, path, body) VALUES (?, ?, ?)", row)
    return version


def set_price(db, article, cents):
    with db:
        db.execute("BEGIN IMMEDIATE")
        db.execute("UPDATE article SET price = ? WHERE id = ?", (cents, article))
        tell(db, "price", {"id": article, "amount": {"minor": cents, "currency": "EUR"}})


def receive(db, stock, pieces):
    """Goods came in: `stock` is article@place."""
    with db:
        db.execute("BEGIN IMMEDIATE")
        version = tell(db, "stock", {"id": stock, "change": pieces})
        db.execute("INSERT INTO receipt VALUES (?, ?, ?)", (version, stock, pieces))


class Shop:
    def __init__(self, address, key):
        self.address, self.key = address, key

    def call(self, method, path, body=None, once=""):
        """The answer, whatever its status. Raises OSError when there is none, or the shop has trouble of its own."""
        headers = {"Authorization": f"Bearer {self.key}", "Content-Type": "application/json", "Idempotency-Key": once}
        request = urllib.request.Request(self.address + path, body and body.encode(), headers, method=method)
        try:
            with urllib.request.urlopen(request, timeout=10) as answer:
                return answer.status, json.load(answer)
        except urllib.error.HTTPError as refusal:
            if refusal.code >= 500 or refusal.code == 429:
                raise OSError(refusal.code) from refusal
            return refusal.code, json.load(refusal)


def push(db, shop):
    """Send the oldest message; it goes only when it was answered. Returns whether there was one."""
    row = db.execute("SELECT seq, key, path, body FROM outbox ORDER BY seq LIMIT 1").fetchone()
    if row is None:
        return False
    seq, key, path, body = row
    status, answer = shop.call("POST", path, body, once=key)
    with db:
        db.execute("BEGIN IMMEDIATE")
        if status != 200 or answer["refused"]:
            db.execute("INSERT OR REPLACE INTO refused VALUES (?, ?)", (seq, json.dumps(answer)))
        db.execute("DELETE FROM outbox WHERE seq = ?", (seq,))
    return True


def pull(db, shop):
    """Take over what changed in the shop, with the cursor. Returns whether there is more."""
    (cursor,) = db.execute("SELECT cursor FROM place").fetchone()
    status, answer = shop.call("GET", f"/changes?since={cursor}&kinds=product,price,stock,order")
    if status != 200:
        raise SystemExit(f"The shop refuses: {answer}. Compare both sides, then begin with a new cursor.")
    with db:
        db.execute("BEGIN IMMEDIATE")
        for one in answer["items"]:
            row = (one["kind"], one["id"], one["checksum"], json.dumps(one["state"]))
            db.execute("INSERT OR REPLACE INTO shop VALUES (?, ?, ?, ?)", row)
            if one["kind"] == "price":
                new = (one["id"], one["id"], one["state"]["amount"]["minor"])
                db.execute("INSERT OR IGNORE INTO article VALUES (?, ?, ?)", new)
        db.execute("UPDATE place SET cursor = ?", (answer["cursor"],))
    return answer["more"]


def work(db):
    """What people do in the ERP all day."""
    stocks = [row[0] for row in db.execute("SELECT id FROM shop WHERE kind = 'stock'")]
    articles = [row[0] for row in db.execute("SELECT id FROM article")]
    if articles and random.random() < 0.5:
        set_price(db, random.choice(articles), random.randint(100, 99_999))
    elif stocks:
        receive(db, random.choice(stocks), random.randint(1, 9))


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("file")
    parser.add_argument("address")
    parser.add_argument("key")
    parser.add_argument("--work", type=float, default=0.0)
    given = parser.parse_args()
    db, shop, busy = open_file(given.file), Shop(given.address, given.key), False
    while True:
        if given.work:
            work(db)
        try:
            busy = push(db, shop) | pull(db, shop)
        except OSError as trouble:
            print("the shop does not answer:", trouble, flush=True)
            busy = False
        time.sleep(given.work or (0 if busy else 0.2))


if __name__ == "__main__":
    main()
