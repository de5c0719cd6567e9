# SPDX-License-Identifier: GPL-2.0-or-later
# SPDX-FileCopyrightText: 2026 the whyblock authors
"""backup and verify: a copy while others write, and each record that cannot be read."""

import os
import shutil
import stat

import pytest


def damage(wb, old, new):
    """Overwrites bytes of a record in the store's file, as a bad disk would."""
    path = wb.store / "listings" / "data.mdb"
    data = path.read_bytes()
    assert data.count(old) >= 1 and len(old) == len(new)
    path.write_bytes(data.replace(old, new))


def add(wb, prefix, category="spam", reason="seen by staff"):
    wb("list", "add", prefix, category, "--reason", reason, "--source", "staff:ann")


def test_a_backup_restores(wb, tmp_path):
    add(wb, "192.0.2.66")
    wb("backup", tmp_path / "copy")
    assert stat.S_IMODE(os.stat(tmp_path / "copy").st_mode) == 0o640
    exported, told = wb("list", "export").out, wb("history").out
    add(wb, "192.0.2.67")
    shutil.copyfile(tmp_path / "copy", wb.store / "listings" / "data.mdb")
    assert (wb("list", "export").out, wb("history").out) == (exported, told)


def test_nothing_to_copy(wb, tmp_path):
    """`init` makes the files empty; a store without them is one, too."""
    wb("backup", tmp_path / "copy")
    (tmp_path / "copy").unlink()
    for name in ("data.mdb", "lock.mdb"):
        (wb.store / "listings" / name).unlink()
    assert "nothing was ever listed" in wb("backup", tmp_path / "copy", status=1).err
    assert list(tmp_path.glob("copy*")) == []


def test_a_backup_that_fails_leaves_the_old_one(wb, tmp_path):
    add(wb, "192.0.2.66")
    (tmp_path / "copy").mkdir()
    wb("backup", tmp_path / "copy", status=74)
    assert [path.name for path in tmp_path.glob("copy*")] == ["copy"]
    wb("backup", "/nowhere/copy", status=74)


def test_a_good_store(wb):
    assert wb.json("verify") == {"listings": 0, "history": 1, "requests": 0, "cases": 0, "faults": 0}
    add(wb, "192.0.2.66")
    add(wb, "2001:db8::/48")
    assert wb.json("verify") == {"listings": 2, "history": 3, "requests": 0, "cases": 0, "faults": 0}


@pytest.mark.parametrize("old, new, told", [
    (b"spam\0staff:ann", b"sp m\0staff:ann", "192.0.2.66/32"),
    (b"only once", b"only\x1bonce", "192.0.2.66/32"),
])
def test_each_unreadable_record_is_told(wb, old, new, told):
    add(wb, "192.0.2.66", reason="only once")
    add(wb, "198.51.100.1", category="virus")
    damage(wb, old, new)
    run = wb("verify", status=1)
    assert "cannot be read" in run.err and told in run.err and "\x1b" not in run.err
    assert wb("explain", "198.51.100.1", status=1).out


def test_no_store(wb):
    shutil.rmtree(wb.store)
    assert "whyblock init" in wb("verify", status=74).err
