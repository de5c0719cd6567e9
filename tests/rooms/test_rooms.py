# SPDX-License-Identifier: GPL-2.0-or-later
# SPDX-FileCopyrightText: 2026 the whyblock authors
"""The rooms of module/ and their arrows, as module/rooms.mk has them; where each library stops; sizes. `make check-rooms` runs it.

Environment: BUILD (default build), where ROOM.a of each room and whyblock.so are.
"""

import collections
import os
import pathlib
import re
import shutil
import subprocess
import sys

import pytest

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent))
import rooms as survey                                # noqa: E402

TOP = survey.TOP
BUILD = (TOP / os.environ.get("BUILD", "build")).resolve()
FILE_LINES, FUNCTION_LINES = 500, 100
# Who alone knows a library, or Exim.
OWNERS = {"lmdb.h": ["store"], "confuse.h": ["config"], "ares.h": ["dns"], "maxminddb.h": ["verdict"], "libpsl.h": ["verdict"],
          "pcre2.h": ["verdict"], "local_scan.h": ["exim"], "microhttpd.h": ["web", "agent"], "systemd/sd-event.h": ["agent"],
          "lzma.h": ["desk"], "zstd.h": ["desk"]}
# These do what is asked of them whoever asks, so they talk to nobody.
SILENT = ("base", "dns", "verdict", "config", "store", "desk")
TESTED = ("base", "dns", "verdict", "config", "store", "desk")
# What each source file begins with, behind its "#!" line.
LICENCE = ("SPDX-License-Identifier: GPL-2.0-or-later", "SPDX-FileCopyrightText: 2026 the whyblock authors")
PRINTS = re.compile(r"\b(printf|vprintf|puts|putchar|putc_unlocked|perror|stdout|stderr)\b")


@pytest.fixture(scope="module")
def rooms():
    return survey.Rooms()


def nothing(found):
    assert not found, f"{len(found)} found:\n" + "\n".join(found)


# arrows

def test_every_folder_is_a_room_with_a_row(rooms):
    assert sorted(rooms.names) == sorted(path.name for path in rooms.module.iterdir() if path.is_dir())
    for room in rooms.names:
        assert rooms.may_use[room] <= set(rooms.names), room


def test_arrows_point_down(rooms):
    """A room uses those that stand before it, but for what goes with the next issue."""
    permanent = {room: set(re.search(rf"^USES_{room}\s*:=(.*)$", (rooms.module / "rooms.mk").read_text(), re.M)[1].split()) for room in rooms.names}
    for number, room in enumerate(rooms.names):
        assert permanent[room] <= set(rooms.names[:number]), room


def test_includes(rooms):
    nothing(rooms.wrong_includes())


def test_object_code(rooms):
    nothing(rooms.wrong_calls(BUILD))


def test_the_module_links_no_other_room(rooms):
    ours = {symbol for _, symbol in survey.symbols(BUILD / "whyblock.so")}
    below = {"exim"} | rooms.may_use["exim"] | {other for room in rooms.may_use["exim"] for other in rooms.may_use[room]}
    nothing([f"found {room}'s {symbol} in whyblock.so: it is made of {' '.join(sorted(below))}" for room in rooms.names if room not in below
             for _, symbol in survey.symbols(BUILD / f"{room}.a", "--defined-only", "--extern-only") if symbol in ours])


def test_the_module_is_linked_with_libc_alone():
    """What the process of a connection loads costs each connection; base/library.h loads what one of them needs."""
    listing = subprocess.run(["readelf", "-d", BUILD / "whyblock.so"], check=True, capture_output=True, text=True).stdout
    needed = re.findall(r"\(NEEDED\).*\[(.*)\]", listing)
    assert needed
    # libm and libdl are libc's; its loader is named where thread-local storage is used.
    nothing([library for library in needed if not re.match(r"(libc|libm|libdl|ld-linux[\w-]*)\.so\.", library)])


@pytest.mark.parametrize("room, include, says", [
    ("base", '#include "desk/made_up.h"',     'found "desk/made_up.h": base may use no other room'),
    ("page", '#include "verdict/made_up.h"',  'found "verdict/made_up.h": page may use base'),
    ("exim", '# include "store/made_up.h"',   'found "store/made_up.h": exim may use base dns verdict'),
    ("dns",  '#include "made_up.h"',          'found "made_up.h": expected a room before it, such as "dns/made_up.h"'),
])
def test_one_wrong_include_is_found(rooms, tmp_path, room, include, says):
    shutil.copytree(rooms.module, tmp_path / "module")
    copy = survey.Rooms(tmp_path / "module")
    path = next(path for owner, path in copy.files(".c") if owner == room)
    path.write_text(f"{path.read_text()}{include}\n")
    found = set(copy.wrong_includes()) - set(rooms.wrong_includes())
    assert found == {f"{copy.where(path, len(path.read_text().splitlines()))}: {says}"}


