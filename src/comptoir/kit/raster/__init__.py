"""Drawings and photographs in other sizes and formats, made once, by a program that cannot take the server with it."""

from comptoir.kit.raster.make import Busy, Unreadable, is_settled, kept

__all__ = ["Busy", "Unreadable", "is_settled", "kept"]
