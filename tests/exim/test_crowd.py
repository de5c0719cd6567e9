# SPDX-License-Identifier: GPL-2.0-or-later
# SPDX-FileCopyrightText: 2026 the whyblock authors
"""Many connections at once."""

from contextlib import ExitStack

import store

LISTED = [f"198.51.{third}.{fourth}" for third in (100, 101) for fourth in range(150)]


def test_300_connections_while_another_process_holds_the_store(exim):
    exim.list("198.51.100.0/23", "open-relay")
    with ExitStack() as held:
        held.enter_context(store.write_transaction(exim.store / "listings"))
        clients = [held.enter_context(exim.client(address)) for address in LISTED]
        codes = [client.say("HELO x", "MAIL FROM:<>", "RCPT TO:<user@example.org>")[2].code for client in clients]
        assert codes == [550] * 300
    assert ["fault" in verdict for verdict in exim.verdicts()] == [False] * 300
