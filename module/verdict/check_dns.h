/* SPDX-License-Identifier: GPL-2.0-or-later */
/* SPDX-FileCopyrightText: 2026 the whyblock authors */
/*
 * check_dns.h - what a check asks of the DNS about one client: its zones, its host's names where rules want them or it is about to be refused, and
 * the name in HELO. One resolver, one deadline, once for each connection. Private to check.c.
 */
#ifndef WB_CHECK_DNS_H
#define WB_CHECK_DNS_H

#include "dns/host_names.h"
#include "dns/resolver.h"
#include "verdict/check.h"
#include "verdict/check_age.h"
#include "verdict/check_host.h"
#include "verdict/check_message.h"
#include "verdict/lowered_file.h"

struct wb_check_dns {
	const struct wb_check_options *options;
	struct wb_outcome *outcome;
	struct wb_check_ages *ages;
	struct wb_lowered *lowered;
	const struct wb_limits *least; /* that any recipient chooses; NULL: none does */
	struct wb_resolver *resolver;  /* NULL: not needed yet, or not any more */
	struct wb_dnsbl *dnsbl;        /* the round of questions under way, or over */
	struct wb_host_wants wants;    /* of the policy's rules */
	struct wb_host_names *names;   /* NULL: nobody wants to know them */
	bool wants_name;               /* the names were asked for, or there is no memory for it */
	struct wb_name_address *helo;  /* the name in HELO; NULL: the same */
	bool wants_helo;
	struct wb_host host;              /* what is known by now */
	struct wb_check_message *message; /* what rules say of the mail; NULL: it is about none */
	bool is_done;                     /* the round is over, or was not needed */
};

/* Sends the questions, or takes in what has come since; never waits. */
void wb_check_dns_prefetch(struct wb_check_dns *dns, int64_t now_s);

/*
 * Asks all zones at once and waits until the reply is settled, or the deadline is over. Then evidence and name are in the outcome's facts; its
 * verdict is one without them or with half of them.
 */
void wb_check_dns_gather(struct wb_check_dns *dns, int64_t now_s);

/*
 * The client would be refused by now, and nobody has asked whose host it is: when it was looked at, it was within a grace, or allowed, which has
 * ended since. It has to be looked at anew.
 */
bool wb_check_dns_is_outdated(struct wb_check_dns *dns, int64_t now_s);

/* Forgets what was asked about a client; the next one is asked about anew. */
void wb_check_dns_drop(struct wb_check_dns *dns);

#endif
