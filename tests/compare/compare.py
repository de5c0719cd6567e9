# SPDX-License-Identifier: GPL-2.0-or-later
# SPDX-FileCopyrightText: 2026 the whyblock authors
"""Runs one corpus of cases with two builds of whyblock and shows where they do not say the same bytes.

    compare.py BEFORE AFTER [WORD ...]     two folders with the programs and whyblock.so in it; with words, only cases whose name has one

Both get the same input, paths, clock and random bytes (steady.c). What is compared: standard output, standard error and exit status of the
command, for people and as --json; replies, log lines and headers of a private Exim; answers of the service and mails. Exit status 0: no case differs.
"""

import difflib
import hashlib
import json
import multiprocessing
import os
import pathlib
import queue
import re
import shutil
import signal
import sys
import tempfile
import time

HERE = pathlib.Path(__file__).resolve().parent
sys.path[:0] = [str(HERE), str(HERE.parent / "lib"), str(HERE.parent / "cli")]
import exim_server                                   # noqa: E402
import fake_dns                                      # noqa: E402
import mmdb                                          # noqa: E402
import trial                                         # noqa: E402
from environment import ENVIRONMENT                  # noqa: E402
import corpus_exim                                   # noqa: E402,F401  these fill trial.CASES
import corpus_explain                                # noqa: E402,F401
import corpus_listings                               # noqa: E402,F401
import corpus_removal                                # noqa: E402,F401
import corpus_setup                                  # noqa: E402,F401
import corpus_web                                    # noqa: E402,F401

PROGRAMS = ("whyblock", "whyblock-web", "whyblock.so")
# Sentences that have changed on purpose: what stands BEFORE becomes what stands AFTER, one row each, the longer ones first.
RENAMED = [
    # BEFORE                                       AFTER
    ("section: right would be once",               "section: expected it once"),
    ("right would be to remove it",                "expected none here"),
    ("right would be chmod o-w",                   "expected a mode without it (chmod o-w)"),
    ("right would be chown root",                  "expected root as its owner (chown root)"),
    ("right would be chmod 640",                   "expected mode 0640 (chmod 640)"),
    ("right would be ",                            "expected "),
    ("wanted is ",                                 "expected "),
    ("may not read it: mend it with whyblock init", "may not read it: run whyblock init"),   # check-config
    ("until they are mended",                      "until they are corrected"),
    ("is asked again after its rest;",             "is asked again when its suspension ends;"),   # dnsbl status
    ("; is there a typing mistake?",               "; check it for a typing error"),     # ref
    ("a reference has 24, or 32 for an IPv6",      "a reference has 24, or 44 for an IPv6"),
    ("found more than 32 characters",              "found more than 44 characters"),
    ("all that the code holds of the address",     "all that a code of this form holds of the address"),
    (" rests for ",                                " is suspended for "),       # a notice in the log
    ("  resting  since ",                          "  suspended since "),       # dnsbl status
    ('"state":"resting"',                          '"state":"suspended"'),
    ("  not asked    rests\n",                     "  not asked    suspended\n"),   # explain
    ('"detail":"rests"',                           '"detail":"suspended"'),
    ("a hit, but its control got no answer",       "a hit, but its probe got no answer"),
    ("a hit, but no random number for its control", "a hit, but no random number for its probe"),
    # A message shows what is no printable character as an escape, once as text and once in JSON.
    (r'found "", which no reference has',          r'found "\x1b", which no reference has'),
    (r'found \"\", which no reference has',        r'found \"\\x1b\", which no reference has'),
    (r'found the unknown name "?"',                r'found the unknown name "\x01"'),
    (r'found the unknown name \"?\"',              r'found the unknown name \"\\x01\"'),
    (r'found mode = "a?b"',                        r'found mode = "a\nb"'),
    (r'found mode = \"a?b\"',                      r'found mode = \"a\\nb\"'),
    (r'found name = "a?b"',                        r'found name = "a\tb"'),
    (r'found name = \"a?b\"',                      r'found name = \"a\\tb\"'),
    # Evidence that finds no room is counted, so the log has a field more, and the manual its row.
    ("  .TP\n  \\fBnotice\\fR\n", "  .TP\n  \\fBleft_out\\fR\n  pieces of evidence that found no room and do not count\n  .TP\n  \\fBnotice\\fR\n"),
    # Metrics: of the page and of stats --prometheus.
    ("whyblock_web_requests_total",                "whyblock_web_removal_requests_total"),
    ("whyblock_web_store_unavailable_total",       "whyblock_web_answers_unavailable_total"),
    ('{genuine="yes"}',                            '{outcome="genuine"}'),
    ('{genuine="no"}',                             '{outcome="unknown"}'),
    ('",category="",mode="',                       '",category="(none)",mode="'),
    *((f"whyblock_{name}", f"whyblock_log_{name}") for name in (
        "verdicts_total", "zone_verdicts_total", "source_verdicts_total", "country_verdicts_total", "asn_verdicts_total", "guard_verdicts_total",
        "choice_verdicts_total", "grace_verdicts_total", "faults_total", "notices_total", "last_line_timestamp_seconds")),
]
# What no two runs have in common.
MASKED = [
    # field                                              and what stands for it
    (r"(?<= us=)\d+(?= |$)",                             "N"),      # of a log line: how long the check took
    (r'(?<="us":)\d+(?=[,}]|$)',                         "N"),
    (r"(?<=OK id=)\w{6}-\w{6,11}-\w{2,4}$",              "ID"),     # Exim's name of a message
    (r"^  \w{6}-\w{6,11}-\w{2,4}(?= (?:whyblock: |H=))", "  ID"),
]
WORKERS = 2 * (os.cpu_count() or 1)                  # most of the time is spent on waiting for zones that are silent, and for other work
SHOWN_LINES = 24                                     # of the difference of one case


