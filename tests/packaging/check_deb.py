# SPDX-License-Identifier: GPL-2.0-or-later
# SPDX-FileCopyrightText: 2026 the whyblock authors
"""The Debian packages in fresh Debian systems, as `make check-deb` runs it: built there, installed, upgraded, used by the system's own Exim
(in a network and a process namespace of its own), and purged under load. Needs root, debootstrap, unshare and a network; takes minutes.

    tests/packaging/check_deb.py [RELEASE...]     default: bookworm trixie

Environment: CHECK_DEB_CACHE, a folder that keeps RELEASE.tar between runs; CHECK_DEB_MIRROR, default: what this system's apt uses.
"""

import os
import pathlib
import re
import shlex
import shutil
import signal
import smtplib
import subprocess
import sys
import tempfile
import threading
import time
import urllib.request

SOURCES = pathlib.Path(__file__).resolve().parents[2]
COPIED = ["acl-snippets", "config", "module", "packaging", "Makefile", "README.md", "LICENSE", "CHANGELOG.md", "CONTRIBUTING.md", "SECURITY.md"]
RELEASES = ["bookworm", "trixie"]
LISTED, UNLISTED = "192.0.2.66", "192.0.2.67"
OLD_VERSION = "0.0.1"
FIRST = "ce35884fbbe95309709752ebc1b767e4c1fadaf7"    # the first version, whose Exim read the configuration and whose store staff could write
OTHER = "etc/whyblock/other.conf"
CONF, STORE, KEY = "etc/whyblock/whyblock.conf", "var/lib/whyblock", "etc/whyblock/reference.key"
CLIENTS = 12                                         # at a time; Exim takes 20, and answers 421 to more
NEW = "/debs/whyblock_*.deb /debs/whyblock-web_*.deb"
INSIDE = "--inside"


def say(*words):
    print("check-deb:", *words, flush=True)


class Failure(Exception):
    pass


def need(good, *words):
    if not good:
        raise Failure(" ".join(map(str, words)))


# ---- Trees ------------------------------------------------------------------------------------------------------------

def mirror():
    if os.environ.get("CHECK_DEB_MIRROR"):
        return os.environ["CHECK_DEB_MIRROR"]
    for path in [pathlib.Path("/etc/apt/sources.list"), *sorted(pathlib.Path("/etc/apt/sources.list.d").glob("*"))]:
        found = re.search(r"^(?:URIs:|deb)\s.*?(https?://\S+/debian)/?(?:\s|$)", path.read_text() if path.is_file() else "", re.M)
        if found:
            return found[1]
    return "http://deb.debian.org/debian"


class Tree:
    """A Debian system in a folder."""

    def __init__(self, folder):
        self.folder = folder

    def path(self, name):
        return self.folder / name

    def run(self, command, status=0, network=True):
        """Runs a shell command in it; a daemon that it starts ends with it, unless a namespace around us keeps it."""
        inner = f"mount -t proc proc {shlex.quote(str(self.folder))}/proc && exec chroot {shlex.quote(str(self.folder))} sh -ec {shlex.quote(command)}"
        apart = ["unshare", "--mount", "--pid", "--fork", "--kill-child"] if network else []
        if not network:                              # we are in the namespaces already, and /proc is mounted
            inner = f"exec chroot {shlex.quote(str(self.folder))} sh -ec {shlex.quote(command)}"
        environment = dict(PATH="/usr/sbin:/usr/bin:/sbin:/bin", LC_ALL="C.UTF-8", HOME="/root", DEBIAN_FRONTEND="noninteractive")
        run = subprocess.run([*apart, "sh", "-c", inner], env=environment, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE,
                             stderr=subprocess.STDOUT, text=True, errors="replace")
        if status is not None and run.returncode != status:
            raise Failure(f"{command}: exit {run.returncode}, not {status}\n{run.stdout[-4000:]}")
        return run.stdout


