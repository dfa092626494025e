"""Pages that are the same for many, answered from memory before Django is asked."""

from comptoir.project.whole_pages.entrance import WholePages

__all__ = ["WholePages"]
