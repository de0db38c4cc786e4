"""The real exports beside the repository; they are used where present and never committed."""

from pathlib import Path

import pytest

FOLDER = Path(__file__).resolve().parents[2] / "shared" / "data"


def real_file(name: str) -> Path:
    """Path of e.g. "maven_crm/sales_pipeline.csv"; skips the test where the files are absent."""
    path = FOLDER / name
    if not path.exists():
        pytest.skip("../shared/data is not here: real exports are tested where they are present")
    return path
