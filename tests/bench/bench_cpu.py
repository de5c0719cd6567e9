#!/usr/bin/python3
# SPDX-License-Identifier: GPL-2.0-or-later
# SPDX-FileCopyrightText: 2026 the whyblock authors
"""Prints what whyblock adds to the CPU of an Exim connection, beside an object that can do no less (limit.c); asserts nothing.

`make bench-cpu [BEFORE=DIR]`, or bench_cpu.py --limit FILE [--before DIR] [--turns N] [--connections N] [--lines N,N] [WORD ...]. BEFORE is
the build folder of another version; with words, only rows whose label has one are measured, beside Exim alone and the limit (preloaded rows beside the limit preloaded).

Counted is what the kernel counts for Exim's daemon, which forks and preloads, and for its children, one for each connection: CPU in clock
ticks of 10 ms, and minor page faults (utime to cstime, minflt and cminflt of /proc/PID/stat, proc(5)). No client waits for the reply to QUIT. The rows take
turns, so that whatever else the machine does falls on all of them; a figure is the median of the turns, with the interval that holds the
true median in 95 of 100 cases (order statistics: no assumption about how the turns are spread).
"""

import argparse
import contextlib
import math
import os
import pathlib
import select
import shutil
import socket
import statistics
import subprocess
import sys
import tempfile

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1] / "lib"))
import exim_server                                   # noqa: E402
import fake_dns                                      # noqa: E402
import mmdb                                          # noqa: E402
from bench import LISTED, RIVALS, TEN, UNLISTED, heading, random_prefixes, rival_acl, write_dbm, write_import, write_iplsearch   # noqa: E402
from exim_server import PRELOAD, Exim                #  noqa: E402

TICKS = os.sysconf("SC_CLK_TCK")
LIMIT_BYTES = 40 << 20
RULES = ('rule "asn" {\n asn = {64500}\n category = "spam"\n}\n'
         'rule "country" {\n countries = {"AQ"}\n category = "spam"\n}\n')
ZONES = "".join(f'dnsbl "z{number}.example.net" {{\n code "127.0.0.2" {{\n category = "spam-source"\n }}\n}}\n' for number in range(8))


class Row:
    """One way to run Exim, with the client that connects to it, and what that says there."""

    def __init__(self, label, exim, client=UNLISTED, talk=None):
        self.label, self.exim, self.client, self.talk = label, exim, client, talk or connect
        self.is_preloaded = "preloaded" in label       # and so is its limit
        self.cpu_us, self.faults, self.codes = [], [], set()

    def counts(self):
        """(ticks, minor faults) of the daemon, and of all its children that have ended."""
        fields = pathlib.Path(f"/proc/{self.exim.daemon.pid}/stat").read_text().rpartition(")")[2].split()
        return sum(map(int, fields[11:15])), int(fields[7]) + int(fields[8])

    def wait_for_children(self):
        """Until the daemon has collected all of them, and the kernel has counted them."""
        children = pathlib.Path(f"/proc/{self.exim.daemon.pid}/task/{self.exim.daemon.pid}/children")
        while pids := children.read_text().split():
            with contextlib.suppress(ProcessLookupError):
                ended = os.pidfd_open(int(pids[0]))
                select.select([ended], [], [])
                os.close(ended)

    def take_turn(self, connections):
        ticks, faults = self.counts()
        for _ in range(connections):
            self.codes.add(self.talk(self.exim.port, self.client))
        self.wait_for_children()
        now_ticks, now_faults = self.counts()
        return (now_ticks - ticks) * 1e6 / TICKS / connections, (now_faults - faults) / connections


def connect(port, client, message=None):
    """One connection up to RCPT, or with a message up to its end; the last reply's code. Names no host that Exim would look up."""
    with socket.create_connection(("127.0.0.1", port)) as connection:
        replies = connection.makefile("rb")

        def say(line):
            connection.sendall(line)
            while (reply := replies.readline())[3:4] == b"-":
                pass
            return reply
        say(f"PROXY TCP4 {client} 192.0.2.1 4444 25\r\n".encode())
        say(b"HELO mail.example.com\r\n")
        say(b"MAIL FROM:<sender@example.com>\r\n")
        code = say(b"RCPT TO:<user@example.org>\r\n")[:3].decode()
        if message is not None and say(b"DATA\r\n")[:3] == b"354":
            code = say(message)[:3].decode()
        connection.sendall(b"QUIT\r\n")
        return code


def interval(values):
    """(median, least, most): the last two hold the true median in at least 95 of 100 cases."""
    ordered, count = sorted(values), len(values)
    rank, outside = 0, 0.5 ** count
    while rank < (count - 1) // 2 and outside + math.comb(count, rank + 1) * 0.5 ** count <= 0.025:
        rank += 1
        outside += math.comb(count, rank) * 0.5 ** count
    return statistics.median(ordered), ordered[rank], ordered[count - 1 - rank]


def print_rows(rows, turns, connections):
    heading(f"one connection up to RCPT: median of {turns} turns of {connections:,} connections, and its 95 % interval")
    print(f"  {'':33} {'CPU us':>7} {'added us':>8}  {'of the limit':17} {'faults':>6}  reply")
    alone, own_process, preloaded = rows[:3]
    for this in rows:
        limit = preloaded if this.is_preloaded else own_process
        added = [mine - base for mine, base in zip(this.cpu_us, alone.cpu_us)]
        faults = [mine - base for mine, base in zip(this.faults, alone.faults)]
        times = [mine / (base - nothing) for mine, base, nothing in zip(added, limit.cpu_us, alone.cpu_us) if base > nothing]
        ratio = "{:.2f} ({:.2f}-{:.2f})".format(*interval(times)) if times and this is not alone else ""
        print(f"  {this.label:33} {statistics.median(this.cpu_us):7.0f} {statistics.median(added):8.0f}  {ratio:17}"
              f" {statistics.median(faults):6.1f}  {'/'.join(sorted(this.codes))}", flush=True)


