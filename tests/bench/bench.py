#!/usr/bin/python3
# SPDX-License-Identifier: GPL-2.0-or-later
# SPDX-FileCopyrightText: 2026 the whyblock authors
"""Prints timings, beside those of a rival in the same run; asserts nothing. `make bench`, or bench.py [--quick] [--lines N].

What is compared is measured in turns (a, b, c, a, b, c, ...), so that whatever else the machine does falls on all of them alike.
Ratios are medians of the ratios of one turn. As root, with Exim; see tests/lib/exim_server.py.
"""

import argparse
import ipaddress
import json
import os
import pathlib
import random
import shutil
import signal
import statistics
import subprocess
import sys
import tempfile
import time

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1] / "lib"))
import exim_server                                   # noqa: E402
from exim_server import Exim                         # noqa: E402
from main_log import MainLog                         # noqa: E402

TEN = ["198.51.100.66", "198.51.100.67", "198.51.100.68", "203.0.113.66", "203.0.113.67",
       "203.0.113.68", "192.0.2.66", "192.0.2.67", "192.0.2.0/28", "2001:db8:66::/64"]
LISTED, UNLISTED = "192.0.2.66", "192.0.2.99"
RIVALS = {
    "iplsearch": "net-iplsearch",
    "dbm": "net-dbm",
}


def heading(text):
    print(f"\n{text}\n{'-' * len(text)}", flush=True)


def row(label, *columns):
    print(f"  {label:44}" + "".join(f"{column:>13}" for column in columns), flush=True)


def random_prefixes(count):
    """Mostly hosts, some networks, one in ten IPv6; TEN stand in the middle, and nothing else covers the clients of this benchmark.
    None is of the carriers' private space (RFC 6598), which list import refuses."""
    chance = random.Random(1)
    found = {}
    while len(found) < count - len(TEN):
        kind = chance.random()
        if kind < 0.1:
            prefix = f"2a0{chance.randrange(16):x}:{chance.randrange(65536):x}:{chance.randrange(65536):x}::/{chance.choice((48, 64))}"
        else:
            bits = 32 if kind < 0.9 else chance.randint(20, 30)
            address = chance.randrange(0x0b000000, 0x7f000000) >> (32 - bits) << (32 - bits)
            prefix = f"{ipaddress.IPv4Address(address)}{f'/{bits}' if bits < 32 else ''}"
            if address >> 22 == 0x64400000 >> 22:
                continue
        found[prefix] = True
    middle = len(found) // 2
    return [*list(found)[:middle], *TEN, *list(found)[middle:]]


def write_import(path, prefixes):
    path.write_text("".join(f"{prefix}\topen-relay\thost\tstaff:bench\t2026-01-01\t-\tseen by the benchmark\n" for prefix in prefixes))


def write_iplsearch(path, prefixes):
    path.write_text("".join(f'"{prefix}":\n' if ":" in prefix else f"{prefix}:\n" for prefix in prefixes))


def write_dbm(path, prefixes):
    """Exact addresses only: what has a mask is left out. IPv6 keys are written with dots by Exim; none are needed here."""
    text = path.with_suffix(".txt")
    text.write_text("".join(f"{prefix}:\n" for prefix in prefixes if "/" not in prefix and ":" not in prefix))
    subprocess.run(["exim_dbmbuild", "-nolc", "-nowarn", text, path], check=True, stdout=subprocess.DEVNULL)
    text.unlink()


# A process counts the memory of the one that it was forked from as its own peak: so a small one starts the command.
STARTER = """
import resource, subprocess, sys, time
started = time.perf_counter()
subprocess.run(sys.argv[1:], check=True, stdout=subprocess.DEVNULL)
print(time.perf_counter() - started, resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1024)
"""


def measure(*command):
    """(seconds, peak memory in MB) of a command."""
    return map(float, subprocess.run([sys.executable, "-IS", "-c", STARTER, *command], check=True, capture_output=True, text=True).stdout.split())


def run_measured(exim, *arguments):
    return measure(exim_server.WHYBLOCK, "-c", exim.conf, *arguments)


def take_turns(rounds, measured):
    """measured: {label: function that returns a time}. Returns {label: [times]}."""
    times = {label: [] for label in measured}
    for label in measured:                                # once to warm up, not counted
        measured[label]()
    for turn in range(rounds):
        labels = list(measured)
        for label in labels[turn % len(labels):] + labels[:turn % len(labels)]:
            times[label].append(measured[label]())
    return times


def percentile(times, percent):
    return statistics.quantiles(times, n=100)[percent - 1]


def print_times(times, against=None):
    against = against or list(times)[0]
    row("milliseconds", "median", "p95", "ratio")
    for label, values in times.items():
        ratios = [value / base for value, base in zip(values, times[against])]
        row(label, f"{1e3 * statistics.median(values):.2f}", f"{1e3 * percentile(values, 95):.2f}", f"{statistics.median(ratios):.2f}")


# what is measured

