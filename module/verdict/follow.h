/* SPDX-License-Identifier: GPL-2.0-or-later */
/* SPDX-FileCopyrightText: 2026 the whyblock authors */
/* follow.h - what the agent gives to those who follow events: a head, and behind it the packet as Exim's process has sent it. */
#ifndef WB_FOLLOW_H
#define WB_FOLLOW_H

#include <stdint.h>

#include "base/bytes.h"

#define WB_FOLLOW_SOCKET "follow" /* of SOCK_SEQPACKET, in the folder that wb_policy_run_folder names */
#define WB_FOLLOW_HEAD_BYTES 8

struct wb_follow_head {
	uint32_t missed; /* packets before this one that found no room */
	/*
	 * Of a verdict: the events of its message up to this one; of a connection's end: the recipients for whom mail of its network (an
	 * address, or a /64 of IPv6) was accepted up to now; of a report: those of its kind about the network that count, 0 when none does.
	 * UINT32_MAX: so many or more.
	 */
	uint32_t total;
};

static inline void wb_follow_head_put(unsigned char *bytes, struct wb_follow_head head)
{
	wb_bytes_put(bytes, head.missed, 4);
	wb_bytes_put(bytes + 4, head.total, 4);
}

static inline struct wb_follow_head wb_follow_head_get(const unsigned char *bytes)
{
	return (struct wb_follow_head){ (uint32_t)wb_bytes_get(bytes, 4), (uint32_t)wb_bytes_get(bytes + 4, 4) };
}

#endif
