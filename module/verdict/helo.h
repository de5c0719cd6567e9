/* SPDX-License-Identifier: GPL-2.0-or-later */
/* SPDX-FileCopyrightText: 2026 the whyblock authors */
/*
 * helo.h - what a client's HELO says about it, without the DNS. Pure, but for loading libpsl (host_name.h).
 *
 *   own-name        this host's name, or its address, bare or as a literal; not when the client is this host
 *   bare-ip         an IPv4 or IPv6 address without brackets
 *   other-literal   "[192.0.2.1]", "[IPv6:2001:db8::1]" or "[2001:db8::1]" of another address than the client's. What stands in brackets and
 *                   is no address names no other one: no. Of a host with addresses of both families, or behind a translator, it may be its own.
 *   unqualified     a name without a dot (one at its end counts for nothing)
 *   localhost       localhost, localhost.localdomain, what ends in ".localhost" or begins with "localhost."; the same with a 4 or 6. The
 *                   first is unqualified, too.
 *   client-address  a name that holds the client's whole address, and no word of a server's (host_name.h): a bare address is none
 *   unresolved      unknown: the DNS says it
 *
 * Source: RFC 5321 sections 2.3.5, 4.1.1.1 and 4.1.3.
 */
#ifndef WB_HELO_H
#define WB_HELO_H

#include "base/address.h"
#include "verdict/truths.h"

/* This host, as it is known; NULL, or an empty name: it is not. */
struct wb_own_host {
	const char *name;
	const struct wb_address *address;
};

/*
 * helo:     as the client sent it; empty, or longer than a name can be (255 bytes): each fact is unknown.
 * own:      own-name is unknown of a name while our name is not known, and of an address while our address is not.
 * truths_r: bits of enum wb_helo_fact.
 */
void wb_helo_read(const char *helo, const struct wb_address *client, const struct wb_own_host *own, struct wb_truths *truths_r);

#endif
