/* SPDX-License-Identifier: GPL-2.0-or-later */
/* SPDX-FileCopyrightText: 2026 the whyblock authors */
/*
 * visitor.h - where a visitor of the page comes from.
 * Behind the operator's own web server only the last entry of X-Forwarded-For counts: that server wrote it. What stands before it,
 * and the whole header when anybody else sends it, may be made up by a stranger.
 */
#ifndef WB_WEB_VISITOR_H
#define WB_WEB_VISITOR_H

#include <stdbool.h>

#include "base/address.h"
#include "base/list.h"

struct wb_visitor {
	/* False: a trusted proxy did not say, or nothing that is an address. All such visitors count as one where visitors are counted. */
	bool is_known;
	struct wb_address address; /* IPv4 in its v4-mapped form, as everywhere */
	bool may_read_metrics;
	bool is_unheard; /* somebody who is no trusted proxy sent an X-Forwarded-For */
};

/*
 * peer:      the other end of the connection.
 * forwarded: the value of the last line X-Forwarded-For, NULL when there is none; empty when a header that is not read names the visitor.
 * A proxy's own address is never taken for a visitor's: a visitor who comes through it must not learn what is known about it.
 */
struct wb_visitor wb_visitor_find(const struct wb_prefixes *trusted_proxies, const struct wb_prefixes *metrics_from,
    const struct wb_address *peer, const char *forwarded);

#endif
