"""Exits with 0 when the URL answers 200, else with 1 and silently."""

import sys
import urllib.request

try:
    urllib.request.urlopen(sys.argv[1], timeout=5).close()
except OSError:
    sys.exit(1)
