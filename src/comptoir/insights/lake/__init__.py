"""The journal as Parquet files: by lane and day, in buckets of people, each day under a manifest that is swapped."""
