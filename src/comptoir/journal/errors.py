"""Mistakes of the code or of the operator around the journal; never shown to a shopper."""

from __future__ import annotations


class OutsideTransaction(RuntimeError):
    """`append` was called without a transaction: the fact and its event could part."""


class ConsumerRefused(ValueError):
    """A consumer may not listen as declared: its purpose, its words or its name."""


class GenerationNotRaised(RuntimeError):
    """Rows carry transaction ids that this cluster has not reached: a dump was restored untold."""
