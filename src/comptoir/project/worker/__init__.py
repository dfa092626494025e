"""The background process: loops that take work from tables, and the job queue."""
