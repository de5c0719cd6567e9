# SPDX-License-Identifier: GPL-2.0-or-later
# SPDX-FileCopyrightText: 2026 the whyblock authors
# The rooms of this folder, from the ground up, and which others each may use: includes of its files, and calls of its object code.
# The Makefile makes an archive of each and links what it names here; tests/rooms/test_rooms.py holds code to the same rows.
ROOMS        := base dns verdict config store desk page service exim cli web agent
USES_base    :=
USES_dns     := base
USES_verdict := dns base
USES_config  := verdict dns base
USES_store   := verdict dns base
USES_desk    := store config verdict dns base
USES_page    := base
USES_service := page base
USES_exim    := verdict dns base
USES_cli     := desk page store config verdict dns base
USES_web     := service page base
USES_agent   := service desk page store config verdict dns base

# Unit tests write their policies as configurations, and their stores by the code that makes them, whatever the room itself may use.
UNIT_verdict := config store
UNIT_config  := store
UNIT_store   := config
