"""Started by `run`, which says what is in the environment."""
import json
import os
import pathlib
import sys

import corpus
import measuring as m

PEER, PYTHON, STUB = (os.environ[name] for name in ("PEER", "PEER_PYTHON", "STUB"))
ROUNDS = m.whole_number("ROUNDS", 5)
CONCURRENCY = m.whole_number("CONCURRENCY", 64)
LATENCIES = [int(text) for text in (os.environ.get("LATENCIES") or "0 20").split()]
# Its cost for each request grows with the number under way: at 8 it does best.
HTTPX_CONCURRENCY = m.whole_number("HTTPX_CONCURRENCY", 8)
OURS, UVLOOP, AIOHTTP, HTTPX = "lazaret", "aiohttp + uvloop", "aiohttp", f"httpx, {HTTPX_CONCURRENCY} at once"


class Round:
    """What one program did in one run. `own_*` is what the Python program measures of itself, without the
    start of the interpreter and its imports."""

    def __init__(self, used, documents, chunks, requests, own_wall=None, own_cpu=None):
        self.wall, self.cpu, self.peak = used.wall, used.cpu, used.peak_mb
        self.documents, self.chunks, self.requests = documents, chunks, requests
        self.own_wall, self.own_cpu = own_wall or used.wall, own_cpu or used.cpu
        self.per_1000, self.own_per_1000 = self.cpu / chunks * 1000, self.own_cpu / chunks * 1000


def ours(folder, documents, vendor):
    m.forget_store(folder)
    file = m.pipeline(folder, documents, vendor.base, concurrency=CONCURRENCY)
    used, summary = m.ingest(file, "--concurrency", str(CONCURRENCY))
    chunks = summary["chunks"]
    if chunks["clean"] != chunks["total"]:
        m.fail(f"not every chunk is clean, so the stand-in's answers were not understood: {chunks}")
    return Round(used, summary["documents"]["seen"], chunks["total"], asked(vendor))


def peer(folder, documents, vendor, client, *options, concurrency=CONCURRENCY):
    command = [PYTHON, f"{PEER}/peer.py", documents, "--base", vendor.base, "--client", client,
               "--concurrency", str(concurrency), "--db", f"{folder}/peer.db", *options]
    used = m.measured(command, env={**os.environ, "NO_PROXY": "127.0.0.1"})
    said = json.loads(used.output)
    return Round(used, said["docs"], said["chunks"], asked(vendor), said["wall_s"], said["cpu_s"])


def asked(vendor):
    stats = vendor.stats()
    vendor.reset()
    return stats["lakera"] + stats["lasso"]


def programs(folder, documents, vendor, latency):
    everybody = {
        OURS: lambda: ours(folder, documents, vendor),
        UVLOOP: lambda: peer(folder, documents, vendor, "aiohttp", "--uvloop"),
        AIOHTTP: lambda: peer(folder, documents, vendor, "aiohttp"),
    }
    if latency == 0:
        few = ["--limit-docs", str(m.whole_number("HTTPX_DOCUMENTS", 200))]
        everybody[HTTPX] = lambda: peer(folder, documents, vendor, "httpx", *few, concurrency=HTTPX_CONCURRENCY)
    return everybody


def compared(folder, documents, latency):
    print(f"\n{latency} ms at the vendors, {CONCURRENCY} chunks at once, {ROUNDS} rounds in turn, medians", flush=True)
    with m.stub(STUB, latency) as vendor:
        everybody = programs(folder, documents, vendor, latency)
        seen = {name: [] for name in everybody}
        for number in range(ROUNDS):
            for name, work in everybody.items():
                if name == HTTPX and number >= m.whole_number("HTTPX_ROUNDS", 1):
                    continue
                seen[name].append(work())
                print(f"  round {number + 1}: {name:17} {seen[name][-1].wall:6.2f} s", file=sys.stderr, flush=True)

    def middle(name, what):
        return m.median([getattr(one, what) for one in seen[name]])

    rows = []
    for name, rounds in seen.items():
        wall, first = middle(name, "wall"), rounds[0]
        rows.append([
            name, first.documents, first.chunks, first.requests, f"{wall:.2f}", f"{first.documents / wall:,.0f}",
            f"{first.chunks / wall:,.0f}", f"{middle(name, 'per_1000'):.3f}",
            m.spread([one.per_1000 for one in rounds]), f"{middle(name, 'peak'):.0f}"])
    m.table(["program", "documents", "chunks", "requests", "wall s", "documents/s", "chunks/s",
             "CPU s/1,000 chunks", "least–greatest", "peak MB"], rows)

    print("\nlazaret beside the others (in brackets: without the start of Python and its imports)")
    rows = []
    for name in list(seen)[1:]:
        wall = "" if name == HTTPX else (
            f"{middle(OURS, 'wall') / middle(name, 'wall'):.2f} ({middle(OURS, 'wall') / middle(name, 'own_wall'):.2f})")
        cpu = middle(OURS, "per_1000")
        rows.append([
            name, wall, f"{cpu / middle(name, 'per_1000'):.2f} ({cpu / middle(name, 'own_per_1000'):.2f})",
            f"{middle(OURS, 'peak') / middle(name, 'peak'):.2f}"])
    m.table(["beside", "wall", "CPU per chunk", "peak memory"], rows)

    if latency == 0:
        print()
        # Whole processes, as the operating system counts them.
        cpu, wall = middle(OURS, "per_1000"), middle(OURS, "wall")
        fastest = min(middle(name, "wall") for name in (UVLOOP, AIOHTTP))
        share = cpu / middle(UVLOOP, "per_1000")
        m.verdict("CPU per chunk beside aiohttp + uvloop", f"{share:.2f}", "≤ 0.80", share <= 0.8)
        share = cpu / middle(HTTPX, "per_1000")
        m.verdict("CPU per chunk beside httpx", f"{share:.3f}", "≤ 0.125", share <= 0.125)
        m.verdict("wall time beside the fastest", f"{wall / fastest:.2f}", "≤ 0.50", wall / fastest <= 0.5)
        share = middle(OURS, "peak") / middle(UVLOOP, "peak")
        m.verdict("peak memory beside aiohttp + uvloop", f"{share:.2f}", "≤ 1.00", share <= 1)


def main():
    m.machine()
    with m.scratch() as folder:
        documents = os.environ.get("CORPUS")
        if documents and not pathlib.Path(documents).is_dir():
            m.fail(f"CORPUS names no folder: '{documents}'")
        if not documents:
            documents = f"{folder}/corpus"
            corpus.write(documents, m.whole_number("MEGABYTES", 16))
        files, megabytes = m.size(documents)
        print(f"{files} Markdown files, {megabytes:.1f} MB" + ("" if os.environ.get("CORPUS") else ", generated"))
        for latency in LATENCIES:
            compared(folder, documents, latency)


main()
