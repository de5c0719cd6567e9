/* SPDX-License-Identifier: GPL-2.0-or-later */
/* SPDX-FileCopyrightText: 2026 the whyblock authors */
/*
 * policy.h - what the operator decides, checked and compiled: all that a verdict needs to know beside the client and the time.
 * Plain values; whoever made them owns them (config.h, or policy_file.h), and they do not change while a check uses them.
 */
#ifndef WB_POLICY_H
#define WB_POLICY_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/list.h"
#include "base/position.h"
#include "base/status.h"
#include "dns/resolver.h"
#include "dns/zone.h"
#include "verdict/category.h"
#include "verdict/truths.h"

enum wb_mode { WB_ENFORCE, WB_MONITOR };
enum wb_on_error { WB_ON_ERROR_ACCEPT, WB_ON_ERROR_DEFER };
enum wb_sender_action { WB_SENDER_DEFER, WB_SENDER_TAG, WB_SENDER_LOG, WB_SENDER_OFF, WB_SENDER_ACTIONS };
enum wb_rule_group { WB_RULE_ALONE, WB_RULE_SCRIPT, WB_RULE_ODD, WB_RULE_FORM, WB_RULE_WEAK, WB_RULE_GROUPS };
enum wb_sender_kind { WB_SENDER_MAILBOX, WB_SENDER_BULK, WB_SENDER_GATEWAY, WB_SENDER_FORWARDER, WB_SENDER_KINDS };

#define WB_POLICY_STORE "/var/lib/whyblock" /* the store's folder, unless somebody names another */
#define WB_POLICY_RUN "/run/whyblock"       /* and what belongs to it of the agent; of another store, its folder run/ */
#define WB_POLICY_CATEGORIES_MAX 64
#define WB_POLICY_RULES_MAX 500
#define WB_POLICY_SENDERS_MAX 1000
#define WB_POLICY_RECIPIENTS_MAX 1000

struct wb_site {
	const char *name; /* never empty: the host's name unless set */
	const char *url;  /* of the page that a reply leads to; empty: none */
	struct wb_texts contacts;
};

struct wb_geoip_files {
	const char *country; /* whose copy is asked, see published.h; empty: none */
	const char *asn;
};

struct wb_exempt {
	struct wb_prefixes hosts;
	bool authenticated;
	struct wb_texts recipients;
};

/* Evidence by what is true of the client, its host or a mail, see rule.h. What is empty, or 0, is no condition. */
struct wb_rule {
	const char *name;
	struct wb_asns asns, except_asns;
	struct wb_texts countries, except_countries;
	/* As the file writes them, where it was read from one; and as what they are: a bit for each fact of truths.h, of which one is enough. */
	struct wb_texts helo, host_name, message;
	uint32_t helo_facts, host_name_facts, message_facts;
	const char *helo_pattern, *host_name_pattern; /* see pattern.h */
	struct wb_texts headers;                      /* names, of which one is enough */
	const char *header_pattern, *sender_pattern, *body_pattern;
	int group; /* enum wb_rule_group */
	const char *category_id;
	size_t category; /* place in the policy's categories */
	uint32_t weight_milli;
	int scope; /* enum wb_scope */
	const char *reason, *remedy;
	bool enabled;    /* else it is not in a policy that is compiled */
	bool is_shipped; /* it is as the file of rules has it: the configuration has at most switched it on or off */
	struct wb_position position; /* where it stands in the file */
};

/* A known sender, see guard.h. */
struct wb_sender {
	const char *name;
	struct wb_texts suffixes;    /* of the names of its hosts, in lower case; never empty in a policy */
	struct wb_asns asns;         /* empty: any */
	int kind;                    /* enum wb_sender_kind */
	const char *checked;         /* "2026-11", when somebody looked whether all that is so; empty: not said */
	bool is_shipped;             /* it stands in the file of known senders, and not in the configuration */
	struct wb_position position; /* where it stands in the file */
};

/* What recipients want at most of a category. */
struct wb_choice {
	size_t category; /* place in the policy's categories */
	int action;      /* enum wb_action */
	const char *category_id;
	struct wb_position position; /* where it stands in the file */
};

/* Recipients who choose for themselves. */
struct wb_recipient {
	const char *name; /* in lower case: a domain, or an address */
	struct wb_choice *choices;
	size_t choice_count; /* of a category at most one */
	struct wb_position position;
};

struct wb_policy {
	const char *config_path;   /* the file that it was compiled from */
	int mode;                  /* enum wb_mode */
	int on_error;              /* enum wb_on_error */
	bool log_accepts;          /* a verdict below every threshold has its line of the log, too */
	uint32_t neighbours_milli; /* weight of other listed hosts around a client, see neighbours.h; 0: they are not counted */
	const char *store;         /* the folder of the listings; empty: there are none */
	const char *reference_key; /* the file; never empty */
	struct wb_site site;
	struct wb_geoip_files geoip;
	struct wb_prefixes nat64_prefixes; /* the operator's own, see base/nat64.h */
	struct wb_exempt exempt;
	struct wb_category *categories; /* the built-in ones in their order, then the operator's in the order of the file */
	size_t category_count;
	bool wants_reason; /* a reply says what a zone's TXT record says */
	struct wb_dns_settings dns;
	struct wb_zone *zones; /* dnsbl in the order of the file, then dnswl */
	size_t zone_count;
	struct wb_rule *rules;
	size_t rule_count;
	int sender_action;         /* enum wb_sender_action; WB_SENDER_OFF: there are no senders */
	struct wb_sender *senders; /* those of the configuration in its order, then those of the file */
	size_t sender_count;
	struct wb_recipient *recipients; /* in the order of their names, of which no two are alike */
	size_t recipient_count;
};

/*
 * Reads the policy that is in force: the published one (policy_file.h) of a store.
 * store:       the folder; NULL: WB_POLICY_STORE.
 * config_path: the file that it must have been compiled from; NULL: any.
 * policy_r:    NULL only with WB_NO_MEMORY; with WB_UNAVAILABLE one that accepts everything: of a policy that cannot be read, nobody
 *              knows on_error either.
 * fault_r:     why, in one line for the log, with what to run; empty with WB_OK.
 * Returns:     WB_OK, WB_UNAVAILABLE, WB_NO_MEMORY.
 * Ownership:   the caller closes *policy_r with wb_policy_close.
 */
enum wb_status wb_policy_open(
    const char *store, const char *config_path, const struct wb_policy **policy_r, struct wb_error *fault_r);

/* NULL is allowed; leaves NULL. For what wb_policy_open gave alone. */
void wb_policy_close(const struct wb_policy **policy);

/* The folder below which the policy is published and the zones' states are kept: the store, or the usual one without a store. */
const char *wb_policy_folder(const struct wb_policy *policy);

/* Whether it is WB_POLICY_STORE, however it is spelled or linked. store: NULL or empty: it is. */
bool wb_policy_is_usual_store(const char *store);

/*
 * The folder of what does not outlive the machine's next start: the agent's sockets, and what it knows of zones. Not in the usual store,
 * so that the agent works on when that can only be read.
 * store: NULL or empty: the usual one. path_r: PATH_MAX bytes; cut when the store's path is longer than any can be.
 */
void wb_policy_run_folder(const char *store, char *path_r);

/* The category with this id, or NULL. */
const struct wb_category *wb_policy_category(const struct wb_policy *policy, const char *id);

#endif
