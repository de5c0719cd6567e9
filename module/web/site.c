/* SPDX-License-Identifier: GPL-2.0-or-later */
/* SPDX-FileCopyrightText: 2026 the whyblock authors */
/* site.c - see site.h */
#include "web/site.h"

#include <string.h>
#include <unistd.h>

void wb_site_open(struct wb_site *site)
{
	memset(site, 0, sizeof(*site));
	site->looked_at_s = -1;
	/* Cut, it may have no NUL. */
	if (gethostname(site->host, sizeof(site->host) - 1) < 0)
		site->host[0] = '\0';
	site->held.site.page =
	    (struct wb_page_site){ .name = site->host, .url = "", .removal_address = "", .colour = "", .colour_dark = "" };
}

void wb_site_refresh(struct wb_site *site, struct wb_agent_client *client, int64_t now_s)
{
	struct wb_ask_question question = { .kind = WB_ASK_SITE, .site_serial = site->held.site.serial };
	const struct wb_ask_answer *answer;

	if (now_s == site->looked_at_s)
		return;
	site->looked_at_s = now_s;
	answer = wb_agent_client_ask(client, &question);
	if (answer == NULL || answer->result != WB_ASK_DONE)
		return;
	if (!answer->site.is_new) {
		site->held.site.is_faulty = answer->site.is_faulty;
		return;
	}
	/* Its texts and lists point into the packet and into what was read: so the packet is kept, and read again in its place. */
	memcpy(site->bytes, client->bytes, client->size);
	wb_ask_read_answer((struct wb_blob){ site->bytes, client->size }, &site->held);
	site->is_known = true;
}