def bootstrap(release, folder):
    cache = pathlib.Path(os.environ.get("CHECK_DEB_CACHE") or folder)
    tar = cache / f"{release}.tar"
    if not tar.exists():
        say(f"{release}: debootstrap from {mirror()}")
        fresh = folder / "fresh"
        subprocess.run(["debootstrap", "--variant=minbase", release, fresh, mirror()], check=True, stdout=subprocess.DEVNULL)
        subprocess.run(["tar", "-C", fresh, "--one-file-system", "-cf", f"{tar}.new", "."], check=True)
        os.rename(f"{tar}.new", tar)
        shutil.rmtree(fresh)
    return tar


def unpack(tar, folder):
    folder.mkdir()
    subprocess.run(["tar", "-C", folder, "-xf", tar], check=True)
    shutil.copy("/etc/resolv.conf", folder / "etc/resolv.conf")
    null = folder / "dev/null"
    if not null.is_char_device():
        os.mknod(null, 0o666 | 0o020000, os.makedev(1, 3))
    policy = folder / "usr/sbin/policy-rc.d"         # packages start nothing: port 25 outside is not ours
    policy.write_text("#!/bin/sh\nexit 101\n")
    policy.chmod(0o755)
    return Tree(folder)


# ---- Building ---------------------------------------------------------------------------------------------------------

def copy_sources(target, version=None):
    """This version, or the first one under another number."""
    target.mkdir(parents=True)
    if version:
        archive = subprocess.run(["git", "-C", SOURCES, "archive", FIRST, "--", *(name for name in COPIED if name != "CONTRIBUTING.md")], check=True, stdout=subprocess.PIPE).stdout
        subprocess.run(["tar", "-C", target, "-x"], input=archive, check=True)
    for name in COPIED if not version else ():
        copy = shutil.copytree if (SOURCES / name).is_dir() else shutil.copy
        copy(SOURCES / name, target / name)
    if version:
        makefile, changes = target / "Makefile", target / "CHANGELOG.md"
        makefile.write_text(re.sub(r"(?m)^(VERSION\s*:=).*", rf"\1 {version}", makefile.read_text()))
        changes.write_text(changes.read_text() + f"\n## {version}\n")


def packages(folder):
    return sorted(path for path in (folder / "build").glob("whyblock*.deb"))


def build(tree):
    """Returns the packages, and those of an older version."""
    sources = {"one": None, "another/folder": None, "old": OLD_VERSION}
    for name, version in sources.items():
        copy_sources(tree.path("src") / name, version)
    say("installing what make deb needs")
    tree.run("apt-get update && sh /src/one/packaging/bootstrap deps deb")
    for name in sources:
        say("make deb in", name)
        tree.run(f"cd /src/{name} && make deb")
    one, another, old = (packages(tree.path("src") / name) for name in sources)
    need(one and [path.name for path in one] == [path.name for path in another], "no packages, or others:", one, another)
    for first, second in zip(one, another):
        need(first.read_bytes() == second.read_bytes(), first.name, "differs between two folders")
    say("two builds in different folders: the same bytes:", *(path.name for path in one))
    # Control flow integrity needs all of the C library's start files to take part, and Debian's do not; branch protection is arm64's.
    say(tree.run("cd /tmp && for deb in /src/one/build/whyblock*.deb; do case $deb in *-dbgsym_*) ;; *) dpkg-deb -x $deb x ;; esac; done; "
                 "hardening-check --nocfprotection $(hardening-check --help | grep -o -m1 -e --nobranchprotection) x/usr/bin/whyblock* x/usr/lib/exim4/whyblock.so"))
    return one, old


# ---- Mail, from inside the namespaces -----------------------------------------------------------------------------------

class NotServed(Exception):
    """No greeting: Exim closes its sockets when it is told to read its configuration, and opens them anew some 20 ms later."""


def connect(source):
    """A client that has said EHLO and MAIL."""
    client = smtplib.SMTP(local_hostname="client.example", source_address=(source, 0), timeout=30)
    try:
        client.connect("127.0.0.1", 25)
    except (ConnectionError, smtplib.SMTPServerDisconnected) as error:
        raise NotServed(error) from error
    client.ehlo()
    client.mail("<>")
    return client