def masked(text):
    for field, mask in MASKED:
        text = re.sub(field, mask, text, flags=re.M)
    return text


def renamed(text):
    for before, after in RENAMED:
        text = text.replace(before, after)
    return text


class Bench:
    """A folder, a name server and the Exims of one worker. One build at a time stands behind its path `programs`."""

    def __init__(self, folder, builds, geoip_files):
        self.folder, self.programs, self.geoip_files = folder, folder / "programs", geoip_files
        self.exims, self.stores = {}, {}
        folder.mkdir(mode=0o755)
        exim_server.WHYBLOCK, exim_server.MODULE = self.programs / "whyblock", self.programs / "whyblock.so"
        self.dns = fake_dns.FakeDns("").__enter__()
        for number, build in enumerate(builds):
            self.stores[build] = trial.make_store(build, folder / f"empty{number}")

    def close(self):
        for exim in self.exims.values():
            exim.__exit__()
        self.dns.__exit__()

    def exim(self, acl):
        if acl and acl not in self.exims:
            self.exims[acl] = exim_server.Exim(trial.ACLS[acl]).__enter__()
        return self.exims.get(acl)

    def play(self, build, case):
        """What came back, as text."""
        self.programs.unlink(missing_ok=True)
        self.programs.symlink_to(build)
        trial.fresh(self.folder / "case")
        under_way = trial.Trial(self.programs, self.folder / "case", self.stores[build], self.dns, self.geoip_files, self.exim(case.acl))
        try:
            under_way.begin()
            case.run(under_way)
        except Exception as error:                   # a build that fails in its own way is a difference
            under_way.note(f"{type(error).__name__}: {error}")
        under_way.end()
        return masked(under_way.text())

    def compare(self, builds, case, before=None):
        """What came back from both; before: what an earlier run has kept. What differs is played again, as a busy machine may answer too late."""
        before, after = before or self.play(builds[0], case), self.play(builds[1], case)
        if renamed(before) != after:
            before, after = (self.play(build, case) for build in builds)
        return before, after


