"""A whole installation in one file, and back: database, pictures, secret key, with sums that prove it.

`write.write(folder)` makes the file beside a running shop; `restore.restore(file)` builds a second database from it,
compares its sums, and only then puts it in the place of the first (`docs/decisions/0014-backup.md`).
"""
