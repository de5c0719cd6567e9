# SPDX-License-Identifier: GPL-2.0-or-later
# SPDX-FileCopyrightText: 2026 the whyblock authors
"""The rooms of module/ as they are: who includes whom, which object code calls which, how long files and functions are.

As a program it prints the figures: rooms.py
"""

import collections
import pathlib
import re
import subprocess
from typing import NamedTuple

TOP = pathlib.Path(__file__).resolve().parents[2]
INCLUDE = re.compile(r'\s*#\s*include\s*(["<])([^">]+)[">]')
ATTRIBUTE = re.compile(r"__attribute__\(\(.*?\)\)\s*")
COMMENT_OR_TEXT = re.compile(r'/\*.*?\*/|//[^\n]*|"(?:[^"\\\n]|\\.)*"|\'(?:[^\'\\\n]|\\.)*\'', re.S)


class Rooms:
    """module/rooms.mk: the rooms from the ground up, and which others each may use."""

    def __init__(self, module=TOP / "module"):
        self.module = module
        rows = re.findall(r"^(\w+)\s*:=[ \t]*(.*)$", (module / "rooms.mk").read_text(), re.M)
        table = {name: words.split() for name, words in rows}
        self.names = table["ROOMS"]
        self.may_use = {room: set(table[f"USES_{room}"]) for room in self.names}
        for name, words in table.items():
            until = re.fullmatch(r"UNTIL_[A-Z]+_(\w+)", name)
            if until:
                self.may_use[until[1]].update(words)

    def allows(self, room, other):
        return room == other or other in self.may_use[room]

    def row(self, room):
        return f"{room} may use {' '.join(name for name in self.names if name in self.may_use[room]) or 'no other room'}"

    def files(self, *endings):
        """(room, path) of each source file, in order."""
        return [(room, path) for room in self.names for path in sorted((self.module / room).iterdir()) if path.suffix in endings]

    def where(self, path, line):
        return f"module/{path.relative_to(self.module)}:{line}"

    def includes(self):
        """(room, path, line, header, is one of ours) of each #include."""
        for room, path in self.files(".c", ".h"):
            for number, text in enumerate(path.read_text().splitlines(), 1):
                found = INCLUDE.match(text)
                if found:
                    yield room, path, number, found[2], found[1] == '"'

    def wrong_includes(self):
        """What the table does not allow, a line each: file, line, what was found, what is allowed."""
        found = []
        for room, path, line, header, is_ours in self.includes():
            other = header.split("/")[0] if "/" in header else ""
            if is_ours and other not in self.may_use:
                found.append(f'{self.where(path, line)}: found "{header}": expected a room before it, such as "{room}/{header}"')
            elif is_ours and not self.allows(room, other):
                found.append(f'{self.where(path, line)}: found "{header}": {self.row(room)}')
        return found

    def wrong_calls(self, build):
        """The same of object code: symbols of build/ROOM.a that are defined in a room that it may not use."""
        home = {symbol: room for room in self.names for _, symbol in symbols(build / f"{room}.a", "--defined-only")}
        found = []
        for room in self.names:
            for member, symbol in symbols(build / f"{room}.a", "--undefined-only"):
                if symbol in home and not self.allows(room, home[symbol]):
                    found.append(f"{room}/{member}: found a call of {home[symbol]}'s {symbol}: {self.row(room)}")
        return sorted(found)


def symbols(binary, *options):
    """(member, symbol) of an archive, or ("", symbol) of another file."""
    listing = subprocess.run(["nm", "-A", "--format=posix", *options, binary], check=True, capture_output=True, text=True).stdout
    rows = re.findall(r"^\S*?(?:\[(\S+)\])?: (\S+) ", listing, re.M)
    return sorted(set(rows))


def code_symbols(build, names):
    """The names of all functions that others can call."""
    listing = subprocess.run(["nm", "--format=posix", "--defined-only", "--extern-only", *(build / f"{room}.a" for room in names)],
                             check=True, capture_output=True, text=True).stdout
    return set(re.findall(r"^(\w+) T ", listing, re.M))


class Function(NamedTuple):
    name: str
    is_static: bool
    path: pathlib.Path
    line: int                                          # of its first line
    length: int                                        # in lines, from its type to its closing brace


def bare(text):
    """C without comments and texts; lines stay where they are."""
    return COMMENT_OR_TEXT.sub(lambda found: "\n" * found[0].count("\n"), text)


def functions(path):
    """Each function that a file defines. It knows the shape that clang-format gives: the braces of a function stand alone, at the left edge."""
    found, start = [], None
    lines = bare(path.read_text()).splitlines()
    for number, line in enumerate(lines):
        if line == "{":
            head = number
            while head > 0 and lines[head - 1].strip() and not lines[head - 1].startswith(("}", "#")) and not lines[head - 1].endswith(";"):
                head -= 1
            declarator = ATTRIBUTE.sub("", " ".join(lines[head:number]))
            name = re.match(r"[^(=]*?(\w+)\(", declarator)
            start = (name[1], declarator.startswith("static "), head) if name else None
        elif line == "}" and start:
            name, is_static, head = start
            found.append(Function(name, is_static, path, head + 1, number - head + 1))
            start = None
    return found


def mentions(name, text):
    """How often bare C text names a function, its definition and prototypes not counted."""
    prototypes = re.findall(rf"^static [^;{{}}=]*?\b{name}\([^;{{}}]*\);", text, re.M)
    return len(re.findall(rf"\b{name}\b", text)) - len(prototypes) - 1


def figures(rooms):
    """All functions, and those of them that are static and are mentioned once beside their definition."""
    all_of_them, once = [], []
    for _, path in rooms.files(".c"):
        text = bare(path.read_text())
        here = functions(path)
        all_of_them += here
        once += [function for function in here if function.is_static and mentions(function.name, text) == 1]
    return all_of_them, once


def main():
    rooms = Rooms()
    all_of_them, once = figures(rooms)
    static = [function for function in all_of_them if function.is_static]
    print("room     files  lines  functions  static  mentioned once")
    for room in rooms.names:
        paths = [path for owner, path in rooms.files(".c", ".h") if owner == room]
        lines = sum(len(path.read_text().splitlines()) for path in paths)
        counts = [sum(function.path.parent.name == room for function in rows) for rows in (all_of_them, static, once)]
        print(f"{room:8} {len(paths):5} {lines:6} {counts[0]:10} {counts[1]:7} {counts[2]:5} {100 * counts[2] / counts[0]:8.0f} %")
    lengths = sorted(function.length for function in all_of_them)
    print(f"static functions with one mention: {len(once)}, {100 * len(once) / len(all_of_them):.1f} % of {len(all_of_them)} functions,"
          f" {100 * len(once) / len(static):.1f} % of the {len(static)} static ones")
    print(f"lines of a function: half have {lengths[len(lengths) // 2]} or fewer, 99 of 100 have {lengths[len(lengths) * 99 // 100]} or fewer,"
          f" the longest has {lengths[-1]}")
    by_name = collections.Counter(path.name for _, path in rooms.files(".c", ".h"))
    longest = max(rooms.files(".c", ".h"), key=lambda row: len(row[1].read_text().splitlines()))[1]
    print(f"{sum(by_name.values())} files, the longest has {len(longest.read_text().splitlines())} lines: {longest.relative_to(rooms.module)}")


if __name__ == "__main__":
    main()
