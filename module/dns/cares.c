/* SPDX-License-Identifier: GPL-2.0-or-later */
/* SPDX-FileCopyrightText: 2026 the whyblock authors */
/*
 * cares.c - see cares.h
 *
 * What there is to know of each version, and what is done about it:
 *   1.17  Debian 11. struct ares_options ends behind resolvconf_path. Answers come as raw packets.
 *   1.19  hosts_path stands behind that.
 *   1.20  udp_max_queries behind that; and one malformed answer ends all questions that share its socket.
 *   1.28  ares_query_dnsrec hands out records that have been read; ares_query and ares_parse_*_reply are deprecated.
 *   1.34  Debian 13. Nothing more.
 */
#include "dns/cares.h"

#include <arpa/nameser.h>
#include <netinet/in.h>
#include <stdlib.h>
#include <string.h>

#define VERSION_UDP_MAX_QUERIES 0x011400 /* 1.20 */

/*
 * A socket for each question keeps a zone with malformed answers from hiding the listing of another (see 1.20 above). An object that
 * was built with an older header meets such libraries, too, and must not be without: it sets the option in the place where they read
 * it, behind those that its header knows, and by the bit that they look at. Builds with a newer header check that both are right.
 */
#ifdef ARES_OPT_UDP_MAX_QUERIES
#define UDP_MAX_QUERIES known.udp_max_queries
#else
#define UDP_MAX_QUERIES udp_max_queries
#define ARES_OPT_UDP_MAX_QUERIES (1 << 19)
#endif
_Static_assert(offsetof(struct wb_cares_options, UDP_MAX_QUERIES) ==
	offsetof(struct wb_cares_options, known.resolvconf_path) + 2 * sizeof(char *),
    "libraries from 1.20 on read udp_max_queries behind hosts_path, which stands behind resolvconf_path");
_Static_assert(ARES_OPT_UDP_MAX_QUERIES == 1 << 19, "libraries from 1.20 on know udp_max_queries by this bit");

struct wb_cares_functions wb_ares;
struct wb_library wb_cares_library = WB_LIBRARY(WB_SONAME_CARES, WB_CARES, wb_ares);

static unsigned long refusals;

static void *give(size_t bytes)
{
	void *memory = malloc(bytes);

	refusals += memory == NULL;
	return memory;
}

static void *give_more(void *memory, size_t bytes)
{
	void *moved = realloc(memory, bytes);

	refusals += moved == NULL && bytes > 0;
	return moved;
}

unsigned long wb_cares_refusals(void)
{
	return refusals;
}

enum wb_status wb_cares_load(struct wb_error *error_r)
{
	static bool is_set_up;
	enum wb_status status = wb_library_load(&wb_cares_library, error_r);
	int rc = ARES_SUCCESS;

	if (status == WB_OK && !is_set_up)
		rc = wb_ares.ares_library_init_mem(ARES_LIB_INIT_ALL, give, free, give_more);
	if (rc != ARES_SUCCESS)
		return wb_fail(
		    error_r, rc == ARES_ENOMEM ? WB_NO_MEMORY : WB_UNAVAILABLE, "dns: %s", wb_ares.ares_strerror(rc));
	is_set_up = is_set_up || status == WB_OK;
	return status;
}

void wb_cares_use_socket_for_each(struct wb_cares_options *options, int *mask, int version)
{
	/* An older library knows neither the bit nor what it stands for. */
	if (version < VERSION_UDP_MAX_QUERIES)
		return;
	options->UDP_MAX_QUERIES = 1;
	*mask |= ARES_OPT_UDP_MAX_QUERIES;
}

#if ARES_VERSION >= WB_CARES_VERSION_DNSREC
static void take_reply(void *context, ares_status_t status, size_t timeouts, const ares_dns_record_t *record)
{
	const struct wb_cares_question *question = context;
	const struct wb_cares_reply reply = { .status = (int)status,
		.is_truncated = record != NULL && (wb_ares.ares_dns_record_get_flags(record) & ARES_FLAG_TC) != 0,
		.answer = record };

	(void)timeouts;
	question->done(question->context, &reply);
}

void wb_cares_ask(ares_channel channel, const char *name, int type, struct wb_cares_question *question)
{
	wb_ares.ares_query_dnsrec(channel, name, ARES_CLASS_IN, (ares_dns_rec_type_t)type, take_reply, question, NULL);
}

bool wb_cares_walk(const struct wb_cares_reply *reply, int type, wb_packet_take *take, void *context)
{
	size_t count = wb_ares.ares_dns_record_rr_cnt(reply->answer, ARES_SECTION_ANSWER);

	for (size_t i = 0; i < count; i++) {
		const ares_dns_rr_t *rr = wb_ares.ares_dns_record_rr_get_const(reply->answer, ARES_SECTION_ANSWER, i);
		struct wb_packet_record record = { .data = NULL };

		if (wb_ares.ares_dns_rr_get_type(rr) != (ares_dns_rec_type_t)type ||
		    wb_ares.ares_dns_rr_get_class(rr) != ARES_CLASS_IN)
			continue;
		switch (type) {
		case ns_t_a:
			record.data = (const unsigned char *)wb_ares.ares_dns_rr_get_addr(rr, ARES_RR_A_ADDR);
			record.length = sizeof(struct in_addr);
			break;
		case ns_t_aaaa:
			record.data = (const unsigned char *)wb_ares.ares_dns_rr_get_addr6(rr, ARES_RR_AAAA_ADDR);
			record.length = sizeof(struct in6_addr);
			break;
		case ns_t_txt:
			wb_ares.ares_dns_rr_get_abin(rr, ARES_RR_TXT_DATA, 0, &record.first_length);
			record.data = wb_ares.ares_dns_rr_get_bin(rr, ARES_RR_TXT_DATA, &record.length);
			break;
		case ns_t_ptr:
			record.data = (const unsigned char *)wb_ares.ares_dns_rr_get_str(rr, ARES_RR_PTR_DNAME);
			record.length = record.data != NULL ? strlen((const char *)record.data) : 0;
			break;
		case ns_t_mx:
			record.data = (const unsigned char *)wb_ares.ares_dns_rr_get_str(rr, ARES_RR_MX_EXCHANGE);
			record.length = record.data != NULL ? strlen((const char *)record.data) : 0;
			break;
		}
		if (record.data != NULL)
			wb_packet_hand(record, take, context);
	}
	return true;
}
#else
static void take_reply(void *context, int status, int timeouts, unsigned char *packet, int length)
{
	const struct wb_cares_question *question = context;
	/* RFC 1035 section 4.1.1: TC is the second bit of the third octet. */
	const struct wb_cares_reply reply = { .status = status,
		.is_truncated = packet != NULL && length > 2 && (packet[2] & 0x02) != 0,
		.answer = packet,
		.length = packet != NULL ? (size_t)length : 0 };

	(void)timeouts;
	question->done(question->context, &reply);
}

void wb_cares_ask(ares_channel channel, const char *name, int type, struct wb_cares_question *question)
{
	wb_ares.ares_query(channel, name, ns_c_in, type, take_reply, question);
}

/* Not by ares_parse_ptr_reply, which gives up all names for one that is no host's, nor by its kind, one for each type. */
bool wb_cares_walk(const struct wb_cares_reply *reply, int type, wb_packet_take *take, void *context)
{
	return wb_packet_walk(reply->answer, reply->length, (unsigned)type, take, context);
}
#endif
