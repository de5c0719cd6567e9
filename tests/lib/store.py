# SPDX-License-Identifier: GPL-2.0-or-later
# SPDX-FileCopyrightText: 2026 the whyblock authors
"""LMDB by its C library, for what the staff command never does: hold a write transaction open."""

import contextlib
import ctypes


@contextlib.contextmanager
def write_transaction(folder):
    """Holds the write transaction of the LMDB environment in folder, from this process."""
    lmdb = ctypes.CDLL("liblmdb.so.0")
    lmdb.mdb_strerror.restype = ctypes.c_char_p
    environment, transaction = ctypes.c_void_p(), ctypes.c_void_p()

    def call(function, *arguments):
        code = getattr(lmdb, function)(*arguments)
        if code:
            raise OSError(f"{function}({folder}): {lmdb.mdb_strerror(code).decode()}")

    call("mdb_env_create", ctypes.byref(environment))
    try:
        call("mdb_env_open", environment, str(folder).encode(), ctypes.c_uint(0), 0o660)
        call("mdb_txn_begin", environment, None, ctypes.c_uint(0), ctypes.byref(transaction))
        yield
        lmdb.mdb_txn_abort(transaction)
    finally:
        lmdb.mdb_env_close(environment)