def timed(function, *arguments):
    started = time.perf_counter()
    function(*arguments)
    return time.perf_counter() - started


def explain(exim, client):
    subprocess.run([exim_server.WHYBLOCK, "-c", exim.conf, "explain", client], stdout=subprocess.DEVNULL)


def until_rcpt(exim, client, codes):
    """Seconds from the connect to the reply to RCPT."""
    started = time.perf_counter()
    with exim.client(client) as dialogue:
        *_, reply = dialogue.say("HELO mail.example.com", "MAIL FROM:<sender@example.com>", "RCPT TO:<user@example.org>")
        ended = time.perf_counter()
    codes.add(reply.code)
    return ended - started


def evaluation_us(exim, client):
    """What whyblock itself says that its verdict took."""
    return json.loads(exim.wb("--json", "explain", client, status=None))["verdict"]["us"]


def bench_import(exim, path, prefixes):
    heading(f"list import of {len(prefixes):,} lines (10% IPv6, 9% IPv4 networks, in no order) into an empty store")
    for label, verb in (("first import", ["import", path]), ("the same again (all replaced)", ["import", path]), ("list export", ["export"]),
                        ("list add of one more", ["add", "198.51.100.99", "spam", "--reason", "x"])):
        seconds, memory = run_measured(exim, "list", *verb)
        row(label, f"{seconds:.3f} s", f"{memory:.0f} MB peak")
    row("size of the store", f"{(exim.store / 'listings/data.mdb').stat().st_size / 2**20:.0f} MB")
    row("size of the file", f"{path.stat().st_size / 2**20:.0f} MB")


def feed_lines(chance, count):
    """Hosts for a feed; none of them covers the clients of this benchmark."""
    found = {}
    while len(found) < count:
        found[f"{chance.randrange(11, 99)}.{chance.randrange(256)}.{chance.randrange(256)}.{chance.randrange(256)} ; SBL{chance.randrange(999999)}\n"] = True
    return list(found)


