/* SPDX-License-Identifier: GPL-2.0-or-later */
/* SPDX-FileCopyrightText: 2026 the whyblock authors */
/*
 * name_servers.h - which name servers are asked: those of dns.servers, or the system's, by resolv.conf(5). That file is the one text that
 * Exim's process parses: when a zone is about to be asked.
 */
#ifndef WB_NAME_SERVERS_H
#define WB_NAME_SERVERS_H

#include <stdbool.h>
#include <stddef.h>

#include "base/list.h"

#define WB_NAME_SERVERS_MAX 8  /* of dns.servers; of resolv.conf MAXNS, which is 3 */
#define WB_NAME_SERVER_SIZE 72 /* "[fe80::1%eth0]:5353" */
#define WB_NAME_SERVERS_LEFT_OUT 160
#define WB_RESOLV_CONF "/etc/resolv.conf"

struct wb_name_servers {
	size_t count; /* 0 only when none of dns.servers can be an address */
	char rows[WB_NAME_SERVERS_MAX]
		 [WB_NAME_SERVER_SIZE]; /* as c-ares takes them: an address, "address:port", "[address]:port" */
	/*
	 * For whoever knows it to fill in: those that gave no answer of late. They are asked behind the others; when all of them are suspended
	 * all are asked at once, and waited for shortly, unless one is seen to be back.
	 */
	bool is_suspended[WB_NAME_SERVERS_MAX];
	bool uses_tcp;   /* options use-vc */
	bool is_default; /* none is named: 127.0.0.1, as resolv.conf(5) has it */
	/* Of resolv.conf, what has no effect here: "timeout:1, attempts:1"; empty: nothing. */
	char left_out[WB_NAME_SERVERS_LEFT_OUT];
};

/*
 * configured: dns.servers; none: those of the file.
 * resolv_conf: NULL: WB_RESOLV_CONF. A file that is missing or no regular one names none; the lines within its first 4096 bytes are read.
 */
void wb_name_servers_find(const struct wb_texts *configured, const char *resolv_conf, struct wb_name_servers *servers_r);

#endif
