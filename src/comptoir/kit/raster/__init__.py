"""Drawings and photographs in other sizes and formats, made once, by a program that cannot take the server with it."""

from comptoir.kit.raster.make import Busy, Unreadable, kept, make

__all__ = ["Busy", "Unreadable", "kept", "make"]