def bench_feed(exim, folder, count, rounds):
    """Beside it, connections of a client that is not listed, with and without a sync that goes on and on."""
    heading(f"feed sync of {count:,} lines in no order, each with a reason, --ttl 7d, into the store with {exim.size:,} other listings")
    chance = random.Random(2)
    lines = feed_lines(chance, count)
    first, second = folder / "feed-1.txt", folder / "feed-2.txt"
    first.write_text("".join(lines))
    lines[:count // 100] = feed_lines(chance, count // 100)          # 1 % gone, 1 % new
    chance.shuffle(lines)
    second.write_text("".join(lines))
    verb = ["sync", "bench", first, "--category", "spam", "--ttl", "7d"]
    for label, arguments in (("first sync", verb), ("the same file again", verb), ("1 % changed", [*verb[:2], second, *verb[3:]]),
                             ("all written again (another --ttl)", [*verb[:2], second, *verb[3:-1], "1d"])):
        seconds, memory = run_measured(exim, "feed", *arguments)
        row(label, f"{seconds:.3f} s", f"{memory:.0f} MB peak")
    codes, times = set(), {"while nothing is written": [], "while feeds are synced": []}
    for label, values in times.items():
        command = ["sh", "-c", 'while :; do "$0" -c "$1" feed sync bench "$2" --category spam --ttl 7d; "$0" -c "$1" feed sync bench "$3" --category spam --ttl 7d; done',
                   exim_server.WHYBLOCK, exim.conf, first, second]
        writer = subprocess.Popen(command, stdout=subprocess.DEVNULL, start_new_session=True) if "synced" in label else None
        values.extend(until_rcpt(exim, UNLISTED, codes) for _ in range(rounds))
        if writer:
            os.killpg(writer.pid, signal.SIGKILL)
            writer.wait()
    print_times(times)
    seconds, memory = run_measured(exim, "feed", "drop", "bench")
    row("feed drop", f"{seconds:.3f} s", f"{memory:.0f} MB peak")


def bench_explain(ten, many, rounds):
    heading("explain: the whole command, from start to exit")
    print_times(take_turns(rounds, {
        f"{label}, {listed} client": lambda exim=exim, client=client: timed(explain, exim, client)
        for listed, client in (("listed", LISTED), ("unlisted", UNLISTED))
        for label, exim in (("10 listings", ten), (f"{many.size:,} listings", many))}))
    for label, exim in (("10 listings", ten), (f"{many.size:,} listings", many)):
        us = [evaluation_us(exim, LISTED) for _ in range(rounds)]
        row(f"of it the verdict, {label}", f"{statistics.median(us) / 1e3:.2f}", f"{percentile(us, 95) / 1e3:.2f}")


def bench_connections(servers, rounds):
    for what, client, wanted in (("accepted: not listed", UNLISTED, {250}), ("refused: listed", LISTED, {550})):
        heading(f"a client from its connect to the reply to RCPT; {what}")
        chosen = {label: exim for label, exim in servers.items() if client == UNLISTED or label != "Exim alone"}
        codes = {label: set() for label in chosen}
        print_times(take_turns(rounds, {label: lambda exim=exim, label=label: until_rcpt(exim, client, codes[label])
                                        for label, exim in chosen.items()}))
        for label in chosen:
            if codes[label] != wanted:
                print(f"  NOT COMPARABLE: {label} answered {codes[label]}, not {wanted}")


# What people do without whyblock stats: one table of it, by a pattern that a client's HELO can satisfy.
AWK = 'match($0, /whyblock: action=[^ ]* (mode=monitor )?category=[^ ]*/) { n[substr($0, RSTART, RLENGTH)]++ } END { for (i in n) print n[i], i }'


def bench_stats(folder, lines):
    heading(f"statistics of a main log of {lines:,} lines (40% verdicts, 18% forged)")
    path = folder / "mainlog"
    with path.open("w") as file:
        file.writelines(MainLog().lines(lines))
    subprocess.run(["gzip", "-k", "-1", path], check=True)
    commands = {"whyblock stats (11 tables)": [exim_server.WHYBLOCK, "stats", path],
                "whyblock stats, .gz": [exim_server.WHYBLOCK, "stats", f"{path}.gz"],
                "awk, one table, forged lines and all": ["awk", AWK, path],
                "eximstats (its own tables, no verdicts)": ["eximstats", path]}
    figures = {label: [] for label, command in commands.items() if shutil.which(command[0])}
    for _ in range(3):
        for label in figures:
            figures[label].append(tuple(measure(*commands[label])))
    row("median of 3 turns", "seconds", "peak", "ratio")
    for label, turns in figures.items():
        ratio = statistics.median(turn[0] / base[0] for turn, base in zip(turns, next(iter(figures.values()))))
        row(label, f"{statistics.median(turn[0] for turn in turns):.2f} s", f"{max(turn[1] for turn in turns):.1f} MB", f"{ratio:.2f}")


def rival_acl(path, kind):
    return f"deny hosts = {RIVALS[kind]};{path}\n       message = blocked as possible open relay"


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--quick", action="store_true", help="100,000 lines and a fifth of the rounds")
    parser.add_argument("--lines", type=int)
    parser.add_argument("--rounds", type=int)
    options = parser.parse_args()
    lines = options.lines or (100_000 if options.quick else 1_000_000)
    rounds = options.rounds or (40 if options.quick else 200)
    if exim_server.missing():
        raise SystemExit(f"no benchmark: {exim_server.missing()}")

    version = subprocess.run([exim_server.EXIM, "-C", "/dev/null", "-bV"], capture_output=True, text=True).stdout.split("\n")[0]
    print(f"{version}; {os.cpu_count()} processors; {lines:,} lines; {rounds} turns")
    folder = pathlib.Path(tempfile.mkdtemp(prefix="whyblock-bench-"))
    try:
        folder.chmod(0o755)
        bench_stats(folder, lines)
        prefixes = random_prefixes(lines)
        write_import(folder / "import.txt", prefixes)
        write_iplsearch(folder / "iplsearch", prefixes)
        rivals = {"iplsearch": folder / "iplsearch"}
        if shutil.which("exim_dbmbuild"):
            write_dbm(folder / "dbm", prefixes)
            rivals["dbm"] = folder / "dbm"
        with Exim({}) as alone, Exim() as ten, Exim() as many, Exim({"rcpt": rival_acl(rivals["iplsearch"], "iplsearch")}) as iplsearch, \
             Exim({"rcpt": rival_acl(rivals.get("dbm", "/none"), "dbm")}) as dbm:
            many.size = lines
            write_import(folder / "ten.txt", TEN)
            ten.wb("list", "import", folder / "ten.txt")
            bench_import(many, folder / "import.txt", prefixes)
            bench_feed(many, folder, lines, rounds)
            bench_explain(ten, many, rounds)
            servers = {"Exim alone": alone, "whyblock, 10 listings": ten, f"whyblock, {lines:,} listings": many}
            if "dbm" in rivals:
                servers["hosts = net-dbm;FILE (exact addresses)"] = dbm
            servers["hosts = net-iplsearch;FILE"] = iplsearch
            bench_connections(servers, rounds)
        print(f"""
What each of them can do:
  whyblock       every prefix length at once, IPv4 and IPv6; category, reason, source, expiry and scope of each listing; changed
                 while Exim runs, whole or not at all; the figures include reading its policy for each connection, and
                 no GeoIP file.
  net-iplsearch  networks and addresses in one text file, which Exim reads from its beginning for each connection (the listed client
                 stands in its middle); the first that matches wins; a reason if the ACL asks for it again; no expiry.
  net-dbm        {sum('/' not in p and ':' not in p for p in prefixes):,} of the same addresses, the {sum('/' in p for p in prefixes):,} networks left out: one probe for each prefix
                 length would be another item (net24-dbm;...) in the list; built anew for each change (exim_dbmbuild).""")
    finally:
        shutil.rmtree(folder, ignore_errors=True)


if __name__ == "__main__":
    main()
