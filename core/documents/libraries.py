"""The system's libraries that WeasyPrint opens, which no Python package brings."""

import ctypes
import sys

# Each library, and the Debian package it is in. scripts/prepare.py has the same table: it runs
# before anything can be imported.
LIBRARIES = {
    "libpango-1.0.so.0": "libpango-1.0-0",
    "libpangoft2-1.0.so.0": "libpangoft2-1.0-0",
    "libharfbuzz-subset.so.0": "libharfbuzz-subset0",
}


def missing_packages() -> list[str]:
    """The packages this machine needs before it can make a PDF; none when it can. Elsewhere than on
    Linux the libraries have other names, so nothing is said to be missing."""
    missing = []
    for library, package in LIBRARIES.items() if sys.platform.startswith("linux") else ():
        try:
            ctypes.CDLL(library)
        except OSError:
            missing.append(package)
    return missing
