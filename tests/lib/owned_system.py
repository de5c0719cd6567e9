# SPDX-License-Identifier: GPL-2.0-or-later
# SPDX-FileCopyrightText: 2026 the whyblock authors
"""A private system on which whyblock is installed: the command is /usr/bin/whyblock, the configuration the usual one, the store its user's."""

import json
import os
import pathlib

import private_system
import pytest

WHYBLOCK = os.environ.get("WHYBLOCK", "build/whyblock")
STORE, CONF, KEY = "/var/lib/whyblock", "/etc/whyblock/whyblock.conf", "/etc/whyblock/reference.key"
needs_private_system = pytest.mark.skipif(bool(private_system.missing()), reason=private_system.missing() or "-")


class System(private_system.PrivateSystem):
    def whyblock(self, *arguments, **options):
        return self("/usr/bin/whyblock", *arguments, **options)

    def history(self):
        return json.loads(self.whyblock("--json", "history").stdout)

    def owners(self):
        """{path: "user:group mode"} of all in the store."""
        lines = self("find", STORE, "-printf", "%P %u:%g %m\n").stdout.splitlines()
        return dict(line.split(" ", 1) for line in lines)


@pytest.fixture
def system(tmp_path):
    """Installed, and `init` has run; ann is of staff, bob is not."""
    tmp_path.chmod(0o755)
    with System(tmp_path) as made:
        made("install", "-m", "755", pathlib.Path(WHYBLOCK).resolve(), "/usr/bin/whyblock")
        made.write(CONF, "", 0o640)
        made.whyblock("init")
        made("chgrp", "whyblock", CONF)
        made.write("/etc/sudoers.d/whyblock", pathlib.Path("packaging/sudoers/whyblock").read_text(), 0o440)
        for name, groups in (("ann", "whyblock"), ("bob", "")):
            made("useradd", "--create-home", "--home-dir", f"/var/lib/home-{name}", "--groups", groups, name)
        yield made
