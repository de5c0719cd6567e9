/* SPDX-License-Identifier: GPL-2.0-or-later */
/* SPDX-FileCopyrightText: 2026 the whyblock authors */
/*
 * questions.h - the socket at which whyblock-web asks. It may be taken over by somebody it speaks with, so a peer has the rights of this
 * socket and no more: few connections, one question at a time, each of a bounded length, and always behind what Exim sends. Packets come
 * whole, so a connection on which nothing comes costs its place and nothing else.
 */
#ifndef WB_AGENT_QUESTIONS_H
#define WB_AGENT_QUESTIONS_H

#include <stdint.h>
#include <systemd/sd-event.h>

#include "base/status.h"
#include "service/ask.h"

#define QUESTIONS_USER "whyblock-web" /* who may ask, beside root and the store's owner */
#define QUESTIONS_CONNECTIONS_MAX 8   /* a further one takes the place of the one that was silent for longest */

struct questions_counts {
	uint64_t answered[WB_ASK_KIND_COUNT];
	uint64_t unavailable; /* of these: what could not be looked up */
	uint64_t refused;     /* connections of somebody who may not ask */
	uint64_t malformed;   /* packets that are no question; their connection ends */
	uint64_t dropped;     /* connections that made room, or took no answer */
};

struct questions;

/*
 * Listens at WB_ASK_SOCKET. store: whose questions are answered; folder: of the socket. Both must outlive it.
 * WB_UNAVAILABLE: the socket cannot be made. Close it with questions_close; NULL is allowed.
 */
enum wb_status questions_open(
    sd_event *loop, const char *store, const char *folder, struct questions **questions_r, struct wb_error *error_r);
void questions_close(struct questions **questions);

/* NULL is allowed: then all are 0. */
struct questions_counts questions_counts(const struct questions *questions);

/* The folder of the socket: WB_ASK_FOLDER of the usual store, or WB_STORE_WEB_FOLDER in another. path_r: PATH_MAX bytes. */
void questions_folder(const char *store, char *path_r);

#endif