def with_programs(folder, acl=None):
    """An Exim with the object and the command of another build."""
    ours = exim_server.MODULE, exim_server.WHYBLOCK
    exim_server.MODULE, exim_server.WHYBLOCK = folder / "whyblock.so", folder / "whyblock"
    try:
        return Exim(acl).__enter__()
    finally:
        exim_server.MODULE, exim_server.WHYBLOCK = ours


def fill(exim, path, command=None):
    subprocess.run([command or exim_server.WHYBLOCK, "-c", exim.conf, "list", "import", path], check=True, stdout=subprocess.DEVNULL)


def make_rows(options, folder, stack):
    """All rows, Exim alone and the limit first. Each has a daemon of its own, which stands idle until its turn."""
    def wanted(label):
        return not options.words or any(word in label for word in options.words)

    def start(acl=None, main=""):
        return stack.enter_context(Exim(acl, main))
    page_file = folder / "limit"
    page_file.write_bytes(os.urandom(1 << 20) * (LIMIT_BYTES >> 20))
    limit_so = folder / "limit.so"
    shutil.copyfile(options.limit, limit_so)
    limit_so.chmod(0o644)
    limit_acl = {"rcpt": f"require acl = ${{dlfunc{{{limit_so}}}{{limit}}{{{page_file}}}}}"}
    limit_preload = f"smtp_accept_max_per_host = ${{dlfunc{{{limit_so}}}{{limit_preload}}{{0}}{{{page_file}}}}}"
    rows = [Row("Exim alone", start({})),
            Row("the limit object", start(limit_acl)),
            Row("the limit object, preloaded", start(limit_acl, limit_preload))]
    write_import(folder / "ten", TEN)
    for lines in options.lines:
        prefixes = random_prefixes(lines) if lines > len(TEN) else TEN
        path = folder / f"list-{lines}"
        write_import(path, prefixes)
        label = f"whyblock, {lines:,} listings"
        if wanted(label):
            rows.append(Row(label, start()))
            fill(rows[-1].exim, path)
            if lines == options.lines[-1]:
                rows.append(Row("whyblock, refused", rows[-1].exim, LISTED))
        label = f"whyblock preloaded, {lines:,} listings"
        if wanted(label):
            rows.append(Row(label, start(main=PRELOAD)))
            fill(rows[-1].exim, path)
            if lines == options.lines[-1]:
                rows.append(Row("whyblock preloaded, refused", rows[-1].exim, LISTED))
        label = f"before, {lines:,} listings"
        if options.before and wanted(label):
            before = with_programs(options.before)
            stack.callback(before.__exit__)
            rows.append(Row(label, before))
            fill(before, path, options.before / "whyblock")
        for kind, write in (("iplsearch", write_iplsearch), ("dbm", write_dbm)):
            label = f"hosts = {RIVALS[kind]};FILE, {lines:,}"
            if wanted(label) and (kind != "dbm" or shutil.which("exim_dbmbuild")):
                write(folder / f"{kind}-{lines}", prefixes)
                rows.append(Row(label, start({"rcpt": rival_acl(folder / f"{kind}-{lines}", kind)})))
        path.unlink()
    for whyblock, main in (("whyblock", ""), ("whyblock preloaded", PRELOAD)):
        label = f"{whyblock}, country and ASN rules"
        if wanted(label) and not mmdb.missing():
            (folder / whyblock).mkdir()
            files = mmdb.make(folder / whyblock)
            exim = start(main=main)
            exim.configure(RULES, geoip=f'geoip {{\n country = "{files["maxmind-country"]}"\n asn = "{files["maxmind-asn"]}"\n}}\n')
            rows.append(Row(label, exim))
        label = f"{whyblock}, 8 zones"
        if wanted(label):
            server = stack.enter_context(fake_dns.FakeDns(""))
            exim = start(main=main)
            exim.configure(f'dns {{\n servers = {{"127.0.0.1:{server.port}"}}\n}}\n{ZONES}')
            rows.append(Row(label, exim))
    return rows


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--limit", type=pathlib.Path, required=True, help="limit.so")
    parser.add_argument("--before", type=lambda path: pathlib.Path(path).resolve() if path else None, help="the build folder of another version")
    parser.add_argument("--turns", type=int, default=15)
    parser.add_argument("--connections", type=int, default=2000)
    parser.add_argument("--lines", type=lambda text: [int(part) for part in text.split(",")], default=[10, 1_000_000])
    parser.add_argument("words", nargs="*")
    options = parser.parse_args()
    if exim_server.missing():
        raise SystemExit(f"no benchmark: {exim_server.missing()}")
    folder = pathlib.Path(tempfile.mkdtemp(prefix="whyblock-bench-"))
    try:
        folder.chmod(0o755)
        with contextlib.ExitStack() as stack:
            rows = make_rows(options, folder, stack)
            for this in rows:                            # to warm up, not counted
                this.take_turn(50)
            for turn in range(options.turns):
                for this in rows[turn % len(rows):] + rows[:turn % len(rows)]:
                    cpu_us, faults = this.take_turn(options.connections)
                    this.cpu_us.append(cpu_us)
                    this.faults.append(faults)
                print(f"\r  turn {turn + 1} of {options.turns}", end="", file=sys.stderr, flush=True)
            print(file=sys.stderr)
            print_rows(rows, options.turns, options.connections)
    finally:
        shutil.rmtree(folder, ignore_errors=True)


if __name__ == "__main__":
    main()
