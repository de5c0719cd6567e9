# SPDX-License-Identifier: GPL-2.0-or-later
# SPDX-FileCopyrightText: 2026 the whyblock authors
"""`init`: the store with the rights in it, whatever the umask; safe to repeat."""

import grp
import os
import pathlib
import re
import shutil
import stat
import subprocess

import pytest
from conftest import OWN_GROUP

EXIM = pathlib.Path("/usr/sbin/exim4")
FOLDERS = {"": "0o751", "listings": "0o750", "requests": "0o750", "cases": "0o750", "published": "0o2750"}
FILES = ["listings/data.mdb", "listings/lock.mdb", "listings/turn.lock", "publish.lock"]      # empty: who may not write the folder needs them
PUBLISHED = ["published/policy-1", "published/recent-1", "published/listings-1.N", "published/reference-1.key"]    # Exim only reads them
OTHER_GROUPS = [group.gr_name for group in grp.getgrall() if group.gr_gid != os.getegid()
                and (os.geteuid() == 0 or group.gr_gid in os.getgroups())]


def look(wb):
    """{path below the store: (mode, group)} of everything in it."""
    found = {}
    for path in [wb.store, *wb.store.rglob("*")]:
        status = path.stat()
        name = re.sub(r"listings-1\.\d+$", "listings-1.N", str(path.relative_to(wb.store)))
        found[name.lstrip(".")] = (oct(stat.S_IMODE(status.st_mode)), grp.getgrgid(status.st_gid).gr_name)
    return found


def wanted(readers=OWN_GROUP):
    rows = {**FOLDERS, **dict.fromkeys(FILES, "0o640"), **dict.fromkeys(PUBLISHED, "0o640")}
    return {name: (mode, readers if name.startswith("published") else OWN_GROUP) for name, mode in rows.items()}


@pytest.mark.parametrize("umask", [0o000, 0o022, 0o077, 0o777], ids=oct)
def test_modes_whatever_the_umask(bare, umask):
    run = bare("init", "--group", OWN_GROUP, umask=umask)
    assert str(bare.store) in run.out
    assert look(bare) == wanted()
    bare.add("192.0.2.66", umask=umask)
    assert look(bare) == wanted()


def test_json(bare):
    assert bare.json("init", "--group", OWN_GROUP) == {"store": str(bare.store), "reference_key": str(bare.key), "policy": 1}


def test_json_of_a_strange_path(bare):
    bare.store = bare.folder / 'a "store"'
    bare.write_conf(f'store = \'{bare.store}\'\n')
    assert bare.json("init", "--group", OWN_GROUP)["store"] == str(bare.store)


def test_safe_to_repeat(wb):
    wb("init")
    wb.add("192.0.2.66")
    before = look(wb)
    for _ in range(2):
        wb("init")
        assert look(wb) == before
        assert len(wb.export()) == 1


def test_mends_modes_and_missing_folders(wb):
    wb.store.chmod(0o700)
    (wb.store / "listings").chmod(0o755)
    shutil.rmtree(wb.store / "requests")
    (wb.store / "listings/lock.mdb").chmod(0o600)
    wb("init", "--group", OWN_GROUP, umask=0o077)
    assert look(wb) == wanted()


@pytest.mark.skipif(not OTHER_GROUPS, reason="this user has one group only")
def test_the_group_of_readers_is_named(wb):
    other = OTHER_GROUPS[0]
    wb("init", "--group", other)
    assert look(wb) == wanted(other)
    wb.add("192.0.2.66", umask=0o077)
    assert look(wb) == wanted(other)


@pytest.mark.skipif(os.geteuid() != 0 or not EXIM.exists(), reason="only root gives a group away, and Exim is asked for its own")
def test_exim_is_asked_for_its_group(bare):
    said = subprocess.run([EXIM, "-bP", "exim_group"], capture_output=True, text=True, check=True).stdout
    bare("init")
    assert look(bare) == wanted(re.search(r"exim_group = (\S+)", said).group(1))


def test_an_empty_or_missing_folder_is_an_empty_store(wb):
    assert wb.json("list", "dump") == []
    for name in ("data.mdb", "lock.mdb", "turn.lock"):
        (wb.store / "listings" / name).unlink()
    assert wb.json("list", "dump") == []
    (wb.store / "listings").rmdir()
    assert wb.json("list", "dump") == []
    assert wb.json("explain", "192.0.2.66")["faults"] == []
    wb.add("192.0.2.66", umask=0o077)
    assert look(wb)["listings"] == ("0o750", OWN_GROUP)