def send(source, data=False):
    """One SMTP dialogue; returns (code, text) of the reply to RCPT, or of the reply to the message."""
    client = connect(source)
    try:
        code, text = client.rcpt("root@localhost")
        if data and code == 250:
            code, text = client.data("Subject: test\r\n\r\nHello.\r\n")
        client.quit()
    finally:
        client.close()
    return code, text.decode()


def send_when_served(source):
    """The same, once Exim has read its configuration."""
    for _ in range(100):
        try:
            return send(source)
        except NotServed:
            threading.Event().wait(0.1)
    return send(source)


class Load:
    """Many clients at a time, listed ones and others, until it is left; counts what they were told."""

    def __enter__(self):
        self.ends = False
        self.counts, self.faults, self.times = {}, [], {}
        self.lock = threading.Lock()
        self.threads = [threading.Thread(target=self.work, args=(LISTED if i % 2 else UNLISTED,)) for i in range(CLIENTS)]
        for thread in self.threads:
            thread.start()
        return self

    def work(self, source):
        while not self.ends:
            try:
                code, text = send(source, data=source == UNLISTED)
            except NotServed:
                code, text = "not served", ""
                threading.Event().wait(0.005)
            except (OSError, smtplib.SMTPException) as error:
                code, text = "dropped", repr(error)
            with self.lock:
                self.times.setdefault((source, code), []).append(time.monotonic())
                self.counts[source, code] = self.counts.get((source, code), 0) + 1
                if code not in (250, 550, "not served"):
                    self.faults.append((source, code, text))

    def total(self, source=None, code=None):
        with self.lock:
            return sum(count for key, count in self.counts.items() if source in (None, key[0]) and code in (None, key[1]))

    def wait_for(self, more, source=None, code=None):
        wanted, end = self.total(source, code) + more, time.monotonic() + 120
        while self.total(source, code) < wanted:
            need(time.monotonic() < end, f"no {more} more replies {code} for {source}: {self.counts} {self.faults[:3]}")
            threading.Event().wait(0.05)

    def __exit__(self, *exception):
        self.ends = True
        for thread in self.threads:
            thread.join()


# ---- What is to be shown ------------------------------------------------------------------------------------------------

