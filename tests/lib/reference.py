# SPDX-License-Identifier: GPL-2.0-or-later
# SPDX-FileCopyrightText: 2026 the whyblock authors
"""The format of references, written a second time from module/verdict/reference.h, so that each program checks the other."""

import datetime
import hashlib
import ipaddress

ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
ACTIONS = ["log", "tag", "defer", "reject"]
EPOCH = 1735689600                                   # 2025-01-01T00:00:00Z


def category_hash(category):
    return int.from_bytes(hashlib.blake2b(category.encode(), digest_size=16).digest()[:2], "big")


def make(key, client, category, action="reject", at=None, subnet=False):
    """The code that a site with this key (bytes) would send to this client at this Unix time. subnet: of IPv6, in the form of before, which holds the /64."""
    client = ipaddress.ip_address(client)
    at = datetime.datetime.now().timestamp() if at is None else at
    if client.version == 4:
        address, address_bits, bits = int(client), 32, 120
    else:
        address, address_bits, bits = (int(client) >> 64, 64, 160) if subnet else (int(client), 128, 220)
    code = used = 0
    for value, count in [(1, 2), (ACTIONS.index(action), 2), (int(at - EPOCH) // 60, 25), (category_hash(category), 16),
                         (address, address_bits)]:
        code, used = code << count | value, used + count
    code <<= bits - used
    padding = -bits % 8         # whole bytes are hashed
    mac = hashlib.blake2b((code << padding).to_bytes((bits + padding) // 8, "big"), key=key, digest_size=16).digest()
    code |= int.from_bytes(mac, "big") >> 128 - (bits - used)
    symbols = "".join(ALPHABET[code >> shift & 31] for shift in range(bits - 5, -1, -5))
    return "-".join(symbols[i:i + 4] for i in range(0, len(symbols), 4))
