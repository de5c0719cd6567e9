# SPDX-License-Identifier: GPL-2.0-or-later
# SPDX-FileCopyrightText: 2026 the whyblock authors
"""axe-core, which finds faults of accessibility: fetched from the npm registry once, checked against its checksum, kept in build/axe."""

import base64
import hashlib
import http.client
import io
import os
import pathlib
import tarfile
import urllib.request

VERSION = "4.14.1"
SHA512 = "FHfa+lmNjQZfJz1q8wKqIDwC6DExcHt/pkjNQb09a3NPjCKg2rhu5qb2S4r76ASyFNNtuFooJpZe37OgudVGtQ=="
URL = f"https://registry.npmjs.org/axe-core/-/axe-core-{VERSION}.tgz"
FOLDER = pathlib.Path(__file__).resolve().parents[2] / "build/axe"

_reason = None


def _fetch():
    with urllib.request.urlopen(URL, timeout=60) as answer:
        package = answer.read(20_000_000)
    if base64.b64encode(hashlib.sha512(package).digest()).decode() != SHA512:
        raise ValueError(f"{URL} is not the file that was expected: its SHA-512 differs")
    return package


def _script():
    """The package is kept, and checked each time: what runs is what was pinned."""
    package = FOLDER / f"axe-core-{VERSION}.tgz"
    if package.exists() and base64.b64encode(hashlib.sha512(package.read_bytes()).digest()).decode() == SHA512:
        data = package.read_bytes()
    else:
        data = _fetch()
        FOLDER.mkdir(parents=True, exist_ok=True)
        new = package.with_suffix(f".{os.getpid()}")
        new.write_bytes(data)
        new.rename(package)
    with tarfile.open(fileobj=io.BytesIO(data)) as archive:
        return archive.extractfile("package/axe.min.js").read().decode()


_cached = None


def script():
    """The text of axe.min.js, or None; then missing() says why."""
    global _cached, _reason
    if _cached is None and _reason is None:
        try:
            _cached = _script()
        except (OSError, ValueError, KeyError, http.client.HTTPException, tarfile.TarError) as error:
            _reason = f"axe-core {VERSION} could not be fetched: {error}"
    return _cached


def missing():
    script()
    return _reason
