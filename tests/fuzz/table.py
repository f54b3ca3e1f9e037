#!/usr/bin/env python3
"""What the fuzzers did in all runs of a build, as rows of docs/fuzzing.md.

usage: table.py BUILD    (BUILD has the logs that run.sh wrote)
"""
import glob
import os
import re
import sys


def row(log):
    name = os.path.basename(log).removesuffix(".log")
    with open(log, encoding="utf-8", errors="replace") as file:
        text = file.read()
    with open(log.removesuffix(".log") + ".runs", encoding="utf-8") as file:
        rows = [[float(word) for word in line.split()] for line in file]
    seconds = sum(row[0] + row[1] for row in rows)
    # A run that ended with a finding does not say how many it tried.
    runs = sum(int(row[2]) for row in rows if len(row) > 2)
    edges = int(re.search(r"\((\d+) inline 8-bit counters\)", text).group(1))
    covered = [int(number) for number in re.findall(r" cov: (\d+) ", text)]
    return name, runs, seconds, covered[-1], edges


def main():
    rows = [row(log) for log in sorted(glob.glob(os.path.join(sys.argv[1], "fuzz_*.log")))]
    print("| target | inputs tried | processor minutes | edges reached | of the edges linked |")
    print("|---|---:|---:|---:|---:|")
    for name, runs, seconds, covered, edges in rows:
        print(f"| `{name}` | {runs:,} | {seconds / 60:.1f} | {covered:,} | {100 * covered / edges:.0f}% of {edges:,} |")
    print(f"| all | {sum(r[1] for r in rows):,} | {sum(r[2] for r in rows) / 60:.1f} | | |")


main()
