/* SPDX-License-Identifier: GPL-2.0-or-later */
/* SPDX-FileCopyrightText: 2026 the whyblock authors */
/*
 * answer_limit.h - how many answers to mail were sent in the last 24 hours: to one address, and in all.
 * A sender's address is easily forged. Without these limits whoever forges one could make us flood somebody else, and two
 * programs that answer each other would never end. Kept in the store's requests/ folder.
 */
#ifndef WB_ANSWER_LIMIT_H
#define WB_ANSWER_LIMIT_H

#include <stdbool.h>
#include <stdint.h>

#include "base/status.h"

/*
 * Asks whether one more answer may be sent to this address now; if so it counts as sent from here on.
 * address: compared without case. Of it only a hash is kept, and for no longer than it counts.
 * granted_r: false when per_address answers went to it, or per_day to all, in the 24 hours up to now_s. What is dated later does not
 *            count: the clock was wrong then, or is now.
 */
enum wb_status wb_answer_limit_take(const char *store, const char *address, uint32_t per_address, uint32_t per_day,
    int64_t now_s, bool *granted_r, struct wb_error *error_r);

#endif