class Case:
    def __init__(self, tree):
        self.tree = tree

    def __call__(self, command, status=0):
        return self.tree.run(command, status=status, network=False)

    def expect(self, code, source=LISTED):
        got = send_when_served(source)
        need(got[0] == code, f"RCPT from {source}: {got}, expected {code}")
        return got[1]

    def exim_files(self):
        """{path: content} of what the setup may change."""
        files = [path for path in self.tree.path("etc/exim4").rglob("*") if path.is_file()]
        return {str(path): path.read_bytes() for path in [*files, self.tree.path("var/lib/exim4/config.autogenerated")]}

    def start_exim(self):
        """As Debian 12's init script and Debian 13's unit do; the latter keeps it in the foreground."""
        start = "exim4 -bdf -q30m >/dev/null 2>&1 &" if self("ls /usr/lib/systemd/system/exim4.service || :").startswith("/usr") else "exim4 -bd -q30m"
        self(f"install -d -o Debian-exim -g Debian-exim -m 750 /run/exim4; update-exim4.conf; {start}")
        for _ in range(100):
            if self.tree.path("run/exim4/exim.pid").exists():
                return
            threading.Event().wait(0.1)
        raise Failure("Exim does not start")

    def set_up(self):
        """Installing changed nothing; the setup does; both styles of configuration, taken back to the byte."""
        self.start_exim()
        self(f"whyblock list add {LISTED} open-relay --reason 'relays for anybody'")
        self.expect(250)
        for split in ("false", "true"):
            self(f"sed -i \"s/^dc_use_split_config=.*/dc_use_split_config='{split}'/\" /etc/exim4/update-exim4.conf.conf; update-exim4.conf")
            before = self.exim_files()
            shown = self("whyblock setup debian")
            need("CHECK_RCPT_LOCAL_ACL_FILE" in shown and self.exim_files() == before, "showing changed something:", shown)
            said = self("whyblock setup debian --apply")
            need("has read its configuration again" in said, said)
            text = self.expect(550)
            need("blocked as possible open relay" in text, text)
            self.expect(250, UNLISTED)
            self("whyblock setup debian --apply; whyblock setup debian --undo")
            need(self.exim_files() == before, "--undo did not bring every byte back")
            self.expect(250)
            say(f"setup with dc_use_split_config={split}: shown, applied (550), taken back to the byte (250)")
        self("whyblock setup debian --apply")
        self.expect(550)

    def prepare_links(self):
        """What a member of the store's group could put into it. Returns {path: content and rights} of what the links lead to."""
        self("useradd --groups whyblock ann && install -d -o ann -m 700 /home/ann && setpriv --reuid ann --regid whyblock --init-groups sh -ec '"
             "cd /home/ann; for name in lock write publish health; do echo untouched >victim-$name; chmod 666 victim-$name; done; cd /" + STORE + ";"
             "ln -sf /home/ann/victim-write listings/write.lock; ln -f /home/ann/victim-publish publish.lock; rm -rf health; ln -s /home/ann health;"
             "rm -f requests/lock.mdb; ln -s /etc/debian_version requests/lock.mdb; ln -s /home/ann/victim-lock published'")
        return self.victims()

    def victims(self):
        return self("stat -c '%n %U:%G %a %h' /home/ann /home/ann/* /etc/debian_version; cat /home/ann/victim-* /etc/debian_version")

    def look_at_rights(self, victims):
        owners = self(f"find /{STORE} -printf '%P %u:%g %m %y\\n'").splitlines()
        need(all(" whyblock:" in line for line in owners), "not all of the store is its owner's:", owners)
        need(not any(line.endswith(" l") for line in owners), "a link is left in the store:", owners)
        need(self.victims().replace(" 2\n", " 1\n") == victims.replace(" 2\n", " 1\n"), "the upgrade changed a file outside of the store:", victims, self.victims())
        need("whyblock" not in self("id -nG Debian-exim") and "whyblock" not in self("id -nG whyblock-web || :").split(), "Exim's user or the page's is in staff's group")
        need(self("stat -c %U:%G:%a /etc/sudoers.d/whyblock") == "root:root:440\n", "rights of the line for sudo")
        self("command -v sudo >/dev/null && visudo -cf /etc/sudoers.d/whyblock || :")
        say("rights: the store is its user's, Exim's user and the page's are out of the group, no link was followed")

    def upgrade(self):
        """dpkg -i over the first version, under load: configuration, key and store are kept, and the listed host is refused again as soon as
        what Exim reads now is published. In between it is accepted, with a line in the log."""
        conf, key = self.tree.path(CONF), self.tree.path(KEY)
        need(self("stat -c %U:%G:%a /" + CONF) == "root:whyblock:640\n", "modes of", CONF, self("stat -c %U:%G:%a /" + CONF))
        conf.write_text(conf.read_text() + "# changed here\n")
        before = (conf.read_bytes(), key.read_bytes(), self("whyblock list export"))
        victims = self.prepare_links()
        need(OLD_VERSION in self("whyblock --version"), "the old version is not installed")
        with Load() as load:
            load.wait_for(10, UNLISTED, 250)
            load.wait_for(10, LISTED, 550)
            self(f"dpkg --force-confold -i {NEW}")
            load.wait_for(10, UNLISTED, 250)
            load.wait_for(10, LISTED, 550)
        need(not load.faults and load.total(code="not served") == 0, load.counts, load.faults[:5])
        need(OLD_VERSION not in self("whyblock --version"), "the new version is not installed")
        need(before == (conf.read_bytes(), key.read_bytes(), self("whyblock list export")), "the upgrade changed something")
        for path in conf.parent.glob("*.dpkg-dist"):     # the file that this version ships, beside the one that was changed
            path.unlink()
        need(not list(conf.parent.glob("*.dpkg-*")), "the upgrade left", list(conf.parent.iterdir()))
        self.look_at_rights(victims)
        times = load.times.get((LISTED, 250), [])
        say(f"upgraded from the first version under load, every client answered; the listed host was accepted {len(times)} times,",
            f"within {max(times, default=0) - min(times, default=0):.2f} s, and said so in {self.tree.path('var/log/exim4/mainlog').read_text().count('fault=')} lines")
        self.keep_a_change()

    def keep_a_change(self):
        """A later upgrade, to the same version: a changed configuration with its mode stays, and what waits waits."""
        conf = self.tree.path(CONF)
        conf.write_text(re.sub(r'(?m)^#? ?mode *= *"enforce"', 'mode = "monitor"', conf.read_text(), count=1))
        conf.chmod(0o644)
        self("whyblock apply")
        with Load() as load:
            load.wait_for(10, UNLISTED, 250)
            self(f"dpkg --force-confold -i {NEW}")
            load.wait_for(10, UNLISTED, 250)
        need(not load.faults, load.counts, load.faults[:5])
        need(conf.stat().st_mode & 0o777 == 0o644, "the upgrade changed the configuration's mode")
        conf.write_text(conf.read_text().replace('mode = "monitor"', 'mode = "enforce"', 1))
        need("mode becomes" in self("whyblock apply --auto 2>&1", status=1), "a mode that becomes enforce does not wait")
        self.expect(250)
        self("whyblock apply")
        self.expect(550)
        say("upgraded to the same version under load: a changed configuration and its mode are kept")

    def other_config(self):
        """Exim's line names a configuration of its own: the postinst of an upgrade compiles that one, and the units look at it."""
        line = self.tree.path("etc/exim4/whyblock-rcpt-local.conf")
        shutil.copy(self.tree.path(CONF), self.tree.path(OTHER))
        self(f"chgrp whyblock /{OTHER}; chmod 640 /{OTHER}; sed -i 's/^history_keep = .*/history_keep = \"399d\"/' /{OTHER}")
        good = line.read_text()
        line.write_text(good.replace("{whyblock}", "{whyblock}{config=/" + OTHER + "}"))
        need(line.read_text() != good, "the snippet has no line")
        self("update-exim4.conf && kill -HUP $(cat /run/exim4/exim.pid)")
        self(f"rm /{STORE}/published/policy-1*; dpkg --force-confold -i {NEW}")
        got = send_when_served(LISTED)
        need(got[0] == 550, got, self("tail -n 5 /var/log/exim4/mainlog"))
        need(f"-c /{OTHER} apply --auto" in self("cat /etc/systemd/system/whyblock-apply.service.d/config.conf"), "the unit applies another file")
        line.write_text(good)
        self("rm -r /etc/systemd/system/whyblock-apply.*.d; update-exim4.conf && kill -HUP $(cat /run/exim4/exim.pid); whyblock apply; rm /" + OTHER)
        say("{config=PATH} in Exim's line: that file was applied, and the units look at it")

    def newer_store(self):
        """Refused clearly, and not touched; Exim, which reads what is published, goes on."""
        data = self.tree.path(STORE) / "listings/data.mdb"
        good = data.read_bytes()
        newer = good.replace(b"format\0\0\0\1", b"format\0\0\0\2")
        need(newer != good, "no format number found in", data)
        data.write_bytes(newer)
        for command in ("list dump", "list add 192.0.2.99 spam --reason test", "feed list"):
            run = self(f"whyblock {command} 2>&1", status=None)
            need("its format is 2" in run, f"whyblock {command}:", run)
        self.expect(550)
        need(data.read_bytes() == newer, "a store of a newer format was written to")
        data.write_bytes(good)
        self.expect(550)
        say("a store of a newer format: refused by name by the command, no matter to Exim, not one byte changed")

    def serve(self):
        """The service as a user of its own, who is in no other group, beside the agent as the store's owner."""
        need(self("id -nG whyblock") == "whyblock\n", self("id whyblock"))
        need(self("id -nG whyblock-web") == "whyblock-web\n", self("id whyblock-web"))
        self("whyblock-agent >/tmp/agent.log 2>&1 & echo $! >/tmp/agent.pid")
        for _ in range(100):
            if self.tree.path("run/whyblock-web/ask").exists():
                break
            threading.Event().wait(0.1)
        need(self("stat -c %U:%G:%a /run/whyblock-web /run/whyblock-web/ask") == "whyblock:whyblock-web:2750\nwhyblock:whyblock-web:660\n", "rights of the socket")
        self("setpriv --reuid whyblock-web --regid whyblock-web --clear-groups whyblock-web --listen 127.0.0.1:8025 >/tmp/web.log 2>&1 & echo $! >/tmp/web.pid")
        for _ in range(100):
            try:
                with urllib.request.urlopen("http://127.0.0.1:8025/", timeout=10) as page:
                    need(page.status == 200 and b"<html" in page.read(), "the service's page is none")
                break
            except OSError:
                threading.Event().wait(0.1)
        else:
            raise Failure("whyblock-web does not answer: " + self("cat /tmp/web.log"))
        with urllib.request.urlopen("http://127.0.0.1:8025/healthz", timeout=10) as page:
            need(page.read() == b"ok\n", "the service is not healthy")
        self("kill $(cat /tmp/web.pid) $(cat /tmp/agent.pid); rm /tmp/web.* /tmp/agent.*")
        say("whyblock-web answers as the user whyblock-web, and the agent looks up what it asks")

    def purge_under_load(self):
        before_apply = self.before_apply
        # Connections of before, whose process has the old configuration: one that has the object loaded, one that has not.
        asked, silent = connect(LISTED), connect(LISTED)
        need(asked.rcpt("root@localhost")[0] == 550, "the connection that is to stay open is not refused")
        with Load() as load:
            load.wait_for(20, LISTED, 550)
            load.wait_for(20, UNLISTED, 250)
            self("apt-get purge -y whyblock whyblock-web")
            load.wait_for(40, LISTED, 250)
            load.wait_for(40, UNLISTED, 250)
        for client in (asked, silent):
            code, text = client.rcpt("root@localhost")
            need(code == 250, "a connection of before the purge was told", code, text)
            need(client.data("Subject: test\r\n\r\nHello.\r\n")[0] == 250, "and its message was not taken")
            client.quit()
        say("apt purge under load:", ", ".join(f"{source} {code}: {count}" for (source, code), count in sorted(load.counts.items(), key=str)))
        need(not load.faults, load.counts, load.faults[:5])
        need(load.total(UNLISTED, 550) == 0, "an unlisted host was refused")
        need(self.exim_files() == before_apply, "purging left something in Exim's files")
        panic = self.tree.path("var/log/exim4/paniclog")
        need(not panic.exists() or not panic.read_text(), "Exim's panic log:", panic)

    def nothing_left(self):
        # Copies like /etc/group- are made by the tools that change the file without the minus.
        left = self("find / -xdev \\( -path /proc -o -path /debs -o -path /tests \\) -prune -o -name '*whyblock*' -print;"
                    "grep -rl --exclude='*-' --exclude=passwd --exclude=group --exclude=shadow --exclude=gshadow whyblock /etc /usr/lib/exim4 /var/lib/exim4 /var/lib/systemd /var/lib/dpkg/info /var/lib/dpkg/status || :")
        need(left == "", "left after the purge:", left)
        need(self("getent passwd whyblock-web", status=2) == "", "the page's user is left")
        need("whyblock" in self("getent passwd whyblock"), "the user is gone: Exim's transport may name it")
        say("after the purge: no file, no line in /etc but those of the user is left")

    def run(self):
        need(self("whyblock --version").startswith("whyblock"), "not installed")
        self.start_with_clean_files()
        self.set_up()
        self.upgrade()
        self.other_config()
        self.newer_store()
        self.serve()
        self.purge_under_load()
        self.nothing_left()
        self("dpkg -i /debs/whyblock_*.deb")
        need("smoke: good" in self("sh /tests/smoke"), "the smoke test did not end")
        self.nothing_left()
        say("packaging/debian/tests/smoke: good")

    def start_with_clean_files(self):
        """As they are after the setup was taken back, in the style that set_up ends with."""
        self("sed -i \"s/^dc_use_split_config=.*/dc_use_split_config='true'/\" /etc/exim4/update-exim4.conf.conf; update-exim4.conf")
        self.before_apply = self.exim_files()


