/* SPDX-License-Identifier: GPL-2.0-or-later */
/* SPDX-FileCopyrightText: 2026 the whyblock authors */
/*
 * request_limit.h - may one more request be filed? Private to the files that keep requests.
 *
 * Anybody can file a request about any host, so what a genuine reference proves counts: requests without one never hold back
 * a request that has one, but for the visitor's own address and the number of all in a day, of which they may take half.
 */
#ifndef WB_REQUEST_LIMIT_H
#define WB_REQUEST_LIMIT_H

#include "store/request_session.h"

/*
 * Whether a request, as it was cleaned and checked, may be filed at its created_at_s: WB_REQUEST_FILED, or what forbids it.
 * number_r: of the open request, with WB_REQUEST_ALREADY_OPEN; else 0.
 * Requests from the future are not counted: the clock was wrong when they came, or is now. Nor is what cannot be read.
 */
enum wb_status wb_request_limit_check(struct wb_request_session *session, const struct wb_request *request,
    const struct wb_request_limits *limits, enum wb_request_outcome *outcome_r, uint64_t *number_r, struct wb_error *error_r);

#endif
