"""What holds for every test."""

from __future__ import annotations

import os

from hypothesis import settings

# What decides whether a change lands must decide the same twice; by hand, new examples are looked for each time.
settings.register_profile("ci", derandomize=True)
if os.environ.get("CI"):
    settings.load_profile("ci")
