# SPDX-License-Identifier: GPL-2.0-or-later
# SPDX-FileCopyrightText: 2026 the whyblock authors
"""The tests with a real Exim on every Exim that Debian has: `make check-matrix`, as root.

The module is built once, on Debian 12, and that very file is loaded by the Exims of Debian 12, 13 and 13's backports; Debian 11
has an older C library and builds its own. Each system is a tree made by debootstrap, kept as a tar file in build/matrix (`du -h` there
says how large; `make clean` removes them). A tree is entered in namespaces of its own: mounts and processes end with the command that
made them, and tests see no network but a loopback device. What cannot be had here is skipped, and the table at the end says why.
"""

import argparse
import hashlib
import os
import pathlib
import shutil
import subprocess
import sys
import time
import urllib.error
import urllib.request
import xml.etree.ElementTree
from typing import NamedTuple

TOP = pathlib.Path(__file__).resolve().parents[2]
WORK = TOP / "build/matrix"
SOURCE = "src"                                       # where the sources lie in a tree
OWN_NAMESPACES = ["unshare", "--mount", "--pid", "--fork", "--kill-child"]
TOOLS = {"debootstrap": "debootstrap", "unshare": "util-linux", "ip": "iproute2"}
KEYRING = pathlib.Path("/usr/share/keyrings/debian-archive-keyring.gpg")

# $1: the tree, $2: "loopback" for no network but that, then the command.
ENTER = """set -e
tree=$1 network=$2
shift 2
if [ "$network" = loopback ]; then ip link set lo up; fi
mount -t proc proc "$tree/proc"
mount -t devpts -o newinstance,ptmxmode=0666 devpts "$tree/dev/pts"
mount -t tmpfs -o mode=1777 tmpfs "$tree/dev/shm"
exec chroot "$tree" /usr/bin/env -i HOME=/root LC_ALL=C.UTF-8 DEBIAN_FRONTEND=noninteractive \
    PATH=/usr/sbin:/usr/bin:/sbin:/bin sh -ec "cd /src; $*"
"""


class Release(NamedTuple):
    """One row of the table."""
    title: str
    suite: str
    exim: str                                        # the version that it is there for
    builds: str = ""                                 # makes an object of its own; the others take Debian 12's
    backports: bool = False                          # its Exim comes from there
    security: bool = True                            # with the packages of its security archive

    @property
    def name(self):
        return self.suite + ("-backports" if self.backports else "")


RELEASES = (
    Release("Debian 12", "bookworm", "4.96", builds="all"),
    Release("Debian 13", "trixie", "4.98"),
    Release("Debian 13, backports", "trixie", "4.100", backports=True),
    # Its security archive has holes since support ended: exim4-dev is in the list of packages, and not there.
    Release("Debian 11", "bullseye", "4.94", builds="build/whyblock.so build/whyblock build/whyblock-agent", security=False),
)


class Skipped(Exception):
    """This cannot be tried here."""


class Failed(Exception):
    """This was tried, and is not as it should be."""


class Outcome(NamedTuple):
    word: str                                        # PASS, FAIL or SKIPPED
    exim: str = "-"
    module: str = "-"
    tests: str = ""
    notes: tuple = ()


def say(name, text):
    print(f"matrix: {name}: {text}", flush=True)


def last_line(log):
    lines = log.read_text(errors="replace").splitlines() if log.exists() else []
    return next((line.strip()[:90] for line in reversed(lines) if line.strip()), "")


def telling_line(log):
    """The last line that speaks of an error; where none does, the last."""
    lines = [line.strip() for line in log.read_text(errors="replace").splitlines() if "error" in line.lower()]
    return lines[-1][:120] if lines else last_line(log)


def step(name, what, command, log, failure=Failed):
    """Runs a command, its output to the log; says every half a minute how far it is."""
    say(name, what)
    began = time.monotonic()
    with log.open("ab") as output:
        process = subprocess.Popen(command, stdin=subprocess.DEVNULL, stdout=output, stderr=subprocess.STDOUT)
        try:
            while True:
                try:
                    status = process.wait(timeout=30)
                    break
                except subprocess.TimeoutExpired:
                    say(name, f"  {time.monotonic() - began:.0f} s: {last_line(log)}")
        finally:
            process.kill()                           # after Ctrl-C; --kill-child takes the rest along
    if status != 0:
        for line in log.read_text(errors="replace").splitlines()[-40:]:
            print(f"    {line}")
        raise failure(f"{what}: {telling_line(log)} (exit status {status}; see {log.relative_to(TOP)})")
    say(name, f"  done in {time.monotonic() - began:.0f} s")


