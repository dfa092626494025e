"""The one list of what the worker does by itself; jobs that others ask for go through the queue."""

from comptoir.project.worker.loop import Loop

LOOPS: list[Loop] = []
