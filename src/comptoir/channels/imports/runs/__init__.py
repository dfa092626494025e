"""Files given in the back office: kept, looked at, tried, imported by the worker."""
