"""What a change of the catalogue holds.

One lock for all: imports and edits by hand are few, and all products share slugs, brands and categories.
"""

CATALOG = ("catalog", "products")
