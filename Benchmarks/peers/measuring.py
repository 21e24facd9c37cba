"""What the scripts in this folder share: processes with what the operating system says that they used,
the two stand-ins for the vendors, pipeline files, tables. Python's standard library only."""
import datetime
import json
import os
import pathlib
import platform
import re
import resource  # noqa: F401  (wait4 gives its structure)
import shlex
import signal
import socket
import statistics
import subprocess
import sys
import tempfile
import time
import urllib.request
from dataclasses import dataclass

HERE = pathlib.Path(__file__).resolve().parent
ROOT = HERE.parent.parent


def fail(words):
    print(f"bench: {words}", file=sys.stderr)
    sys.exit(1)


def lazaret():
    """The release build: `$LAZARET_BINARY`, or the one that `make bench-peers` makes."""
    path = pathlib.Path(os.environ.get("LAZARET_BINARY") or ROOT / ".build-bench/release/lazaret")
    if not os.access(path, os.X_OK):
        fail(f"there is no program at '{path}'; 'make bench-peers' builds it")
    return str(path.absolute())


def whole_number(name, default):
    text = os.environ.get(name) or str(default)
    if not text.isdigit() or int(text) < 1:
        fail(f"{name} is '{text}'; write a whole number above 0")
    return int(text)


def scratch():
    """A folder that goes with the script, on the disk that `$TMPDIR` names."""
    return tempfile.TemporaryDirectory(prefix="lazaret-bench-")


@dataclass
class Used:
    """What one process used, from its start to its end, as the operating system tells it."""

    wall: float
    cpu: float  # user and system, seconds
    peak_mb: float
    output: str


def measured(command, allowed=(0,), **options):
    started = time.perf_counter()
    with tempfile.TemporaryFile() as output, tempfile.TemporaryFile() as talk:
        process = subprocess.Popen(command, stdout=output, stderr=talk, **options)
        _, status, usage = os.wait4(process.pid, 0)
        wall = time.perf_counter() - started
        process.returncode = os.waitstatus_to_exitcode(status)
        output.seek(0)
        talk.seek(0)
        text, said = output.read().decode(), talk.read().decode()
    if process.returncode not in allowed:
        fail(f"'{shlex.join(map(str, command))}' ended with {process.returncode}:\n{said[-2000:]}")
    return Used(wall, usage.ru_utime + usage.ru_stime, usage.ru_maxrss / 1024, text)


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def request(url, method="GET"):
    opener = urllib.request.build_opener(urllib.request.ProxyHandler({}))
    with opener.open(urllib.request.Request(url, method=method), timeout=30) as answer:
        return json.loads(answer.read() or b"{}")


class Vendor:
    """A stand-in for the vendors on loopback, gone when the block ends."""

    def __init__(self, command, port, stats, reset):
        self.base = f"http://127.0.0.1:{port}"
        self._command, self._stats, self._reset = command, stats, reset

    def __enter__(self):
        self._process = subprocess.Popen(
            self._command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        for _ in range(200):
            try:
                self.stats()
                return self
            except OSError:
                if self._process.poll() is not None:
                    break
                time.sleep(0.05)
        self.__exit__()
        fail(f"'{shlex.join(map(str, self._command))}' does not answer")

    def __exit__(self, *_):
        if self._process.poll() is None:
            self._process.send_signal(signal.SIGTERM)
        self._process.wait(timeout=30)

    def stats(self):
        return request(self.base + self._stats)

    def reset(self):
        request(self.base + self._reset, "POST")


def stub(binary, latency_ms):
    port = free_port()
    return Vendor([binary, "--port", str(port), "--latency-ms", str(latency_ms)], port, "/stats", "/reset")


def sandbox(latency_ms=0, *options):
    port = free_port()
    command = [lazaret(), "sandbox", "--port", str(port), "--latency", f"{latency_ms}ms", *options]
    return Vendor(command, port, "/sandbox/stats", "/sandbox/reset")


def pipeline(folder, corpus, base, *, screeners=2, rate=1_000_000, concurrency=64, chunking=""):
    """Writes a pipeline file for one store and returns its path. The chunks are about as many as those of
    a splitter that fills chunks of 2,000 characters; no margins, because that one shows none."""
    chunking = chunking or "{ target_characters: 1450, max_characters: 2900, margin_characters: 0 }"
    kinds = [("lakera", "lakera_guard", base), ("lasso", "lasso_classifier", base + "/gateway/v3")]
    lines = [
        "name: bench", f"store: {json.dumps(str(pathlib.Path(folder) / 'store.sqlite'))}",
        f"sources: [{{ name: documents, directory: {json.dumps(str(corpus))}, include: ['**/*.md'] }}]",
        f"chunking: {chunking}", "screeners:"]
    for name, kind, endpoint in kinds[:screeners]:
        # Without a canary: the peer sends none, and its stand-in lets everything pass.
        lines.append(
            f"  - {{ name: {name}, screener: {kind}, endpoint: '{endpoint}', api_key: any, canary: false,"
            f" limits: {{ requests_per_second: {rate}, concurrency: {concurrency} }} }}")
    path = pathlib.Path(folder) / "pipeline.yaml"
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")
    return str(path)


def forget_store(folder):
    for path in pathlib.Path(folder).glob("store.sqlite*"):
        path.unlink()


def ingest(file, *options):
    """One run, and its summary."""
    command = [lazaret(), "run", file, "--json", "--progress", "never", "--quiet", *options]
    used = measured(command)
    return used, json.loads(used.output)


def size(corpus):
    """Files and megabytes."""
    sizes = [path.stat().st_size for path in pathlib.Path(corpus).rglob("*.md") if path.is_file()]
    return len(sizes), sum(sizes) / 1e6


def median(values):
    return statistics.median(values)


def spread(values):
    """The least and the greatest, for a table."""
    least, greatest = min(values), max(values)
    digits = 0 if greatest >= 100 else 1 if greatest >= 10 else 3
    return f"{least:.{digits}f}–{greatest:.{digits}f}"


def table(head, rows):
    rows = [[str(cell) for cell in row] for row in rows]
    widths = [max(len(cell) for cell in column) for column in zip(head, *rows)]
    for row in [head, ["-" * width for width in widths], *rows]:
        print("| " + " | ".join(cell.ljust(width) for cell, width in zip(row, widths)) + " |", flush=True)


def verdict(what, value, bound, passed):
    print(f"{'met   ' if passed else 'missed'}  {what}: {value} (target {bound})", flush=True)


def machine():
    model = ""
    try:
        found = re.search(r"model name\s*:\s*(.*)", pathlib.Path("/proc/cpuinfo").read_text())
        model = f", {found[1]}" if found else ""
    except OSError:
        pass
    day = datetime.date.today().isoformat()
    load = os.getloadavg()[0]
    print(f"{day}; {os.cpu_count()} cores, {platform.machine()}{model}; load {load:.1f} before the start")
