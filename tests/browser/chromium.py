"""Where a Chromium is on this machine. Playwright's own is used if it was installed; nothing is downloaded."""

import os
import shutil

NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome")
ARGUMENTS = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--disable-dev-shm-usage",
    "--force-color-profile=srgb",
)


def find() -> str | None:
    """Path of the browser: $CHROMIUM, else the first on the path."""
    chosen = os.environ.get("CHROMIUM", "")
    return shutil.which(chosen) if chosen else next(filter(None, map(shutil.which, NAMES)), None)