class Tree:
    """A Debian in a folder."""

    def __init__(self, release, mirror):
        self.release = release
        self.mirror = mirror.rstrip("/")
        self.folder = WORK / release.name
        self.log = WORK / f"{release.name}.log"

    def __enter__(self):
        self.log.unlink(missing_ok=True)
        return self

    def __exit__(self, *_):
        self.remove()

    def remove(self):
        subprocess.run(["rm", "-rf", "--one-file-system", self.folder], check=True)

    def run(self, what, script, network="loopback", failure=Failed):
        """Runs a shell script in the tree, in the folder of the sources."""
        alone = ["--net"] if network == "loopback" else []
        step(self.release.name, what, [*OWN_NAMESPACES, *alone, "sh", "-c", ENTER, "enter", self.folder, network, script],
             self.log, failure)

    def output(self, script):
        """What a shell script in the tree prints."""
        command = [*OWN_NAMESPACES, "--net", "sh", "-c", ENTER, "enter", self.folder, "loopback", script]
        return subprocess.run(command, check=True, capture_output=True, text=True).stdout

    # making it

    def tar(self):
        """The file that keeps the tree; its name changes with what the tree is made of."""
        bootstrap = (TOP / "packaging/bootstrap").read_text()
        packages = bootstrap[bootstrap.index("\npackages() {"):bootstrap.index("\nsay() {")]
        recipe = hashlib.sha256(repr((self.release.name, self.mirror, packages)).encode()).hexdigest()[:12]
        return WORK / f"{self.release.name}-{recipe}.tar"

    def make(self):
        self.remove()
        self.folder.mkdir(parents=True)
        if self.tar().exists():
            step(self.release.name, f"unpacking {self.tar().name}", ["tar", "-C", self.folder, "-xf", self.tar()], self.log)
            return
        if self.release.backports:
            self.grow_from_stable()
        else:
            self.grow()
        for old in WORK.glob(f"{self.release.name}-{'[0-9a-f]' * 12}.tar"):
            old.unlink()
        new = self.tar().with_suffix(".new")
        step(self.release.name, f"keeping it as {self.tar().name}",
             ["tar", "-C", self.folder, f"--exclude=./{SOURCE}", "--exclude=./var/cache/apt/archives/*.deb", "-cf", new, "."], self.log)
        new.rename(self.tar())

    def need_suite(self, suite):
        url = f"{self.mirror}/dists/{suite}/Release"
        try:
            urllib.request.urlopen(url, timeout=30).close()
        except (urllib.error.URLError, OSError) as error:
            raise Skipped(f"{url}: {error}") from None

    def grow(self):
        suite = self.release.suite
        self.need_suite(suite)
        step(self.release.name, f"debootstrap from {self.mirror}",
             [*OWN_NAMESPACES, "--mount-proc", "debootstrap", "--variant=minbase", f"--keyring={KEYRING}", suite, self.folder,
              self.mirror], self.log, Skipped)
        security = f"deb {self.mirror}-security {suite}-security main\n" if self.release.security else ""
        self.write("etc/apt/sources.list", f"deb {self.mirror} {suite} main\n{security}")
        # The lists of a release that is no longer supported are not renewed: nothing but tests runs here.
        self.write("etc/apt/apt.conf.d/90matrix", 'Acquire::Check-Valid-Until "false";\nAcquire::Languages "none";\n')
        self.copy_sources()
        self.run("installing what the tests need", "sh packaging/bootstrap deps check", "ours")

    def grow_from_stable(self):
        """The tree of the stable release, with the Exim of its backports."""
        suite = self.release.name
        self.need_suite(suite)
        with Tree(self.release._replace(backports=False), self.mirror) as stable:
            stable.make()
            self.folder.rmdir()
            stable.folder.rename(self.folder)
        self.write("etc/apt/sources.list.d/backports.list", f"deb {self.mirror} {suite} main\n")
        self.copy_sources()
        self.run(f"installing Exim from {suite}", f"apt-get -q update; apt-get -q -y --no-install-recommends -t {suite} install "
                 "exim4-base exim4-config exim4-daemon-heavy exim4-dev", "ours", Skipped)

    def write(self, path, text):
        (self.folder / path).write_text(text)

    def copy_sources(self):
        """The sources as they are here, without what was built."""
        target = self.folder / SOURCE
        shutil.rmtree(target, ignore_errors=True)
        shutil.copytree(TOP, target, symlinks=True, ignore=lambda folder, names: {"build", ".git", "__pycache__"} & set(names))

    # using it

    def exim_version(self):
        words = self.output("exim4 -C /dev/null -bV").split()
        return words[words.index("version") + 1]

    def build(self, goals):
        self.copy_sources()
        self.run(f"building {goals}", f"make -j2 WERROR=1 {goals}")

    def module(self):
        return self.folder / SOURCE / "build/whyblock.so"

    def check_libraries(self):
        missing = [line.strip() for line in self.output("ldd -r build/whyblock.so").splitlines()
                   if "not found" in line or "undefined" in line]
        if missing:
            raise Failed(f"whyblock.so does not load: {missing}")

    def unpack_light(self):
        """An Exim without dlfunc, in a folder of its own. Where there is none, the tests that want it say so."""
        suite = f"/{self.release.name}" if self.release.backports else ""
        self.run("unpacking an Exim without dlfunc", "apt-get -q update && "
                 f"apt-get -q -o APT::Sandbox::User=root download exim4-daemon-light{suite} && "
                 "dpkg -x exim4-daemon-light_*.deb /light || echo no exim4-daemon-light", "ours")

    def test(self, which):
        """Runs these tests; returns (how many passed, {reason: how many were skipped})."""
        self.run("testing", "if test -x /light/usr/sbin/exim4; then export EXIM_LIGHT=/light/usr/sbin/exim4; fi; "
                 f"EXIM=/usr/sbin/exim4 python3 -B -m pytest -q -p no:cacheprovider --junitxml=/tests.xml {which}")
        cases = xml.etree.ElementTree.parse(self.folder / "tests.xml").getroot().iter("testcase")
        skips = {}
        passed = 0
        for case in cases:
            skip = case.find("skipped")
            if skip is None:
                passed += 1
            else:
                skips[skip.get("message")] = skips.get(skip.get("message"), 0) + 1
        if passed == 0:
            raise Failed("no test ran")
        return passed, skips


