/* SPDX-License-Identifier: GPL-2.0-or-later */
/* SPDX-FileCopyrightText: 2026 the whyblock authors */
/*
 * peers.h - one of the agent's sockets with those who are connected to it: so many at most, so nobody can take the agent's memory or its
 * descriptors. A further one takes the place of the one that was silent for longest.
 */
#ifndef WB_AGENT_PEERS_H
#define WB_AGENT_PEERS_H

#include <stdbool.h>
#include <stdint.h>
#include <sys/types.h>
#include <systemd/sd-event.h>

#include "base/status.h"

struct peers;

struct peer {
	int fd; /* -1: the place is free */
	sd_event_source *source;
	uint64_t heard;  /* the place of its last word in the order of all */
	uint32_t missed; /* for whoever gives to it: 0 when it has come */
	struct peers *all;
};

struct peers_rules {
	const char *name; /* of the socket, of SOCK_SEQPACKET */
	mode_t mode;      /* of its file */
	size_t most;      /* how many may be connected */
	int64_t priority; /* of sd-event */
	int batch;        /* connections that are taken in one turn, before something else has its own */
	/* Whether this connection may be; else it is counted and closed. */
	bool (*is_allowed)(void *context, int fd);
	/* It has just come, or something may be read: reads without waiting. False: it is of no further use. */
	bool (*hear)(void *context, int fd);
};

struct peers_counts {
	uint64_t refused; /* who may not connect */
	uint64_t dropped; /* who had to make room */
};

/* Listens in this folder. folder, rules and context must outlive it. Close it whatever is returned; NULL is allowed. */
enum wb_status peers_open(sd_event *loop, const char *folder, const struct peers_rules *rules, void *context,
    struct peers **peers_r, struct wb_error *error_r);
void peers_close(struct peers **peers);

/* Takes its name away, and then all who have connected: to each of them hear is called once. */
void peers_drain(struct peers *peers);

/* Each that is connected: begin with NULL; NULL behind the last one. */
struct peer *peers_next(const struct peers *peers, struct peer *before);

const struct peers_counts *peers_counts(const struct peers *peers);

#endif
