"""One line for each check, and the count at the end."""

import sys

passed = failed = 0


def check(sentence, expected, came):
    """Compares and prints. `expected` and `came` hold no key and no text but the checks' own."""
    global passed, failed
    if expected == came:
        passed += 1
        print(f"ok {sentence}", flush=True)
    else:
        failed += 1
        print(f"not ok {sentence} (expected {expected!r}, came {came!r})"[:2000], flush=True)


def finish():
    print(f"{passed} passed, {failed} failed")
    sys.exit(1 if failed else 0)
