# SPDX-License-Identifier: GPL-2.0-or-later
# SPDX-FileCopyrightText: 2026 the whyblock authors
"""`init`: folders that Exim's user and staff share, whatever the umask; safe to repeat."""

import grp
import os
import re
import stat

import pytest
from conftest import OWN_GROUP

FOLDERS = ["", "health", "listings", "published", "reports", "requests"]
FILES = ["listings/data.mdb", "listings/lock.mdb"]      # empty: who may not write the folder needs them
PUBLISHED = ["published/policy-1", "published/recent-1", "published/listings-1.N"]    # Exim only reads them
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


def wanted(group=OWN_GROUP):
    return {**{name: ("0o2770", group) for name in FOLDERS}, **{name: ("0o660", group) for name in [*FILES, "publish.lock"]},
            **{name: ("0o640", group) for name in PUBLISHED}}


@pytest.mark.parametrize("umask", [0o000, 0o022, 0o077, 0o777], ids=oct)
def test_modes_whatever_the_umask(bare, umask):
    run = bare("init", "--group", OWN_GROUP, umask=umask)
    assert str(bare.store) in run.out
    assert look(bare) == wanted()
    bare.add("192.0.2.66", umask=umask)
    assert look(bare)["listings/data.mdb"] == look(bare)["listings/lock.mdb"] == ("0o660", OWN_GROUP)


def test_json(bare):
    assert bare.json("init", "--group", OWN_GROUP) == {"store": str(bare.store), "reference_key": str(bare.key), "policy": 1}


def test_json_of_a_strange_path(bare):
    bare.store = bare.folder / 'a "store"'
    bare.write_conf(f'store = \'{bare.store}\'\n')
    assert bare.json("init", "--group", OWN_GROUP)["store"] == str(bare.store)


def test_safe_to_repeat(wb):
    wb.add("192.0.2.66")
    before = look(wb)
    for _ in range(2):
        wb("init")
        assert look(wb) == before
        assert len(wb.export()) == 1


def test_mends_modes_and_missing_folders(wb):
    wb.store.chmod(0o700)
    (wb.store / "listings").chmod(0o755)
    (wb.store / "health").rmdir()
    (wb.store / "listings/lock.mdb").chmod(0o600)
    wb("init", umask=0o077)
    assert look(wb) == wanted()


@pytest.mark.skipif(not OTHER_GROUPS, reason="this user has one group only")
def test_the_group_is_kept_unless_another_is_named(wb):
    other = OTHER_GROUPS[0]
    wb("init", "--group", other)
    assert {group for _, group in look(wb).values()} == {other}
    wb("init")
    assert {group for _, group in look(wb).values()} == {other}
    wb.add("192.0.2.66", umask=0o077)
    assert look(wb) == wanted(other)


@pytest.mark.skipif(os.geteuid() != 0, reason="only root is asked for a group")
@pytest.mark.skipif("whyblock" in [group.gr_name for group in grp.getgrall()], reason="there is a group whyblock")
def test_root_is_asked_for_a_group(bare):
    error = bare("init", status=65).err
    assert "groupadd" in error and "--group" in error
    assert not bare.store.exists()


def test_an_empty_or_missing_folder_is_an_empty_store(wb):
    assert wb.json("list", "dump") == []
    for name in FILES:
        (wb.store / name).unlink()
    assert wb.json("list", "dump") == []
    (wb.store / "listings").rmdir()
    assert wb.json("list", "dump") == []
    assert wb.json("explain", "192.0.2.66")["faults"] == []
    wb.add("192.0.2.66", umask=0o077)
    assert look(wb)["listings"] == ("0o2770", OWN_GROUP)


def test_a_file_with_another_name_elsewhere_is_left_alone(wb):
    elsewhere = wb.folder / "elsewhere"
    elsewhere.write_text("")
    elsewhere.chmod(0o600)
    (wb.store / "health/data.mdb").hardlink_to(elsewhere)
    (wb.store / "health/lock.mdb").symlink_to(elsewhere)
    wb("init", status=None)
    assert stat.S_IMODE(elsewhere.stat().st_mode) == 0o600