def digest(path):
    return hashlib.sha256(path.read_bytes()).hexdigest()


def check(release, mirror, kept, which):
    """Tries one release. which: tests. kept: where Debian 12's object is, or will be."""
    if not release.builds and not kept.exists():
        raise Skipped("there is no object built on Debian 12")
    with Tree(release, mirror) as tree:
        tree.make()
        if release.builds:
            tree.build(release.builds)
        else:
            tree.build("build/whyblock build/whyblock-agent")     # the programs' libraries have other names there; the module stays as it is
            shutil.copyfile(kept, tree.module())
        if release is RELEASES[0]:
            shutil.copyfile(tree.module(), kept)
        tree.check_libraries()
        before = digest(tree.module())
        tree.unpack_light()
        passed, skips = tree.test(which)
        if digest(tree.module()) != before or (not release.builds and before != digest(kept)):
            raise Failed("whyblock.so is not the file that it was")
        notes = [f"{count} skipped: {reason}" for reason, count in skips.items()]
        version = tree.exim_version()
        if not version.startswith(release.exim):
            notes.append(f"its Exim used to be {release.exim}")
        return Outcome("PASS", version, before[:12], f"{passed} passed, {sum(skips.values())} skipped", tuple(notes))


def missing():
    """Why no tree can be made here; empty when one can."""
    if os.geteuid() != 0:
        return "debootstrap needs root"
    for tool, package in TOOLS.items():
        if not shutil.which(tool):
            return f"{tool} is missing: apt install {package}"
    if not KEYRING.exists():
        return f"{KEYRING} is missing: apt install debian-archive-keyring"
    if subprocess.run([*OWN_NAMESPACES, "--net", "true"], stderr=subprocess.DEVNULL).returncode != 0:
        return "this system lets nobody make namespaces (unshare --mount --pid --net)"
    return ""


def outcome_of(release, mirror, kept, which):
    try:
        if missing():
            raise Skipped(missing())
        return check(release, mirror, kept, which)
    except Skipped as why:
        return Outcome("SKIPPED", notes=(str(why),))
    except (Failed, OSError, subprocess.CalledProcessError) as why:
        return Outcome("FAIL", notes=(str(why),))


def main():
    names = [release.name for release in RELEASES]
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--mirror", default="http://deb.debian.org/debian", help="the security archive is at MIRROR-security")
    parser.add_argument("name", nargs="*", help="these alone: " + ", ".join(names))
    parser.add_argument("--tests", default="tests/exim", help="these alone: files, or a folder (default: %(default)s)")
    options = parser.parse_args()
    if not set(options.name) <= set(names):
        parser.error(f"known are {', '.join(names)}")

    WORK.mkdir(parents=True, exist_ok=True)
    kept = WORK / "whyblock.so"
    if not options.name or RELEASES[0].name in options.name:
        kept.unlink(missing_ok=True)                 # an object of an earlier run says nothing about these sources
    rows = []
    for release in RELEASES:
        if not options.name or release.name in options.name:
            rows.append((release, outcome_of(release, options.mirror, kept, options.tests)))
            say(release.name, rows[-1][1].word)

    print(f"\n{'system':22}{'Exim':10}{'object':14}{'outcome':9}tests")
    for release, outcome in rows:
        print(f"{release.title:22}{outcome.exim:10}{outcome.module:14}{outcome.word:9}{outcome.tests}".rstrip())
        for note in outcome.notes:
            print(f"    {note}")
    words = [outcome.word for _, outcome in rows]
    if "SKIPPED" in words:
        print("SKIPPED is no pass: these were not tried.")
    return 1 if "FAIL" in words else 0


if __name__ == "__main__":
    sys.exit(main())
