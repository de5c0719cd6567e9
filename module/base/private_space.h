/* SPDX-License-Identifier: GPL-2.0-or-later */
/* SPDX-FileCopyrightText: 2026 the whyblock authors */
/*
 * private_space.h - addresses that no client from outside has: whoever lists them lists hosts of the operator's own.
 */
#ifndef WB_PRIVATE_SPACE_H
#define WB_PRIVATE_SPACE_H

#include "base/address.h"

/* Private, shared, link-local or loopback space that overlaps prefix; NULL: none does. */
const struct wb_prefix *wb_private_space_overlap(const struct wb_prefix *prefix);

#endif
