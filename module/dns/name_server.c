/* SPDX-License-Identifier: GPL-2.0-or-later */
/* SPDX-FileCopyrightText: 2026 the whyblock authors */
/* name_server.c - see name_server.h */
#include "dns/name_server.h"

#define TRIES 3         /* within the deadline: c-ares' own default of 5 s would never ask twice */
#define EDNS_BYTES 1232 /* the DNS Flag Day 2020 size: no fragments */
/* c-ares would take options from resolv.conf that were not asked for, and wait for ever when it is a FIFO. */
#define NO_FILE "/dev/null"

static void watch_socket(void *context, ares_socket_t fd, int readable, int writable)
{
	struct wb_name_server *server = context;

	wb_sockets_watch(&server->rules->sockets, server->channel, fd, readable, writable);
}

int wb_name_server_open(struct wb_name_server *server)
{
	const struct wb_name_server_rules *rules = server->rules;
	uint32_t deadline_ms = rules->deadline_ms;
	/* What a server answers is wanted as it is: c-ares would ask the next one, and there is none. */
	int flags = ARES_FLAG_NOCHECKRESP | (rules->edns ? ARES_FLAG_EDNS : 0) | (rules->uses_tcp ? ARES_FLAG_USEVC : 0);
	struct wb_cares_options options = { .known = {
						.flags = flags,
						.timeout = deadline_ms < 3 * TRIES ? 3 : (int)(deadline_ms / TRIES),
						.tries = TRIES,
						.ednspsz = EDNS_BYTES,
						.resolvconf_path = (char *)NO_FILE,
						.sock_state_cb = watch_socket,
						.sock_state_cb_data = server,
					    } };
	int mask = ARES_OPT_FLAGS | ARES_OPT_TIMEOUTMS | ARES_OPT_TRIES | ARES_OPT_SOCK_STATE_CB | ARES_OPT_RESOLVCONF |
	    (rules->edns ? ARES_OPT_EDNSPSZ : 0);
	int version, rc;

	wb_ares.ares_version(&version);
	wb_cares_use_socket_for_each(&options, &mask, version);
	rc = wb_ares.ares_init_options(&server->channel, &options.known, mask);
	if (rc != ARES_SUCCESS)
		return rc;
	server->is_open = true;
	rc = wb_ares.ares_set_servers_ports_csv(server->channel, server->address);
	/* Or it would ask the servers of resolv.conf, and their answers would be taken for this one's. */
	if (rc != ARES_SUCCESS)
		wb_name_server_close(server);
	return rc;
}

void wb_name_server_close(struct wb_name_server *server)
{
	if (server->is_open)
		wb_ares.ares_destroy(server->channel);
	server->is_open = false;
}

int64_t wb_name_server_proof_left_us(const struct wb_name_server *server)
{
	const struct wb_clock *clock = server->rules->clock;

	return server->proof_at_us + server->rules->hedge_us / 8 - clock->monotonic_us(clock->context);
}

bool wb_name_servers_are_in_doubt(const struct wb_name_server *servers, size_t count)
{
	bool is_open = false, has_good = false;

	for (size_t i = 0; i < count; i++) {
		const struct wb_name_server *server = &servers[i];

		/* One that has just been doubted is soon known to be dead or alive: others should hear of it. */
		if (server->proof == WB_NAME_SERVER_PROOF_OPEN && !server->has_answered &&
		    wb_name_server_proof_left_us(server) > 0)
			return true;
		has_good = has_good || server->has_answered || server->proof == WB_NAME_SERVER_PROOF_GOOD;
		is_open = is_open || server->proof == WB_NAME_SERVER_PROOF_OPEN;
	}
	return is_open && !has_good;
}

enum wb_resolver_server_state wb_name_server_state(const struct wb_name_server *server)
{
	if (server->has_answered || server->proof == WB_NAME_SERVER_PROOF_GOOD)
		return WB_RESOLVER_SERVER_GOOD;
	if (server->proof == WB_NAME_SERVER_PROOF_BAD)
		return WB_RESOLVER_SERVER_FAULTY;
	/* What every resolver knows comes at once. */
	if (server->proof == WB_NAME_SERVER_PROOF_OPEN && wb_name_server_proof_left_us(server) <= 0)
		return WB_RESOLVER_SERVER_FAULTY;
	return WB_RESOLVER_SERVER_UNKNOWN;
}
