"""What a change of the catalogue holds.

One lock for all: imports and edits by hand are few, and slugs, brands and categories are shared by all products.
"""

CATALOG = ("catalog", "products")
