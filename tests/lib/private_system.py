# SPDX-License-Identifier: GPL-2.0-or-later
# SPDX-FileCopyrightText: 2026 the whyblock authors
"""A system of one's own on top of this one: users, groups, /etc, /root, /run, /usr/bin and /var/lib can be changed
in it, and what was changed is gone with it. A mount
namespace with overlays; programs run in it by nsenter. And the system in a folder, for --root: the programs of this one, and nothing of
its /etc and /var. Needs root."""

import os
import pathlib
import shutil
import subprocess

MOUNTS = """
mount -t tmpfs tmpfs "$1"
for folder in /etc /root /run /usr/bin /var/lib; do
    name=$(echo $folder | tr / _)
    mkdir "$1/$name" "$1/$name.work"
    mount -t overlay overlay -o "lowerdir=$folder,upperdir=$1/$name,workdir=$1/$name.work" $folder
done
echo ready
exec cat
"""
# /usr is this system's, and what is changed in it is the folder's own.
FOLDER_MOUNTS = """
mount -t tmpfs tmpfs "$1"
mkdir -m 755 "$1/usr" "$1/work" "$1/root"
cd "$1/root"
mkdir -m 755 usr etc dev proc run root var var/lib var/log var/spool
mkdir -m 1777 tmp
mount -t overlay overlay -o "lowerdir=/usr,upperdir=$1/usr,workdir=$1/work" usr
for name in bin lib lib32 lib64 sbin; do
    test ! -e "usr/$name" || ln -s "usr/$name" $name
done
mount -t proc proc proc
mknod -m 666 dev/null c 1 3
for name in alternatives group hosts ld.so.cache ld.so.conf ld.so.conf.d nsswitch.conf passwd; do
    test ! -e "/etc/$name" || cp -a "/etc/$name" etc
done
echo ready
exec cat
"""
TOOLS = ("unshare", "nsenter", "setpriv", "useradd", "groupadd")


def missing():
    """Why there can be none here; "" when there can."""
    if os.geteuid() != 0:
        return "needs root"
    tools = [tool for tool in TOOLS if not shutil.which(tool)]
    return f"no {' '.join(tools)}" if tools else ""


class PrivateSystem:
    """Use it as a context. It ends when this process does, too."""

    MOUNTS = MOUNTS

    def __init__(self, folder):
        self.folder = pathlib.Path(folder) / "system"
        self.folder.mkdir()

    def __enter__(self):
        self.keeper = subprocess.Popen(["unshare", "--mount", "sh", "-ec", self.MOUNTS, "sh", self.folder], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
        if self.keeper.stdout.readline() != "ready\n":
            self.__exit__()
            raise OSError("this system lets nobody mount an overlay in a namespace of its own")
        return self

    def __exit__(self, *_):
        self.keeper.stdin.close()
        self.keeper.wait()
        self.keeper.stdout.close()

    def __call__(self, *command, user=None, status=0, input="", **options):
        """Runs a program, as root or as a user with its groups. status None: any will do."""
        if user is not None:
            command = ["setpriv", "--reuid", user, "--regid", user, "--init-groups", "--reset-env", *command]
        run = subprocess.run(["nsenter", f"--mount=/proc/{self.keeper.pid}/ns/mnt", "--wd=/", *map(str, command)], capture_output=True, text=True, input=input, **options)
        assert status is None or run.returncode == status, (command, run.returncode, run.stdout, run.stderr)
        return run

    def write(self, path, text, mode=0o644):
        self("sh", "-c", 'mkdir -p "$(dirname "$1")"; umask 077; cat >"$1" && chmod "$2" "$1"', "sh", path, f"{mode:o}", input=text)

    def read(self, path):
        return self("cat", path).stdout


class PrivateFolder(PrivateSystem):
    """A system in a folder. root: its path for this process and its children, who see it from outside."""

    MOUNTS = FOLDER_MOUNTS

    @property
    def root(self):
        return pathlib.Path(f"/proc/{self.keeper.pid}/root{self.folder}/root")
