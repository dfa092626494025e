"""What the journal refuses to its callers. These are bugs of the caller, never shown to a person."""

from __future__ import annotations


class OutsideTransaction(RuntimeError):
    """`append` was called without a transaction: the fact and its event could part."""
