/* SPDX-License-Identifier: GPL-2.0-or-later */
/* SPDX-FileCopyrightText: 2026 the whyblock authors */
/* site.h - what the service knows of the operator's configuration, as the agent hands it over: it reads no file of its own. */
#ifndef WB_WEB_SITE_H
#define WB_WEB_SITE_H

#include <stdbool.h>
#include <stdint.h>

#include "web/agent_client.h"

struct wb_site {
	struct wb_ask_answer held; /* its part `site`: the last that came; before, the host's name and nothing else */
	bool is_known;             /* one has come */
	int64_t looked_at_s;
	char host[256];
	unsigned char bytes[WB_ASK_ANSWER_BYTES_MAX]; /* the packet, to which it points */
};

void wb_site_open(struct wb_site *site);

/*
 * Asks whether it has changed, once a second at most. While the agent gives none the one before stays; otherwise all pointers into the old
 * one end here.
 */
void wb_site_refresh(struct wb_site *site, struct wb_agent_client *client, int64_t now_s);

#endif