# where a library stops

@pytest.mark.parametrize("header", OWNERS)
def test_a_library_is_known_to_few_rooms(rooms, header):
    users = [(room, rooms.where(path, line)) for room, path, line, found, _ in rooms.includes() if found == header]
    assert users, f"nobody includes {header}"
    nothing([f"{where}: found <{header}>: expected it in {' and '.join(OWNERS[header])} alone" for room, where in users
             if room not in OWNERS[header]])
    if header == "local_scan.h":
        assert len(users) == 1


@pytest.mark.parametrize("room", SILENT)
def test_a_room_that_prints_nothing(rooms, room):
    found = []
    for owner, path in rooms.files(".c", ".h"):
        for number, line in enumerate(survey.bare(path.read_text()).splitlines() if owner == room else [], 1):
            word = PRINTS.search(line)
            if word and "__attribute__" not in line:
                found.append(f"{rooms.where(path, number)}: found {word[0]}: expected {room} to print nothing")
    nothing(found)


# names, tests, sizes, licence

def test_no_name_twice(rooms):
    counts = collections.Counter(path.name for _, path in rooms.files(".c", ".h"))
    nothing([f"found {name} {count} times in module/" for name, count in sorted(counts.items()) if count > 1])


@pytest.mark.parametrize("room", TESTED)
def test_each_file_has_a_unit_test(rooms, room):
    nothing([f"found no tests/unit/{room}/test_{path.name} for module/{room}/{path.name}" for owner, path in rooms.files(".c")
             if owner == room and not (TOP / f"tests/unit/{room}/test_{path.name}").exists()])


def test_no_file_is_long(rooms):
    lines = {rooms.where(path, len(path.read_text().splitlines())): len(path.read_text().splitlines()) for _, path in rooms.files(".c", ".h")}
    nothing([f"{where}: found {count} lines: expected at most {FILE_LINES}" for where, count in lines.items() if count > FILE_LINES])


def test_no_function_is_long(rooms):
    nothing([f"{rooms.where(function.path, function.line)}: found {function.length} lines in {function.name}: expected at most {FUNCTION_LINES}"
             for function in survey.figures(rooms)[0] if function.length > FUNCTION_LINES])


def sources(top):
    """C, Python, Perl and make by the name; scripts by their "#!" line."""
    yield from (top / "Makefile", top / "module/rooms.mk")
    for path in sorted(path for folder in ("module", "packaging", "tests") for path in (top / folder).rglob("*") if path.is_file()):
        if path.suffix in (".c", ".h", ".py", ".pl") or path.read_bytes()[:2] == b"#!":
            yield path


def unlicensed(top):
    for path in sources(top):
        lines = path.read_text().splitlines()[:3]
        head = [line.removeprefix("/* ").removesuffix(" */").removeprefix("# ") for line in lines if not line.startswith("#!")]
        if tuple(head[:2]) != LICENCE:
            yield f"{path.relative_to(top)}: expected it to begin with {' and '.join(LICENCE)}"


def test_each_source_says_its_licence():
    assert len(list(sources(TOP))) > 100
    nothing(list(unlicensed(TOP)))


@pytest.mark.parametrize("name, text", [
    ("module/verdict/made_up.c", "/* made_up.c - see made_up.h */\n"),
    ("tests/made_up.py",         f'"""Made up."""\n# {LICENCE[0]}\n# {LICENCE[1]}\n'),
    ("packaging/made-up",        f"#!/bin/sh\n# {LICENCE[0]}\n"),
])
def test_a_source_without_its_licence_is_named(tmp_path, name, text):
    for made in ("Makefile", "module/rooms.mk", name):
        (tmp_path / made).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / made).write_text(text if made == name else f"# {LICENCE[0]}\n# {LICENCE[1]}\n")
    assert [line.split(":")[0] for line in unlicensed(tmp_path)] == [name]


def test_the_survey_sees_each_function(rooms):
    """Its small parser beside the compiler."""
    defined = survey.code_symbols(BUILD, rooms.names)
    assert len(defined) > 100
    assert defined <= {function.name for function in survey.figures(rooms)[0]}
