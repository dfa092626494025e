"""The statements of which `upsert_products` is made, one file per table."""