def inside(folder):
    """In namespaces of our own: the network has nothing but lo, and what we start ends with us."""
    subprocess.run(["mount", "-t", "proc", "proc", folder / "proc"], check=True)
    subprocess.run(["ip", "link", "set", "lo", "up"], check=True)
    for address in (LISTED, UNLISTED):
        subprocess.run(["ip", "address", "add", f"{address}/32", "dev", "lo"], check=True)
    Case(Tree(folder)).run()


def keep_servers(tree):
    """A mail server that cannot load whyblock stays when the package is installed, and setup says what would take its place."""
    tree.run("apt-get update")
    for server, words in (("exim4-daemon-light", "takes the place of exim4-daemon-light"), ("postfix", "would remove postfix")):
        tree.run(f"apt-get install -y --no-install-recommends {server}")
        said = tree.run("apt-get install -y --no-install-recommends /debs/whyblock_*.deb")
        need(tree.run(f"dpkg-query -W -f '${{db:Status-Status}}' {server}") == "installed", server, "was removed:", said)
        need(words in said, "installing beside", server, "says nothing of it:", said)
        before = tree.run("find /etc/exim4 /var/lib/exim4 -type f -exec sha256sum {} + 2>/dev/null | sort || :")
        told = tree.run("whyblock setup debian --apply 2>&1", status=1)
        need(words in told and before == tree.run("find /etc/exim4 /var/lib/exim4 -type f -exec sha256sum {} + 2>/dev/null | sort || :"), told)
        tree.run("apt-get purge -y whyblock")
        say(f"beside {server}: it stays, and setup says what would take its place")


