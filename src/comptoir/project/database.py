"""Placeholder until the house piece lands."""
import os
from pathlib import Path
from typing import Any
def settings(home: Path) -> dict[str, Any]:
    return {"ENGINE": "django.db.backends.postgresql", "NAME": os.environ.get("PGDATABASE", "comptoir"), "HOST": os.environ.get("PGHOST", "/tmp/lead"), "USER": "app"}
