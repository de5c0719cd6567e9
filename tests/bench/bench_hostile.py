#!/usr/bin/python3
# SPDX-License-Identifier: GPL-2.0-or-later
# SPDX-FileCopyrightText: 2026 the whyblock authors
"""Prints what mails and names cost that were made to cost much, beside an ordinary mail in the same run; asserts nothing. `make bench`, or
bench_hostile.py [--turns N].

Each is looked at by `whyblock explain --no-dns --message FILE` with all shipped rules and one "(a+)+$" for each kind of pattern (tests/lib/hostile_mail.py).
CPU is what the kernel counts for the process, user and system (getrusage(2)), less that of the ordinary mail in the same turn: reading the
file, and looking at it. The peak of memory is at least that of the small program that starts it. The verdict is what whyblock says that it took, by the clock. Measured in turns, as in bench.py.
"""

import argparse
import json
import os
import pathlib
import statistics
import sys
import tempfile

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1] / "lib"))
import exim_server                                   # noqa: E402
import hostile_mail                                  # noqa: E402
from bench import heading, measure, take_turns       # noqa: E402

CLIENT = "192.0.2.66"
ENDLESS_BYTES = 16 << 20


def run(folder, command):
    """(CPU seconds, seconds of the verdict)."""
    out = folder / "out"
    actions = [(os.POSIX_SPAWN_OPEN, 1, out, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)]
    process = os.posix_spawn(command[0], command, os.environ, file_actions=actions)
    _, _, used = os.wait4(process, 0)
    return used.ru_utime + used.ru_stime, json.loads(out.read_text())["verdict"]["us"] / 1e6


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--turns", type=int, default=40)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="whyblock-bench-") as name:
        folder = pathlib.Path(name)
        conf = folder / "whyblock.conf"
        conf.write_text(f'store = ""\n{exim_server.geoip()}{hostile_mail.RULES}')
        conf.chmod(0o644)
        commands = {}
        for number, case in enumerate([hostile_mail.PLAIN, *hostile_mail.CASES]):
            path = folder / f"{number}.eml"
            path.write_bytes(case.message + (case.message[-1:] * ENDLESS_BYTES if case.is_endless else b""))
            commands[case.label] = [exim_server.WHYBLOCK, "-c", conf, "--json", "explain", CLIENT, "--no-dns", "--message", path, *case.options]
        found = take_turns(options.turns, {label: lambda command=command: run(folder, command) for label, command in commands.items()})
        heading(f"mails that were made to cost much: {options.turns} turns, beside {hostile_mail.PLAIN.label}")
        print(f"  {'':38} {'added CPU ms':>17} {'verdict ms':>15} {'peak MB':>7}")
        print(f"  {'':38} {'median':>8} {'most':>8} {'median':>7} {'most':>7}")
        plain = found[hostile_mail.PLAIN.label]
        for label, runs in found.items():
            cpu = [1e3 * (mine[0] - (base[0] if runs is not plain else 0)) for mine, base in zip(runs, plain)]
            verdict = [1e3 * mine[1] for mine in runs]
            _, peak = measure(*commands[label])
            print(f"  {label + ' (all of it)' * (runs is plain):38} {statistics.median(cpu):8.2f} {max(cpu):8.2f}"
                  f" {statistics.median(verdict):7.2f} {max(verdict):7.2f} {peak:7.1f}", flush=True)


if __name__ == "__main__":
    main()
