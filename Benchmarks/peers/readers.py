#!/usr/bin/env python3
"""usage: readers.py PAGES FEEDS
What lxml and feedparser need for the same files as the benchmarks of reading, in MB of input per second of
processor time on one thread: the median of five rounds. Needs the packages lxml and feedparser."""
import pathlib
import statistics
import sys
import time

import feedparser
import lxml.html


def files(folder, endings):
    found = [p for p in sorted(pathlib.Path(folder).rglob("*")) if p.is_file() and p.suffix in endings]
    return [p.read_bytes() for p in found]


def rounds(inputs, read):
    rates = []
    for _ in range(5):
        start = time.process_time()
        for data in inputs:
            try:
                read(data)
            except Exception:
                pass
        rates.append(sum(map(len, inputs)) / 1e6 / (time.process_time() - start))
    return statistics.median(rates)


pages = files(sys.argv[1], {".html", ".htm"})
feeds = files(sys.argv[2], {".xml", ".rss", ".atom", ".rdf"})
print(f"lxml.html text_content  {rounds(pages, lambda data: lxml.html.fromstring(data).text_content()):8.1f} MB/s")
print(f"feedparser              {rounds(feeds, feedparser.parse):8.1f} MB/s")
