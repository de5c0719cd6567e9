#!/usr/bin/python3
# SPDX-License-Identifier: GPL-2.0-or-later
# SPDX-FileCopyrightText: 2026 the whyblock authors
"""Prints what `feed sync` and `list import` of a million lines cost in each family of formats, beside `sort -u` of the same file; asserts nothing.
`make bench`, or bench_feeds.py [--quick] [--lines N].

Each run begins with an empty store, so all is listed and published. CPU is what the kernel counts for the process, user and system (getrusage(2)): on a
machine that does other things, too, that is what to look at. The goal is 4 seconds for each.
"""

import argparse
import gzip
import lzma
import os
import pathlib
import shutil
import subprocess
import sys
import tempfile
import time

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1] / "lib"))
from exim_server import WHYBLOCK, geoip              # noqa: E402


def address(i):
    """Of a million, no two alike, in an order that is none."""
    i = i * 7919 % 1_000_003
    return f"{11 + (i >> 20)}.{i >> 12 & 255}.{i >> 4 & 255}.{i & 15}"


# name: a line, what is around all lines, what is between them, options
FORMATS = {
    "plain":            ("{0}",                                         ("", "\n"), "\n", []),
    "columns":          ("{0}\t10\tspam",                               ("", "\n"), "\n", []),
    "comments":         ("{0} # seen 2026-11-20, {1} times",            ("", "\n"), "\n", []),
    "Latin-1 comments": ("{0} # Espa\xf1a {1}",                         ("", "\n"), "\n", []),
    "ranges":           ("{0}-{0}",                                     ("", "\n"), "\n", []),
    "DShield":          ("{0}\t{0}\t32\t{1}",                           ("Start\tEnd\tNetmask\n", "\n"), "\n", []),
    "ipset save":       ("add x {0} timeout 60",                        ("create x hash:ip\n", "\n"), "\n", []),
    "Postfix cidr":     ("{0} REJECT go away",                          ("", "\n"), "\n", []),
    "SPF":              ("ip4:{0}",                                     ("", "\n"), "\n", []),
    "rbldnsd":          ("{0} :127.0.0.2:text",                         ("$TTL 60\n:2:x\n!127.0.0.9\n!11.0.0.0/28\n", "\n"), "\n", []),
    "CSV":              ('2026-11-20,"{0}",{1}',                        ("seen,ip,n\n", "\n"), "\n", ["--column", "ip"]),
    "JSON lines":       ('{{"cidr":"{0}/32","sblid":"SBL{1}","rir":"x"}}', ("", "\n"), "\n", []),
    "JSON document":    ('{{"ip":"{0}","n":{1}}}',                      ('{"data":[', "]}"), ",", ["--column", "ip"]),
    "IPv6":             ("2001:db8:{2:x}::{3:x}",                       ("", "\n"), "\n", []),
    "AS numbers":       ("AS{1} ; x",                                   ("", "\n"), "\n", []),
}
PACKED = {"plain.gz": gzip.compress, "plain.xz": lambda data: lzma.compress(data, preset=1),
          "plain.zst": lambda data: subprocess.run(["zstd", "-q", "-c"], input=data, stdout=subprocess.PIPE, check=True).stdout}


def run(*command):
    """(seconds, CPU seconds, peak in MB)."""
    started = time.perf_counter()
    null = os.open(os.devnull, os.O_WRONLY)
    pid = os.posix_spawnp(str(command[0]), [str(word) for word in command], {**os.environ, "LC_ALL": "C"}, file_actions=[(os.POSIX_SPAWN_DUP2, null, 1)])
    _, status, used = os.wait4(pid, 0)
    os.close(null)
    assert status == 0, command
    return time.perf_counter() - started, used.ru_utime + used.ru_stime, used.ru_maxrss / 1024


def measure(folder, path, verb, options):
    store = folder / "store"
    shutil.rmtree(store, ignore_errors=True)
    conf = folder / "whyblock.conf"
    conf.write_text(f'store = "{store}"\nsite {{ name = "Bench" url = "https://example.org/" }}\n{geoip()}')
    subprocess.run([WHYBLOCK, "-c", conf, "init"], check=True, capture_output=True)
    start = {"sync": ["feed", "sync", "bench", path], "import": ["list", "import", path, "--source", "staff:bench"]}[verb]
    return run(WHYBLOCK, "-c", conf, *start, "--category", "spam", *options)


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--quick", action="store_true", help="10,000 lines")
    parser.add_argument("--lines", type=int, default=1_000_000)
    arguments = parser.parse_args()
    count = 10_000 if arguments.quick else arguments.lines
    print(f"\n{count:,} lines            {'sync: s':>9} {'CPU s':>7} {'MB':>6}   {'import: s':>9} {'CPU s':>7} {'MB':>6}   {'sort -u: s':>10} {'CPU s':>7}")
    with tempfile.TemporaryDirectory() as name:
        folder = pathlib.Path(name)

        def print_row(name, path, options):
            sync = measure(folder, path, "sync", options)
            scope = ["--scope", "network"] if name == "AS numbers" else []
            imported = measure(folder, path, "import", options + scope)
            rival = run("sort", "-u", path)
            print(f"{name:20} {sync[0]:>12.2f} {sync[1]:>7.2f} {sync[2]:>6.0f}   {imported[0]:>9.2f} {imported[1]:>7.2f} {imported[2]:>6.0f}"
                  f"   {rival[0]:>10.2f} {rival[1]:>7.2f}", flush=True)

        for name, (line, (before, behind), between, options) in FORMATS.items():
            path = folder / "list"
            path.write_bytes((before + between.join(line.format(address(i), i + 1, i >> 8, i & 255) for i in range(count)) + behind).encode("latin-1"))
            print_row(name, path, options)
        plain = "".join(address(i) + "\n" for i in range(count)).encode()
        for name, pack in PACKED.items():
            if name != "plain.zst" or shutil.which("zstd"):
                path.write_bytes(pack(plain))
                print_row(name, path, [])


if __name__ == "__main__":
    main()
