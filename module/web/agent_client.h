/* SPDX-License-Identifier: GPL-2.0-or-later */
/* SPDX-FileCopyrightText: 2026 the whyblock authors */
/*
 * agent_client.h - asks whyblock-agent, over one connection that is kept.
 * All visitors are served by one thread, so nobody waits long: an agent that does not answer costs one visit WB_AGENT_PATIENCE_MS.
 * Then every question fails at once until the answer that is overdue has come, or the agent has been started anew.
 */
#ifndef WB_WEB_AGENT_CLIENT_H
#define WB_WEB_AGENT_CLIENT_H

#include <stdbool.h>
#include <stdint.h>

#include "service/ask.h"

#define WB_AGENT_PATIENCE_MS 2000

struct wb_agent_client {
	const char *folder; /* of the socket */
	int fd;             /* -1: not connected */
	uint32_t number;    /* of the last question */
	bool is_overdue;    /* its answer has not come in time */
	bool is_told;       /* that the agent cannot be asked */
	struct wb_ask_answer answer;
	size_t size; /* of the packet that answer points to */
	unsigned char bytes[WB_ASK_ANSWER_BYTES_MAX + 1];
};

/* folder must outlive it. Nothing is connected before the first question. */
void wb_agent_client_open(struct wb_agent_client *client, const char *folder);

/*
 * Asks, and waits for the answer; the question gets its number here. NULL: there is none, which stderr is told once. A request to file may
 * have reached the agent all the same. The answer lasts until the next question.
 */
const struct wb_ask_answer *wb_agent_client_ask(struct wb_agent_client *client, struct wb_ask_question *question);

void wb_agent_client_close(struct wb_agent_client *client);

#endif
