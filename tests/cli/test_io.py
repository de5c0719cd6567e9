# SPDX-License-Identifier: GPL-2.0-or-later
# SPDX-FileCopyrightText: 2026 the whyblock authors
"""What cannot be read or written: exit 74 and the path on standard error. `explain` accepts, as Exim does, and names the fault."""

import fcntl
import os
import resource
import shutil
import subprocess

import pytest
from conftest import OWN_GROUP

CLIENT = "192.0.2.66"
VERBS = {
    "list show": ["list", "show", CLIENT],
    "list dump": ["list", "dump"],
    "list export": ["list", "export"],
    "list add": ["list", "add", CLIENT, "spam", "--reason", "x"],
    "list remove": ["list", "remove", CLIENT],
    "list import": ["list", "import", "-"],
    "list expire": ["list", "expire"],
}


def no_store(wb):
    shutil.rmtree(wb.store)


def store_is_a_file(wb):
    shutil.rmtree(wb.store)
    wb.store.write_text("")


def store_is_not_lmdb(wb):
    (wb.store / "listings/data.mdb").write_bytes(b"whyblock" * 8192)


def store_is_shorter_than_a_page(wb):
    os.truncate(wb.store / "listings/data.mdb", 100)


def store_cut_to_its_first_page(wb):
    os.truncate(wb.store / "listings/data.mdb", 4096)


def store_cut_short(wb):
    os.truncate(wb.store / "listings/data.mdb", (wb.store / "listings/data.mdb").stat().st_size - 4096)


FAULTS = [no_store, store_is_a_file, store_is_not_lmdb, store_is_shorter_than_a_page, store_cut_to_its_first_page, store_cut_short]


@pytest.fixture(params=FAULTS, ids=lambda fault: fault.__name__)
def broken(wb, request):
    wb.add(CLIENT)
    request.param(wb)
    return wb


@pytest.mark.parametrize("verb", VERBS)
def test_store(broken, verb):
    run = broken(*VERBS[verb], input=f"{CLIENT}\tspam\n" if verb == "list import" else "", status=74)
    assert str(broken.store) in run.err
    assert run.err.count("\n") == 1


def nothing_published(wb):
    shutil.rmtree(wb.store / "published")


def recent_is_garbage(wb):
    (wb.store / "published/recent-1").write_bytes(b"whyblock" * 100)


def base_is_gone(wb):
    for path in (wb.store / "published").glob("listings-1.*"):
        path.unlink()


@pytest.mark.parametrize("fault", [no_store, store_is_a_file, nothing_published, recent_is_garbage, base_is_gone],
                         ids=lambda fault: fault.__name__)
@pytest.mark.parametrize("on_error, status", [("accept", 0), ("defer", 1)])
def test_explain_does_as_exim_does(wb, fault, on_error, status):
    broken = wb
    wb.add(CLIENT)
    fault(wb)
    broken.configure(f'on_error = "{on_error}"\n')
    found = broken.json("explain", CLIENT, status=status)
    assert found["accept"] is (status == 0)
    assert len(found["faults"]) == 1 and str(broken.store) in found["faults"][0]
    reply = " ".join(line[4:] for line in found["reply"])            # Exim may have folded it
    assert reply == (f"4.7.1 Server [{CLIENT}] cannot be checked at present 4.7.1 please try again later" if status else "")
    assert str(broken.store) in broken("explain", CLIENT, status=status).out


def test_a_change_that_is_not_in_force_is_told_and_made_good(wb):
    """It is done, and Exim does not see it: exit 74 with words for that, and the next change publishes it."""
    wb.add(CLIENT)
    shutil.rmtree(wb.store / "published")
    (wb.store / "published").write_text("no folder")
    run = wb("list", "add", "192.0.2.67", "spam", "--reason", "x", status=74)
    assert run.out.startswith("listed 192.0.2.67/32 as spam")
    assert "listed, not yet in force: " in run.err and str(wb.store / "published") in run.err and run.err.count("\n") == 1
    assert "removed, not yet in force: " in wb("list", "remove", CLIENT, status=74).err
    assert "imported, not yet in force: " in wb("list", "import", "-", input="192.0.2.68\tspam\n", status=74).err
    assert "removed, not yet in force: " in wb("list", "expire", "--at", "2099-01-01", status=74).err
    assert wb("verify", status=1).err
    (wb.store / "published").unlink()
    assert wb("list", "remove", "192.0.2.99", status=1).err == ""            # a command that changes nothing does, too
    for client, status in ((CLIENT, 0), ("192.0.2.67", 1), ("192.0.2.68", 1)):
        wb("explain", client, status=status)
    wb("verify")


@pytest.mark.parametrize("file", ["no-such-file", "."])
def test_import_file(wb, file):
    path = wb.folder / file
    assert str(path) in wb("list", "import", path, status=74).err
    assert wb.export() == []


@pytest.mark.parametrize("name", ["listings/turn.lock", "publish.lock"])
def test_who_waits_is_told_for_whom(wb, name):
    with open(wb.store / name, "r+b") as lock:
        fcntl.lockf(lock, fcntl.LOCK_EX)
        run = subprocess.Popen(wb.arguments("list", "add", CLIENT, "spam", "--reason", "x"), stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
        said = run.stderr.readline()
        assert said.startswith(f"whyblock: waiting for process {os.getpid()} (python") and said.endswith(f"), which holds {wb.store / name}\n")
    out, err = run.communicate()
    assert run.returncode == 0 and "listed" in out and err == ""


def test_nobody_waits_for_who_types_a_list(wb):
    run = subprocess.Popen(wb.arguments("list", "import", "-"), stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
    run.stdin.write("192.0.2.70\tspam\n" * 10_000)                  # more than a pipe holds: it is reading
    run.stdin.flush()
    wb.add(CLIENT)
    out, _ = run.communicate()
    assert run.returncode == 0 and "1 added" in out and len(wb.export()) == 2


def test_init_below_nothing(bare):
    bare.write_conf(f'store = "{bare.folder}/no/such/store"\n')
    assert f"{bare.folder}/no/such/store" in bare("init", "--group", OWN_GROUP, status=74).err


@pytest.mark.parametrize("verb", [["--help"], ["settings"], ["check-config"], ["explain", CLIENT], ["list", "show", CLIENT],
                                  ["list", "dump"], ["list", "export"], ["--json", "list", "dump"]], ids=" ".join)
def test_output_that_cannot_be_written(wb, verb):
    wb.add(CLIENT)
    with open("/dev/full", "w") as full:
        assert "cannot write the output" in wb(*verb, stdout=full, stderr=-1, capture_output=False, status=74).err


def test_a_full_disk(wb):
    """The import fails as a whole; what was there is still there, and the next one finds nothing in its way."""
    wb.add(CLIENT)
    before = wb("list", "export").out
    file = "".join(f"11.{i >> 8}.{i & 255}.0/24\tspam\n" for i in range(30_000))
    size = (wb.store / "listings/data.mdb").stat().st_size + 100_000
    run = wb("list", "import", "-", input=file, status=74, restore_signals=False,     # Python ignores SIGXFSZ: so a write fails instead
             preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_FSIZE, (size, size)))
    assert str(wb.store) in run.err and run.out == ""
    assert wb("list", "export").out == before
    assert wb("list", "import", "-", input=file).out == "30000 added, 0 replaced\n"
