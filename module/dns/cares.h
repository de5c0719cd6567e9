/* SPDX-License-Identifier: GPL-2.0-or-later */
/* SPDX-FileCopyrightText: 2026 the whyblock authors */
/*
 * cares.h - what differs between the versions of c-ares, from 1.17 (Debian 11) to 1.34 (Debian 13), behind one face.
 * All of them have one soname: an object that was built with one may be loaded with any later one.
 */
#ifndef WB_CARES_H
#define WB_CARES_H

#include <ares.h>
#include <stdbool.h>
#include <stddef.h>

#include "base/library.h"
#include "dns/packet.h"

#define WB_CARES_VERSION_DNSREC 0x011c00 /* 1.28: records that have been read, see cares.c */

#if ARES_VERSION >= WB_CARES_VERSION_DNSREC
#define WB_CARES_ANSWERS(F) \
	F(ares_query_dnsrec) \
	F(ares_dns_record_get_flags) \
	F(ares_dns_record_rr_cnt) \
	F(ares_dns_record_rr_get_const) \
	F(ares_dns_rr_get_type) \
	F(ares_dns_rr_get_class) \
	F(ares_dns_rr_get_addr) \
	F(ares_dns_rr_get_addr6) \
	F(ares_dns_rr_get_abin) \
	F(ares_dns_rr_get_bin) \
	F(ares_dns_rr_get_str)
#else
#define WB_CARES_ANSWERS(F) F(ares_query)
#endif
#define WB_CARES(F) \
	F(ares_destroy) \
	F(ares_expand_name) \
	F(ares_free_string) \
	F(ares_init_options) \
	F(ares_library_init_mem) \
	F(ares_process_fd) \
	F(ares_set_servers_ports_csv) \
	F(ares_strerror) \
	F(ares_timeout) \
	F(ares_version) \
	WB_CARES_ANSWERS(F)

/* The functions of c-ares that this room uses, once wb_cares_load has returned WB_OK. */
extern struct wb_cares_functions {
	WB_CARES(WB_LIBRARY_FIELD)
} wb_ares;

/* For who only wants it loaded, and calls nothing of it. */
extern struct wb_library wb_cares_library;

/* Loads and initializes c-ares, unless that is done: see wb_library_load. */
enum wb_status wb_cares_load(struct wb_error *error_r);

/*
 * How often memory was refused to c-ares, which does not always say so: an answer that it could not read may pass for one that never came.
 * When the number has grown, what was asked meanwhile is unknown for want of memory.
 */
unsigned long wb_cares_refusals(void);

/* struct ares_options, and behind it what libraries newer than this header read. */
struct wb_cares_options {
	struct ares_options known;
#ifndef ARES_OPT_UDP_MAX_QUERIES
#if ARES_VERSION < 0x011300
	char *hosts_path;
#endif
	int udp_max_queries;
#endif
};

/*
 * Asks for a UDP socket for each question where the library can do so, by its version: since 1.20. Why: see cares.c.
 * Sets what is needed in options and in mask, c-ares' bits of the options that are set.
 */
void wb_cares_use_socket_for_each(struct wb_cares_options *options, int *mask, int version);

/* An answer, or the failure to get one. Lasts as long as the call that hands it over. */
struct wb_cares_reply {
	int status; /* ARES_SUCCESS, ARES_ENOTFOUND ... */
	bool is_truncated;
	const void *answer; /* a packet or c-ares' own record, by version; NULL: there is none */
	size_t length;
};

typedef void wb_cares_done(void *context, const struct wb_cares_reply *reply);

/* The caller's, until done has been called: once, from within wb_cares_ask, ares_process_fd or ares_destroy. */
struct wb_cares_question {
	wb_cares_done *done;
	void *context;
};

/* Sends a question of class IN. type: RFC 1035 section 3.2.2. */
void wb_cares_ask(ares_channel channel, const char *name, int type, struct wb_cares_question *question);

/*
 * Calls take for each record of this type and of class IN in the answer section; A, AAAA, TXT, PTR and MX are known.
 * False: the packet is malformed, and take was called for none of them.
 */
bool wb_cares_walk(const struct wb_cares_reply *reply, int type, wb_packet_take *take, void *context);

#endif
