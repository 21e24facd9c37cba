"""Runs every group of checks. A group that breaks is a check that failed."""

import traceback

import exports
import hooks
import proxy
import screener
from report import check, finish

for group in (hooks, proxy, screener, exports):
    print(f"# {group.__doc__.splitlines()[0]}", flush=True)
    try:
        group.run()
    except Exception as error:
        traceback.print_exc()
        check(f"{group.__name__} runs to its end", "no exception", type(error).__name__)
finish()
