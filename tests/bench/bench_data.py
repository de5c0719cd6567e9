#!/usr/bin/python3
# SPDX-License-Identifier: GPL-2.0-or-later
# SPDX-FileCopyrightText: 2026 the whyblock authors
"""Prints what the line in the DATA ACL adds to the CPU of an Exim connection that sends a message, with all shipped rules; asserts nothing.

`make bench-data`, or bench_data.py [--turns N] [--connections N] [--large N]. Beside it are Exim alone, and the line in the RCPT ACL alone. Counted is as in
bench_cpu.py: CPU of the daemon and its children, the rows in turns, medians with their 95 % interval; what is added is what a row took more than Exim alone
in the same turn. No message is kept: the DATA ACL ends with discard. 10 kB and 10 MB are the body's size.
"""

import argparse
import contextlib
import functools
import pathlib
import statistics
import sys

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1] / "lib"))
import exim_server                                   # noqa: E402
from bench import heading                            # noqa: E402
from bench_cpu import Row, connect, interval         # noqa: E402
from exim_server import ONE_LINE, PRELOAD, Exim      # noqa: E402

RULES = f'rules_file = "{exim_server.TOP / "config/rules.conf"}"\n'
MAIN = "message_body_visible = 5000\nmessage_body_newlines = true\n"
LARGE_LIMIT = "message_size_limit = 50M\n"
DISCARD = "discard"
HEADER = b"""Received: from [192.168.1.20] (p7.dyn.isp.example [203.0.113.7])
\tby mail.example.net (Postfix) with ESMTPSA id 4ABC
\tfor <user@example.org>; Sun, 29 Nov 2026 12:00:00 +0100 (CET)
Message-ID: <1@example.net>
Date: Sun, 29 Nov 2026 12:00:00 +0100
MIME-Version: 1.0
User-Agent: Mozilla Thunderbird
To: user@example.org
From: Ann <sender@example.net>
Subject: greetings
Content-Type: text/plain; charset=UTF-8
"""
SCRIPT = b"X-PHP-Originating-Script: 33:class-phpmailer.php\nX-Mailer: PHPMailer 6.9.1 (https://github.com/PHPMailer/PHPMailer)\n"
SHELL = b"X-PHP-Script: www.example.net/wp-content/uploads/x.php for 203.0.113.9\n"
LINE = b"Lorem ipsum dolor sit amet, consectetur adipiscing elit, sed do eiusmod\n"
SIZES = {"10 kB": 10_000, "10 MB": 10_000_000}


def message_of(size, more=b""):
    return (HEADER + more + b"\n" + LINE * (size // len(LINE)) + b".\n").replace(b"\n", b"\r\n")


def make_rows(stack, size):
    """Exim alone first. Each has a daemon of its own, which stands idle until its turn."""
    def start(acl, main=""):
        exim = stack.enter_context(Exim(acl, LARGE_LIMIT + main))
        exim.configure(RULES)
        return exim
    person = functools.partial(connect, message=message_of(size))
    script = functools.partial(connect, message=message_of(size, SCRIPT))
    shell = functools.partial(connect, message=message_of(size, SHELL))
    both = {"rcpt": ONE_LINE, "data": f"{ONE_LINE}\n  {DISCARD}"}
    rows = [Row("Exim alone", start({"data": DISCARD}), talk=person),
            Row("the line at RCPT", start({"rcpt": ONE_LINE, "data": DISCARD}), talk=person),
            Row("at RCPT and DATA, a person's mail", start(both, MAIN), talk=person)]
    rows.append(Row("the same, a script's mail", rows[-1].exim, talk=script))
    rows.append(Row("the same, a shell's mail", rows[-1].exim, talk=shell))
    rows.append(Row("preloaded, a person's mail", start(both, MAIN + PRELOAD), talk=person))
    rows.append(Row("the same, a script's mail", rows[-1].exim, talk=script))
    return rows


def print_rows(name, rows, turns, connections):
    heading(f"a message of {name}, from connect to the reply: {turns} turns of {connections:,} connections")
    print(f"  {'':36} {'CPU us':>8} {'added us, 95 % interval':>26} {'of Exim':>8}  reply")
    alone = rows[0]
    for this in rows:
        added = [mine - base for mine, base in zip(this.cpu_us, alone.cpu_us)]
        ratio = statistics.median(mine / base for mine, base in zip(this.cpu_us, alone.cpu_us))
        says = "" if this is alone else "{:8.0f} ({:.0f} to {:.0f})".format(*interval(added))
        print(f"  {this.label:36} {statistics.median(this.cpu_us):8.0f} {says:>26} {ratio:8.3f}  {'/'.join(sorted(this.codes))}", flush=True)


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--turns", type=int, default=9)
    parser.add_argument("--connections", type=int, default=300, help="for each turn of the small message")
    parser.add_argument("--large", type=int, default=12, help="and of the large one")
    options = parser.parse_args()
    if exim_server.missing():
        raise SystemExit(f"no benchmark: {exim_server.missing()}")
    for name, size in SIZES.items():
        connections = options.large if size > 1_000_000 else options.connections
        with contextlib.ExitStack() as stack:
            rows = make_rows(stack, size)
            for this in rows:                            # to warm up, not counted
                this.take_turn(max(3, connections // 20))
            for turn in range(options.turns):
                for this in rows[turn % len(rows):] + rows[:turn % len(rows)]:
                    this.cpu_us.append(this.take_turn(connections)[0])
                print(f"\r  {name}: turn {turn + 1} of {options.turns}", end="", file=sys.stderr, flush=True)
            print(file=sys.stderr)
            print_rows(name, rows, options.turns, connections)


if __name__ == "__main__":
    main()
