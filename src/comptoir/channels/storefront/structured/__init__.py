"""What a page tells machines: schema.org, as search engines document it (docs/decisions/0024-found.md)."""
