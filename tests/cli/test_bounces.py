# SPDX-License-Identifier: GPL-2.0-or-later
# SPDX-FileCopyrightText: 2026 the whyblock authors
"""Returned mails of many mail systems, handed on in each way that people have: the code in them is found."""

import ipaddress

import bounces
import pytest
from removal_case import Site


@pytest.fixture
def site(wb, tmp_path):
    site = Site(wb, tmp_path)
    site.configure(removal="per_address = 1000 per_day = 100000")
    return site


@pytest.mark.parametrize("returned", bounces.RETURNED, ids=lambda returned: returned.__name__)
def test_the_code_is_found(site, returned):
    missed, numbers = [], []
    for n, hand in enumerate(bounces.HANDED_ON):
        client = ipaddress.ip_address("198.51.100.0") + n
        raw = bounces.make(returned, hand, site.code(client), client=client)
        answer = site.receive(raw, bounces.PERSON)
        if hand == "as it came" and answer["outcome"] == "ignored":
            continue                                    # a bounce in person: see test_removal_receive.py
        if answer["outcome"] != "filed":
            missed.append((hand, answer["outcome"]))
        else:
            numbers.append(answer["number"])
    assert missed == []
