/* SPDX-License-Identifier: GPL-2.0-or-later */
/* SPDX-FileCopyrightText: 2026 the whyblock authors */
/*
 * senders.h - how many sender domains the messages of a connection have, for the agent, which counts them over connections.
 */
#ifndef WB_EXIM_SENDERS_H
#define WB_EXIM_SENDERS_H

#include "verdict/event.h"

struct wb_message;
struct wb_query;

/*
 * Counts a message that has arrived, with the domain of its envelope sender: the last two labels, in lower case. Not counted are bounces (the
 * null sender), what a client sends that has logged in, and what may be forwarded or of a list (message_origin.h): whose mail that is
 * the client did not choose. Where one more domain finds no room nothing is counted any more, so that what was counted is as the rest.
 * senders: all zero at the beginning of the connection.
 */
void senders_note(struct wb_event_senders *senders, const struct wb_query *query, const struct wb_message *message);

#endif