def check(release, folder):
    say(f"---- {release}")
    tar = bootstrap(release, folder)
    builder = unpack(tar, folder / "build")
    debs, old = build(builder)
    tree = unpack(tar, folder / "system")
    tree.path("debs/old").mkdir(parents=True)
    for path, target in [*((path, "debs") for path in debs), *((path, "debs/old") for path in old)]:
        shutil.copy(path, tree.path(target))
    tree.path("tests").mkdir()
    shutil.copy(SOURCES / "packaging/debian/tests/smoke", tree.path("tests"))
    shutil.rmtree(builder.folder)
    other = unpack(tar, folder / "other")
    other.path("debs").mkdir()
    for path in debs:
        shutil.copy(tree.path("debs") / path.name, other.path("debs"))
    keep_servers(other)
    shutil.rmtree(other.folder)
    say(f"{release}: apt install", *(f"./{path.name}" for path in old if "dbgsym" not in path.name))
    tree.run("apt-get update && apt-get install -y --no-install-recommends python3 iproute2 && cd /debs/old && "
             "apt-get install -y ./whyblock_*.deb ./whyblock-web_*.deb")
    # What the new packages need and the old ones did not, as apt would bring it: the upgrade itself has no network.
    tree.run("for deb in /debs/whyblock_*.deb /debs/whyblock-web_*.deb; do apt-get satisfy -y --no-install-recommends "
             "\"$(dpkg-deb -f $deb Depends | sed 's/whyblock (= [^,]*), //')\"; done")
    subprocess.run(["unshare", "--mount", "--pid", "--net", "--fork", "--kill-child", sys.executable, "-B", __file__, INSIDE,
                    tree.folder], check=True)
    say(f"---- {release}: good")


def main(arguments):
    if arguments[:1] == [INSIDE]:
        inside(pathlib.Path(arguments[1]))
        return 0
    missing = [program for program in ("debootstrap", "unshare", "ip") if not shutil.which(program)]
    if os.geteuid() != 0 or missing:
        say("needs root" if os.geteuid() != 0 else f"needs {' '.join(missing)}: sh packaging/bootstrap deps deb")
        return 1
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))    # so that what was started ends with us
    for release in arguments or RELEASES:
        with tempfile.TemporaryDirectory(prefix="whyblock-check-deb-") as folder:
            check(release, pathlib.Path(folder))
    return 0


if __name__ == "__main__":
    try:
        sys.exit(main(sys.argv[1:]))
    except Failure as failure:
        say("FAILED:", failure)
        sys.exit(1)
    except subprocess.CalledProcessError as error:
        say("FAILED:", error)
        sys.exit(1)
