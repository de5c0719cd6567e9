/* SPDX-License-Identifier: GPL-2.0-or-later */
/* SPDX-FileCopyrightText: 2026 the whyblock authors */
/* name_server.h - one name server: its channel of c-ares, and whether it works. Private to resolver.c. */
#ifndef WB_NAME_SERVER_H
#define WB_NAME_SERVER_H

#include "dns/cares.h"
#include "dns/resolver.h"
#include "dns/sockets.h"

/* Whether a server answers what any resolver knows. */
enum wb_name_server_proof {
	WB_NAME_SERVER_UNPROVEN,
	WB_NAME_SERVER_PROOF_OPEN,
	WB_NAME_SERVER_PROOF_GOOD,
	WB_NAME_SERVER_PROOF_BAD
};

/* What all servers of a resolver have in common. */
struct wb_name_server_rules {
	const struct wb_clock *clock;
	int64_t hedge_us; /* after which the next server is asked */
	uint32_t deadline_ms;
	bool edns, uses_tcp;
	struct wb_sockets sockets;
};

struct wb_name_server {
	struct wb_resolver *resolver; /* for the resolver's own use */
	struct wb_name_server_rules *rules;
	const char *address;
	size_t place; /* in the list of name servers */
	ares_channel channel;
	bool is_open;        /* the channel */
	bool has_answered;   /* well, to anything */
	bool is_asked;       /* anything */
	int64_t asked_at_us; /* first */
	enum wb_name_server_proof proof;
	int64_t proof_at_us;
	const char *why; /* of its last failure, static text; until there is one that of a silence */
};

/* Returns a status of c-ares; unless it is ARES_SUCCESS the channel is not open. Closing is safe to repeat. */
int wb_name_server_open(struct wb_name_server *server);
void wb_name_server_close(struct wb_name_server *server);

/* How long an answer that any resolver has at hand may take; 0 or less: its silence says something. */
int64_t wb_name_server_proof_left_us(const struct wb_name_server *server);

enum wb_resolver_server_state wb_name_server_state(const struct wb_name_server *server);

/* See wb_resolver_is_in_doubt. */
bool wb_name_servers_are_in_doubt(const struct wb_name_server *servers, size_t count);

#endif
