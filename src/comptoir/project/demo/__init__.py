"""The demo shop: a small fictional house, made by the rooms' public verbs."""

from comptoir.project.demo.seed import seed

__all__ = ["seed"]
