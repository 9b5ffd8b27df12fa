"""pytest in the bench's Python. Packages that we had to add come last, so that they shadow nothing there."""

import os
import sys

if extra := os.environ.get("CQS_EXTRA_PACKAGES"):
	sys.path.append(extra)

import pytest

if __name__ == "__main__":
	sys.exit(pytest.main(sys.argv[1:]))
