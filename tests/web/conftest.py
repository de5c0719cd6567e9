# SPDX-License-Identifier: GPL-2.0-or-later
# SPDX-FileCopyrightText: 2026 the whyblock authors
"""Tests of the pages: whyblock site (env WHYBLOCK), the pages for one visitor, written by env WEB_PAGES (build/web-pages), and the
service whyblock-web (env WHYBLOCK_WEB), each with a store of its own."""

import functools
import http.server
import os
import pathlib
import re
import shutil
import subprocess
import sys
import threading

import pytest

TOP = pathlib.Path(__file__).resolve().parents[2]
sys.path[:0] = [str(TOP / "tests/lib"), str(TOP / "tests/cli")]
import browser as chromium                           # noqa: E402
import skipped                                       # noqa: E402
import web_service                                   # noqa: E402
from environment import ENVIRONMENT                  # noqa: E402

WHYBLOCK = os.environ.get("WHYBLOCK", TOP / "build/whyblock")
WEB_PAGES = os.environ.get("WEB_PAGES", TOP / "build/web-pages")
NGINX = shutil.which("nginx", path="/usr/sbin:/usr/bin")
LANGUAGES = re.findall(r"^\s+ROW\(\w+, (\w+), ", (TOP / "module/page/language.h").read_text(), re.M)
SITE = """
site {
    name = "Example Internet"
    url = "https://postmaster.example.net/blocked"
    contacts = {"postmaster@example.net", "https://example.net/help", "+1 555 0100"}
}
category "own" { title = "bad manners" }
"""
CSP = ("default-src 'none'; style-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'")


class Site:
    """A configuration, and the folder that whyblock site writes."""

    def __init__(self, folder, config=SITE):
        self.top = folder
        self.conf = folder / "whyblock.conf"
        self.folder = folder / "site"
        self.configure(config)

    def configure(self, config):
        self.conf.write_text(f'store = "{self.top / "store"}"\n{config}')
        self.conf.chmod(0o644)

    def __call__(self, *arguments, status=0, **options):
        run = subprocess.run([WHYBLOCK, "-c", self.conf, *(arguments or ["site", self.folder])], capture_output=True, text=True,
                             env=ENVIRONMENT, **options)
        assert run.returncode == status, run.stdout + run.stderr
        return run

    def pages(self):
        """{path below the folder: text} of every page."""
        return {str(path.relative_to(self.folder)): path.read_text() for path in sorted(self.folder.rglob("*.html"))}


@pytest.fixture
def site(tmp_path):
    return Site(tmp_path)


class Server:
    """Serves a folder as a web server of the operator's would, with a strict CSP."""

    def __init__(self, folder):
        class Handler(http.server.SimpleHTTPRequestHandler):
            def end_headers(self):
                self.send_header("Content-Security-Policy", CSP)
                self.send_header("X-Content-Type-Options", "nosniff")
                super().end_headers()

            def log_message(self, *arguments):
                pass

        self.http = http.server.ThreadingHTTPServer(("127.0.0.1", 0), functools.partial(Handler, directory=str(folder)))
        self.url = f"http://127.0.0.1:{self.http.server_address[1]}/"
        threading.Thread(target=self.http.serve_forever, daemon=True).start()

    def close(self):
        self.http.shutdown()
        self.http.server_close()


@pytest.fixture(scope="session")
def written(tmp_path_factory):
    """Folder with the static site in site/ and the pages for one visitor in personal/."""
    folder = tmp_path_factory.mktemp("pages")
    site = Site(folder)
    site()
    (folder / "personal").mkdir()
    subprocess.run([WEB_PAGES, site.conf, folder / "personal"], check=True, env=ENVIRONMENT)
    return folder


@pytest.fixture(scope="session")
def server(written):
    server = Server(written)
    yield server
    server.close()


@pytest.fixture(scope="session")
def browser():
    if chromium.missing():
        pytest.skip(chromium.missing())
    window = chromium.Browser()
    yield window
    window.close()


@pytest.fixture
def make_service(tmp_path):
    """Service(folder, ...) for tests that want options of their own; ended with the test, exit status 0 asserted."""
    made = []

    def make(*options, folder=tmp_path, **more):
        folder.mkdir(exist_ok=True)
        service = web_service.Service(folder, *options, **more)
        made.append(service)
        return service

    yield make
    for service in made:
        service.__exit__()


@pytest.fixture
def service(make_service):
    return make_service()


def pytest_terminal_summary(terminalreporter):
    skipped.tell(terminalreporter)