def difference(before, after):
    lines = list(difflib.unified_diff(before.split("\n"), after.split("\n"), "before", "after", n=1, lineterm=""))[2:]
    more = [f"  ... and {len(lines) - SHOWN_LINES} lines more"] if len(lines) > SHOWN_LINES else []
    return "\n".join("    " + line[:400] for line in lines[:SHOWN_LINES] + more)


def work(folder, builds, geoip_files, cases, kept, taken, results):
    """One worker's share: whatever is next, until all cases are taken."""
    bench = Bench(folder, builds, geoip_files)
    try:
        while True:
            with taken.get_lock():
                number, taken.value = taken.value, taken.value + 1
            if number >= len(cases):
                return
            results.put((number, bench.compare(builds, cases[number], kept.get(cases[number].name))))
    finally:
        bench.close()


def outcomes(builds, cases, kept):
    """(case, (before, after)) of each case, in their order."""
    fork = multiprocessing.get_context("fork")
    folder = pathlib.Path(tempfile.mkdtemp(prefix="whyblock-compare-"))
    folder.chmod(0o755)
    (folder / "geoip").mkdir(mode=0o755)
    geoip_files = mmdb.make(folder / "geoip") if not mmdb.missing() else {}
    taken, results = fork.Value("i", 0), fork.Queue()
    workers = [fork.Process(target=work, args=(folder / str(n), builds, geoip_files, cases, kept, taken, results)) for n in range(WORKERS)]
    try:
        for worker in workers:
            worker.start()
        found = {}
        for number, case in enumerate(cases):
            while number not in found:
                try:
                    found.update([results.get(timeout=1)])
                except queue.Empty:
                    if any(worker.exitcode for worker in workers) or not any(worker.is_alive() for worker in workers):
                        raise RuntimeError("a worker has failed") from None
            yield case, found[number]
    finally:
        for worker in workers:
            worker.join()
        shutil.rmtree(folder)


def kept_file(builds):
    """Where this corpus keeps what this BEFORE says, so that the next run need not ask it again."""
    sources = sorted([*HERE.glob("*.[pc]*"), *(HERE.parent / "lib").glob("*.p[yl]"), HERE.parent / "cli/test_bad_config.py"])
    content = hashlib.sha256()
    for path in (*(builds[0] / name for name in PROGRAMS), *sources):
        content.update(path.read_bytes())
    return builds[1] / f"compare-{content.hexdigest()[:16]}.json"


def stop(*_):
    """Ends in good order, which takes a moment: the Exims are stopped and the folder goes, in the parent and in each worker."""
    signal.signal(signal.SIGTERM, signal.SIG_IGN)
    sys.exit(143)


def main(before, after, *words):
    builds = [pathlib.Path(path).resolve() for path in (before, after)]
    for build in builds:
        for name in PROGRAMS:
            if not (build / name).exists():
                sys.exit(f"{build / name} is not built")
    signal.signal(signal.SIGTERM, stop)
    for environment in (os.environ, ENVIRONMENT):     # Exim gets the one, our programs get the other
        environment.update(LD_PRELOAD=str(builds[1] / "steady.so"), STEADY_NOW=str(trial.NOW_S), STEADY_SEED="1")
    chosen = [case for case in trial.CASES if not words or any(word in case.name for word in words)]
    missing = exim_server.missing()
    cases = [case for case in chosen if not (case.acl and missing)]
    kept_path = kept_file(builds)
    kept = json.loads(kept_path.read_text()) if kept_path.exists() else {}
    differ, start = 0, time.monotonic()
    for case, (before, after) in outcomes(builds, cases, kept.copy()):
        kept[case.name] = before
        if renamed(before) != after:
            differ += 1
            print(f"{case.name}\n{difference(renamed(before), after)}", flush=True)
    kept_path.write_text(json.dumps(kept))
    if len(cases) < len(chosen):
        print(f"DID NOT RUN: {len(chosen) - len(cases)} cases with Exim: {missing}")
    print(f"{len(cases)} cases in {time.monotonic() - start:.0f} s: {len(cases) - differ} the same, {differ} differ")
    return 1 if differ or not cases else 0


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
