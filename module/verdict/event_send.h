/* SPDX-License-Identifier: GPL-2.0-or-later */
/* SPDX-FileCopyrightText: 2026 the whyblock authors */
/* event_send.h - one packet to the agent, which nobody waits for. */
#ifndef WB_EVENT_SEND_H
#define WB_EVENT_SEND_H

#include <stddef.h>

enum wb_event_sending {
	WB_EVENT_SENT,
	WB_EVENT_UNWANTED, /* no agent is to run here: it has no folder */
	WB_EVENT_LOST,     /* the agent is dead or did not start, or more wait for it than find room */
};

/*
 * Connects, sends and closes, none of which waits: what the agent has not taken yet waits in the socket's queue. A SOCK_SEQPACKET socket
 * queues 4096 connections, where one for datagrams queues ten packets.
 * folder: of the socket WB_EVENT_SOCKET.
 * Source: unix(7); backlog in listen(2); net.unix.max_dgram_qlen and net.core.somaxconn in the kernel's documentation.
 */
enum wb_event_sending wb_event_send(const char *folder, const void *bytes, size_t size);

#endif
