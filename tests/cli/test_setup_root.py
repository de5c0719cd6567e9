# SPDX-License-Identifier: GPL-2.0-or-later
# SPDX-FileCopyrightText: 2026 the whyblock authors
"""`setup debian --root` in the folder of an overlay: the system that it is called from stays as it is, to the byte."""

import os
import pathlib

import exim_server
import private_system
import pytest
from test_setup import EXIM, TEMPLATE, UPDATE

MISSING = [str(path) for path in (pathlib.Path(EXIM), UPDATE, TEMPLATE / "exim4.conf.template") if not path.exists()]
pytestmark = [
    pytest.mark.skipif(bool(MISSING) or EXIM != "/usr/sbin/exim4", reason=f"no {' '.join(MISSING)} (Debian: exim4-daemon-heavy)"),
    pytest.mark.skipif(bool(private_system.missing()), reason=private_system.missing() or "-"),
]

# /proc is for sanitizers. Folder $1 gets an overlay of /usr and copies of /etc/exim4 and of what names users; nothing in /dev.
OVERLAY = """
mkdir -p "$1"
mount -t tmpfs tmpfs "$1"
mkdir -p "$1/up" "$1/work" "$1/root/usr" "$1/root/etc/whyblock" "$1/root/dev" "$1/root/run" "$1/root/tmp" "$1/root/proc"
cd "$1/root"
mkdir -p var/lib/exim4 var/spool/exim4 var/log/exim4
ln -s usr/bin bin; ln -s usr/sbin sbin; ln -s usr/lib lib; ln -s usr/lib64 lib64
mount -t overlay overlay -o "lowerdir=/usr,upperdir=$1/up,workdir=$1/work" usr
mount -t proc proc proc
cp -a /etc/exim4 /etc/passwd /etc/group /etc/hosts /etc/nsswitch.conf /etc/ld.so.cache /etc/alternatives etc
rm -rf etc/exim4/exim4.conf etc/exim4/*localmacros* etc/exim4/whyblock*
chown Debian-exim var/spool/exim4 var/log/exim4
echo mx.example.net >etc/mailname
echo 'postmaster: root' >etc/aliases
mkdir -p usr/share/whyblock
cp "$2" usr/bin/whyblock
cp "$3" usr/lib/exim4/whyblock.so
cp -r "$4" usr/share/whyblock
touch etc/whyblock/whyblock.conf
echo "root: mine" >etc/exim4/of-this-folder
"""
# The folder has no /dev/null: setup gives itself one, and these do without.
INIT = """
chroot . whyblock init --group Debian-exim >/dev/null
chroot . whyblock list add 192.0.2.66 open-relay --reason test
"""
TREE = "find $1 -xdev -printf '%p %y %m %u:%g %s %l %T@ ' \\( -type f -exec sha256sum {} \\; -o -printf '\\n' \\) | sort"
# The folder's Exim in a system of its own, with a device.
REFUSED = """
mknod -m 666 dev/null c 1 3
printf 'EHLO mail.example.com\\r\\nMAIL FROM:<>\\r\\nRCPT TO:<root@localhost>\\r\\nQUIT\\r\\n' | chroot . exim4 -bh 192.0.2.66 2>/dev/null
rm dev/null
"""


class Caller(private_system.PrivateSystem):
    """The system that setup is called from: one with an Exim of its own, of which every byte is compared."""

    def tree(self):
        return "".join(self("sh", "-c", TREE, "sh", folder).stdout for folder in ("/etc", "/var/lib/exim4", "/var/spool/exim4", "/usr/share/whyblock", "/usr/lib/exim4")
                       if os.path.isdir(folder))


@pytest.fixture
def caller(tmp_path):
    tmp_path.chmod(0o755)
    with Caller(tmp_path) as system:
        system("sh", "-ec", OVERLAY, "sh", "/run/other", exim_server.WHYBLOCK, exim_server.MODULE, pathlib.Path("acl-snippets").resolve())
        system("sh", "-ec", f"cd /run/other/root; {INIT}")
        system("sh", "-ec", "update-exim4.conf || :")
        yield system


def test_the_caller_stays_as_it_is(caller):
    before, of_folder = caller.tree(), caller("sh", "-c", TREE, "sh", "/run/other/root/etc/exim4").stdout
    setup = [exim_server.WHYBLOCK, "setup", "debian", "--root", "/run/other/root"]
    devices = caller("ls", "/run/other/root/dev").stdout
    assert "make /etc/exim4/whyblock-rcpt-local.conf\n" in caller(*setup).stdout
    assert caller("sh", "-c", TREE, "sh", "/run/other/root/etc/exim4").stdout == of_folder, "showing changes the folder"
    run = caller(*setup, "--apply", "--data", "--done", "--trap")
    assert "done: Exim asks whyblock" in run.stdout, run
    assert caller.tree() == before
    replies = caller("sh", "-ec", f"cd /run/other/root; {REFUSED}").stdout
    assert "550 5.7.1" in replies and "open relay" in replies, replies
    assert "already" in caller(*setup, "--data", "--done", "--trap").stdout
    caller.write("/etc/exim4/whyblock-rcpt-local.conf", "nonsense\n")     # the caller's own, by the same path
    checked = caller(exim_server.WHYBLOCK, "-c", "/run/other/root/etc/whyblock/whyblock.conf", "check-config", "--root", "/run/other/root", status=None).stdout
    assert "category" in checked and "prints no line" not in checked and "cannot be asked" not in checked, checked
    caller("rm", "/etc/exim4/whyblock-rcpt-local.conf")
    before = caller.tree()
    caller(*setup, "--undo")
    assert caller.tree() == before and "550" not in caller("sh", "-ec", f"cd /run/other/root; {REFUSED}").stdout
    assert caller("ls", "/run/other/root/dev").stdout == devices == ""


def test_a_link_in_the_folder_does_not_lead_out_of_it(caller):
    """The operator's file is a link to a whole path: that of the folder's, not the caller's."""
    caller.write("/etc/site-macros", "MAIN_TLS_ENABLE = no\n")
    caller.write("/run/other/root/etc/site-macros", "# the folder's\n")
    caller("sh", "-c", "ln -s /etc/site-macros /run/other/root/etc/exim4/exim4.conf.localmacros; ln -s /etc/site-macros /run/other/root/etc/exim4/conf.d/main/000_localmacros")
    before = caller.tree()
    caller(exim_server.WHYBLOCK, "setup", "debian", "--root", "/run/other/root", "--apply")
    assert caller.tree() == before and "whyblock" in caller.read("/run/other/root/etc/site-macros")


@pytest.mark.parametrize("folder, said", [("/nowhere", "No such file"), ("/etc/passwd", "is no folder")])
def test_no_such_folder(caller, folder, said):
    assert said in caller(exim_server.WHYBLOCK, "setup", "debian", "--root", folder, status=74).stderr
