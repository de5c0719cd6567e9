/* SPDX-License-Identifier: GPL-2.0-or-later */
/* SPDX-FileCopyrightText: 2026 the whyblock authors */
/* sockets.c - see sockets.h */
#include "dns/sockets.h"

#include <string.h>

void wb_sockets_watch(struct wb_sockets *sockets, ares_channel channel, ares_socket_t fd, int readable, int writable)
{
	short events = (short)((readable ? POLLIN : 0) | (writable ? POLLOUT : 0));
	nfds_t i;

	for (i = 0; i < sockets->count && sockets->rows[i].fd != fd; i++)
		;
	if (i < sockets->count && events == 0) {
		sockets->count--;
		sockets->rows[i] = sockets->rows[sockets->count];
		sockets->channels[i] = sockets->channels[sockets->count];
	} else if (i < sockets->count) {
		sockets->rows[i].events = events;
	} else if (events != 0 && i < WB_SOCKETS_MAX) {
		sockets->rows[i] = (struct pollfd){ .fd = fd, .events = events };
		sockets->channels[i] = channel;
		sockets->count++;
	}
}

void wb_sockets_poll(struct wb_sockets *sockets, int timeout_ms)
{
	struct pollfd rows[WB_SOCKETS_MAX];
	ares_channel channels[WB_SOCKETS_MAX];
	nfds_t count = sockets->count;

	/* c-ares watches others meanwhile, so a copy is walked. */
	memcpy(rows, sockets->rows, count * sizeof(rows[0]));
	memcpy(channels, sockets->channels, count * sizeof(channels[0]));
	if (poll(rows, count, timeout_ms) < 0)
		count = 0;
	for (nfds_t i = 0; i < count; i++) {
		short events = rows[i].revents;

		if (events != 0)
			wb_ares.ares_process_fd(channels[i],
			    (events & (POLLIN | POLLERR | POLLHUP)) != 0 ? rows[i].fd : ARES_SOCKET_BAD,
			    (events & POLLOUT) != 0 ? rows[i].fd : ARES_SOCKET_BAD);
	}
}
