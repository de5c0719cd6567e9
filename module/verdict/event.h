/* SPDX-License-Identifier: GPL-2.0-or-later */
/* SPDX-FileCopyrightText: 2026 the whyblock authors */
/*
 * event.h - what Exim's process tells the agent: one packet for each verdict with something to it. Both directions of the same walk.
 *
 * An event is a verdict in values: the fields of the log line, the dialogue's own words, each row of evidence, and what was seen of
 * zones. It names its connection (process and time of its beginning) and the message in it, so that the agent can join the events of
 * one message. All texts are printable ASCII when they are made here; whoever reads a packet must not rely on that.
 */
#ifndef WB_EVENT_H
#define WB_EVENT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/record.h"
#include "base/scope.h"
#include "dns/health.h"
#include "verdict/check.h"
#include "verdict/event_facts.h"
#include "verdict/log_field.h"

#define WB_EVENT_BYTES_MAX 8192 /* of a packet; what finds no room is counted */
#define WB_EVENT_VERSION 1
#define WB_EVENT_ZONES_MAX (WB_ZONES_MAX + WB_NAME_SERVERS_MAX)
#define WB_EVENT_DOMAINS_MAX 16
#define WB_EVENT_REPORT_KIND_SIZE 33    /* of what is longer the beginning is told */
#define WB_EVENT_REPORT_REASON_SIZE 201 /* the same */
#define WB_EVENT_FIELDS_MAX \
	(WB_LOG_FIELDS_MAX + 6 + WB_EVENT_FACTS_MAX) /* with the words of the dialogue, ages, facts, and what the agent adds */

/* The name of the socket that takes them, in the folder that wb_policy_run_folder names. */
#define WB_EVENT_SOCKET "events"

enum wb_event_kind {
	WB_EVENT_VERDICT,
	WB_EVENT_DONE,       /* what a connection did in all */
	WB_EVENT_REPORT,     /* an ACL of the site's own has seen something: a spamtrap, malware */
	WB_EVENT_KIND_COUNT, /* how many there are; none itself */
};

/* A row of the log line, of the dialogue ("name", "helo", "sender", "recipient"), or of event_facts.h. */
struct wb_event_field {
	const char *key, *value;
};

struct wb_event_evidence {
	enum wb_evidence_kind kind;
	enum wb_scope scope;
	enum wb_discount discount; /* why it does not count */
	uint32_t weight_milli;
	uint32_t return_code; /* of a zone, host byte order; else 0 */
	int64_t since_s;      /* Unix time since when it is known; 0: not known. It travels in the field "since", by row */
	const char *category; /* its id */
	const char *origin;   /* a listing's source, a zone's shown name, a rule's name */
	const char *detail;   /* what it is about */
	const char *reason;   /* that was given with it */
};

struct wb_event_zone {
	const char *zone; /* its shown name; "@ADDRESS": a name server */
	enum wb_health_finding finding;
	const char *why;
};

struct wb_event {
	enum wb_event_kind kind;
	int64_t at_s;       /* Unix time */
	uint32_t pid;       /* the connection: a process of Exim ... */
	uint64_t opened_us; /* ... and when it looked at the client first, on a clock that only goes forward */
	uint32_t message;   /* in that connection, from 1; 0: before the first one */
	bool is_refusal;    /* the recipient, or the message, was answered by 4xx or 5xx */
	struct wb_address client;
	size_t field_count, evidence_count, zone_count;
	size_t left_out_count; /* rows that found no room */
	struct wb_event_field fields[WB_EVENT_FIELDS_MAX];
	struct wb_event_evidence evidence[WB_EVIDENCE_MAX];
	struct wb_event_zone zones[WB_EVENT_ZONES_MAX];
};

/* Which event it is: all that the outcome does not say itself. */
struct wb_event_about {
	int64_t at_s;
	uint64_t opened_us;
	uint32_t message;
	bool is_refusal;
	const char *recipients; /* at the message's end, as Exim's $recipients; NULL elsewhere */
};

/* A packet with the memory that its texts stand in while it is made. */
struct wb_event_packet {
	size_t size; /* 0: it could not be made */
	unsigned char bytes[WB_EVENT_BYTES_MAX];
};

/*
 * Makes the packet of a verdict. Never fails: what finds no room is left out and counted.
 * with_zones: what was learnt of zones goes along; it is told once, however many verdicts rest on it.
 */
void wb_event_make(
    const struct wb_outcome *outcome, const struct wb_event_about *about, bool with_zones, struct wb_event_packet *packet_r);

/* The messages of a connection, by the domains of their envelope senders. */
struct wb_event_senders {
	uint32_t messages; /* that were counted */
	bool is_full;      /* further ones were not */
	size_t domain_count;
	uint32_t domains[WB_EVENT_DOMAINS_MAX]; /* a number for each; nobody can tell the domain by it */
};

/* What a connection did in all, as the counters of its ACLs say. */
struct wb_event_counts {
	uint32_t asked;                         /* recipients for which there was a RCPT command that the ACL saw */
	uint32_t accepted;                      /* those that this ACL accepted */
	uint32_t unknown;                       /* those that nobody has */
	uint32_t errors;                        /* of syntax and protocol: Exim's events smtp:fail:*, which begin with 4.100 */
	const char *end;                        /* how it ended: Exim's $smtp_notquit_reason; empty: by QUIT */
	const struct wb_event_senders *senders; /* NULL, or without a message: not told */
};

/* The packet of WB_EVENT_DONE; its fields have the names of the counts, and "messages" and "domains" of the senders. */
void wb_event_make_done(const struct wb_address *client, const struct wb_event_counts *counts,
    const struct wb_event_about *about, struct wb_event_packet *packet_r);

/* What an ACL reports. Each is a stranger's text; empty: not known. */
struct wb_event_report {
	const char *kind;                      /* the title of a section report: "trap" */
	const char *reason;                    /* for people */
	const char *helo, *sender, *recipient; /* of the last verdict of the connection */
};

/* The packet of WB_EVENT_REPORT; its fields have the names of the report's. */
void wb_event_make_report(const struct wb_address *client, const struct wb_event_report *report,
    const struct wb_event_about *about, struct wb_event_packet *packet_r);

/*
 * Reads a packet; the event's texts point into bytes.
 * Returns: WB_OK, or WB_INVALID: another version, cut, or says what no event may say.
 */
enum wb_status wb_event_read(struct wb_blob bytes, struct wb_event *event_r, struct wb_error *error_r);

/*
 * Writes an event as a packet, whoever made it; for records that hold one. The field "since" is not added: it must be among the fields.
 * Returns the bytes written, { NULL, 0 } when there is no room for them.
 */
struct wb_blob wb_event_write(const struct wb_event *event, unsigned char *bytes, size_t room);

/* What WB_EVENT_DONE says of senders; no message when it says nothing, or nothing that can be. */
void wb_event_read_senders(const struct wb_event *event, struct wb_event_senders *senders_r);

/* The value of a field, or "". */
const char *wb_event_field(const struct wb_event *event, const char *key);

#endif
