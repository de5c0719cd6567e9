/* SPDX-License-Identifier: GPL-2.0-or-later */
/* SPDX-FileCopyrightText: 2026 the whyblock authors */
/* sockets.h - the sockets that c-ares wants watched, of several channels, and one wait for all of them. Private to resolver.c. */
#ifndef WB_DNS_SOCKETS_H
#define WB_DNS_SOCKETS_H

#include <poll.h>

#include "dns/cares.h"

#define WB_SOCKETS_MAX 400 /* twice the questions that may be open, and TCP */

struct wb_sockets {
	nfds_t count;
	struct pollfd rows[WB_SOCKETS_MAX];
	ares_channel channels[WB_SOCKETS_MAX];
};

/*
 * What c-ares tells its callback of option ARES_OPT_SOCK_STATE_CB; ares_fds and ares_getsock, which ask it, are deprecated. What finds no
 * room is not watched, and its question ends by the deadline.
 */
void wb_sockets_watch(struct wb_sockets *sockets, ares_channel channel, ares_socket_t fd, int readable, int writable);

/* Waits so long at most, and hands every socket that is ready to its channel. */
void wb_sockets_poll(struct wb_sockets *sockets, int timeout_ms);

#endif
