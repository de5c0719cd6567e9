/* SPDX-License-Identifier: GPL-2.0-or-later */
/* SPDX-FileCopyrightText: 2026 the whyblock authors */
/*
 * event.c - see event.h
 *
 * Packet: version, kind (1 byte each), time (8), pid (4), opened (8), message (4), refusal (1), client (16), rows left out (2); then the
 * fields, the zones and the evidence, each with the count of its rows (1) in front. Texts end with a NUL.
 */
#include "verdict/event.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "verdict/evidence_text.h"
#include "verdict/log_field.h"
#include "verdict/zones_file.h"

/* What of a packet is text. The rest is for counts and numbers: of the longest lists of rows, with room to spare. */
#define TEXT_BYTES_MAX 6144
#define DOMAIN_DIGITS 8
#define EVIDENCE_NUMBERS 11 /* bytes of a row of evidence that are no text */

_Static_assert(TEXT_BYTES_MAX + 64 + WB_EVIDENCE_MAX * EVIDENCE_NUMBERS + WB_EVENT_ZONES_MAX < WB_EVENT_BYTES_MAX,
    "the longest event fits");

static size_t walk_count(struct wb_record *record, size_t count, size_t most)
{
	return wb_record_choice(record, (unsigned)count, (unsigned)most + 1);
}

static void walk_evidence(struct wb_record *record, struct wb_event_evidence *row)
{
	row->kind = (enum wb_evidence_kind)wb_record_choice(record, row->kind, WB_EVIDENCE_KIND_COUNT);
	row->scope = (enum wb_scope)wb_record_choice(record, row->scope, WB_SCOPE_COUNT);
	row->discount = (enum wb_discount)wb_record_choice(record, row->discount, WB_DISCOUNT_COUNT);
	row->weight_milli = (uint32_t)wb_record_number(record, row->weight_milli, 4);
	row->return_code = (uint32_t)wb_record_number(record, row->return_code, 4);
	wb_record_string(record, &row->category);
	wb_record_string(record, &row->origin);
	wb_record_string(record, &row->detail);
	wb_record_string(record, &row->reason);
}

static void walk_event(struct wb_record *record, struct wb_event *event)
{
	wb_record_version(record, WB_EVENT_VERSION);
	event->kind = (enum wb_event_kind)wb_record_choice(record, event->kind, WB_EVENT_KIND_COUNT);
	event->at_s = wb_record_time(record, event->at_s);
	event->pid = (uint32_t)wb_record_number(record, event->pid, 4);
	event->opened_us = wb_record_number(record, event->opened_us, 8);
	event->message = (uint32_t)wb_record_number(record, event->message, 4);
	event->is_refusal = wb_record_choice(record, event->is_refusal, 2) == 1;
	wb_record_bytes(record, event->client.bytes, sizeof(event->client.bytes));
	event->left_out_count = (size_t)wb_record_number(record, event->left_out_count, 2);
	event->field_count = walk_count(record, event->field_count, WB_EVENT_FIELDS_MAX);
	for (size_t i = 0; i < event->field_count; i++) {
		wb_record_string(record, &event->fields[i].key);
		wb_record_string(record, &event->fields[i].value);
	}
	event->zone_count = walk_count(record, event->zone_count, WB_EVENT_ZONES_MAX);
	for (size_t i = 0; i < event->zone_count; i++) {
		struct wb_event_zone *row = &event->zones[i];

		row->finding = (enum wb_health_finding)wb_record_choice(record, row->finding, WB_HEALTH_FINDING_COUNT);
		wb_record_string(record, &row->zone);
		wb_record_string(record, &row->why);
	}
	event->evidence_count = walk_count(record, event->evidence_count, WB_EVIDENCE_MAX);
	for (size_t i = 0; i < event->evidence_count; i++)
		walk_evidence(record, &event->evidence[i]);
}

/* An event that is being made, with the memory for its texts: as many bytes as they will take in the packet. */
struct draft {
	struct wb_event event;
	struct wb_text texts; /* one behind the other, each with its NUL */
	char buffer[TEXT_BYTES_MAX];
};

/* Keeps a text, printable. False: there is no room. */
static bool keep(struct draft *draft, const char *foreign, const char **kept_r)
{
	struct wb_text *texts = &draft->texts;
	size_t start = texts->length;

	*kept_r = texts->data + start;
	wb_text_add_printable(texts, foreign, strlen(foreign));
	if (texts->truncated || texts->length + 1 >= texts->size)
		return false;
	texts->length++; /* behind its NUL */
	texts->data[texts->length] = '\0';
	return true;
}

/* What was kept since length is given up: one of its row found no room. */
static void give_up(struct draft *draft, size_t length)
{
	draft->texts.length = length;
	draft->texts.truncated = false;
	draft->event.left_out_count++;
}

static void add_field(struct draft *draft, const char *key, const char *value)
{
	struct wb_event *event = &draft->event;
	struct wb_event_field *field = &event->fields[event->field_count];
	size_t start = draft->texts.length;

	if (value[0] == '\0')
		return;
	if (event->field_count < WB_EVENT_FIELDS_MAX && keep(draft, key, &field->key) && keep(draft, value, &field->value))
		event->field_count++;
	else
		give_up(draft, start);
}

static void add_fields(struct draft *draft, const struct wb_outcome *outcome)
{
	char buffer[WB_LOG_FIELD_SIZE];

	for (size_t i = 0; i < wb_log_field_count; i++) {
		struct wb_text value;

		wb_text_open(&value, buffer, sizeof(buffer));
		wb_log_fields[i].format(outcome, &value);
		add_field(draft, wb_log_fields[i].key, buffer);
	}
	add_field(draft, "name", outcome->query.name);
	add_field(draft, "helo", outcome->query.helo);
	add_field(draft, "sender", outcome->query.sender);
	add_field(draft, "recipient", outcome->query.recipient);
}

/* Behind the evidence, which goes first where room is short. */
static void add_facts(struct draft *draft, const struct wb_outcome *outcome, const char *recipients)
{
	char buffer[WB_EVENT_FACT_SIZE];
	struct wb_text value;

	wb_text_open(&value, buffer, sizeof(buffer));
	for (size_t i = 0; i < draft->event.evidence_count; i++)
		wb_text_addf(&value, "%s%" PRId64, i > 0 ? "," : "", draft->event.evidence[i].since_s);
	add_field(draft, "since", buffer);
	for (size_t i = 0; i < wb_event_fact_count; i++) {
		wb_text_open(&value, buffer, sizeof(buffer));
		wb_event_facts[i].format(outcome, recipients, &value);
		add_field(draft, wb_event_facts[i].key, buffer);
	}
}

static void add_zones(struct draft *draft, const struct wb_outcome *outcome)
{
	struct wb_event *event = &draft->event;

	size_t zone_count = outcome->policy->zone_count, count = zone_count + outcome->name_servers.count;
	char server[WB_ZONE_SERVER_SIZE];

	for (size_t i = 0; i < count; i++) {
		struct wb_event_zone *row = &event->zones[event->zone_count];
		size_t start = draft->texts.length;
		bool is_zone = i < zone_count;

		row->finding = outcome->findings[i];
		if (row->finding == WB_HEALTH_NOTHING_NEW)
			continue;
		if (!is_zone)
			wb_zones_name_server(&outcome->name_servers, i - zone_count, server);
		if (keep(draft, is_zone ? outcome->policy->zones[i].shown : server, &row->zone) &&
		    keep(draft, is_zone ? wb_dnsbl_result(outcome->dnsbl, i)->why : outcome->server_why[i - zone_count],
			&row->why))
			event->zone_count++;
		else
			give_up(draft, start);
	}
}

static void add_evidence(struct draft *draft, const struct wb_outcome *outcome, size_t index)
{
	const struct wb_evidence *evidence = &outcome->facts.evidence[index];
	struct wb_event *event = &draft->event;
	struct wb_event_evidence *row = &event->evidence[event->evidence_count];
	char buffer[WB_EVIDENCE_DETAIL_SIZE];
	size_t start = draft->texts.length;
	struct wb_text detail;

	*row = (struct wb_event_evidence){
		.kind = evidence->kind,
		.scope = evidence->scope,
		.discount = wb_classify_discount(outcome->policy, &outcome->facts, index, outcome->verdict.decided_at_s),
		.weight_milli = evidence->weight_milli,
		.since_s = evidence->since_s,
		.return_code = evidence->kind == WB_EVIDENCE_ZONE ? evidence->hit.return_code : 0,
	};
	wb_text_open(&detail, buffer, sizeof(buffer));
	wb_evidence_add_detail(evidence, wb_outcome_place(outcome), &detail);
	if (keep(draft, outcome->policy->categories[evidence->category].id, &row->category) &&
	    keep(draft, wb_evidence_origin(evidence), &row->origin) && keep(draft, buffer, &row->detail) &&
	    keep(draft, wb_evidence_reason(evidence), &row->reason))
		event->evidence_count++;
	else
		give_up(draft, start);
}

static void begin(
    struct draft *draft, enum wb_event_kind kind, const struct wb_address *client, const struct wb_event_about *about)
{
	struct wb_event *event = &draft->event;

	memset(event, 0, offsetof(struct wb_event, fields));
	wb_text_open(&draft->texts, draft->buffer, sizeof(draft->buffer));
	event->kind = kind;
	event->at_s = about->at_s;
	event->pid = (uint32_t)getpid();
	event->opened_us = about->opened_us;
	event->message = about->message;
	event->is_refusal = about->is_refusal;
	event->client = *client;
}

struct wb_blob wb_event_write(const struct wb_event *event, unsigned char *bytes, size_t room)
{
	struct wb_record record;

	wb_record_open_write(&record, bytes, room);
	walk_event(&record, (struct wb_event *)event); /* which it only reads when it writes */
	return wb_record_blob(&record);
}

static void finish(struct draft *draft, struct wb_event_packet *packet_r)
{
	packet_r->size = wb_event_write(&draft->event, packet_r->bytes, sizeof(packet_r->bytes)).size;
}

void wb_event_make(
    const struct wb_outcome *outcome, const struct wb_event_about *about, bool with_zones, struct wb_event_packet *packet_r)
{
	bool is_exempt = outcome->verdict.exempt[0] != '\0';
	struct draft draft;

	begin(&draft, WB_EVENT_VERDICT, &outcome->query.client, about);
	add_fields(&draft, outcome);
	if (with_zones)
		add_zones(&draft, outcome);
	for (size_t i = 0; !is_exempt && outcome->is_gathered && i < outcome->facts.evidence_count; i++)
		add_evidence(&draft, outcome, i);
	if (!is_exempt)
		add_facts(&draft, outcome, about->recipients);
	finish(&draft, packet_r);
}

/* Of the domains each number in hexadecimal, one behind the other. */
static void add_senders(struct draft *draft, const struct wb_event_senders *senders)
{
	char buffer[WB_EVENT_DOMAINS_MAX * DOMAIN_DIGITS + 1];
	struct wb_text text;

	if (senders == NULL || senders->messages == 0)
		return;
	wb_text_open(&text, buffer, sizeof(buffer));
	wb_text_addf(&text, "%" PRIu32, senders->messages);
	add_field(draft, "messages", buffer);
	wb_text_open(&text, buffer, sizeof(buffer));
	for (size_t i = 0; i < senders->domain_count; i++)
		wb_text_addf(&text, "%08" PRIx32, senders->domains[i]);
	add_field(draft, "domains", buffer);
}

void wb_event_make_done(const struct wb_address *client, const struct wb_event_counts *counts,
    const struct wb_event_about *about, struct wb_event_packet *packet_r)
{
	const struct {
		const char *key;
		uint32_t number;
	} rows[] = { { "asked", counts->asked }, { "accepted", counts->accepted }, { "unknown", counts->unknown },
		{ "errors", counts->errors } };
	struct draft draft;

	begin(&draft, WB_EVENT_DONE, client, about);
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		char number[16];

		snprintf(number, sizeof(number), "%u", rows[i].number);
		add_field(&draft, rows[i].key, number);
	}
	add_field(&draft, "end", counts->end);
	add_senders(&draft, counts->senders);
	finish(&draft, packet_r);
}

void wb_event_make_report(const struct wb_address *client, const struct wb_event_report *report,
    const struct wb_event_about *about, struct wb_event_packet *packet_r)
{
	char kind[WB_EVENT_REPORT_KIND_SIZE], reason[WB_EVENT_REPORT_REASON_SIZE];
	struct draft draft;

	wb_text_copy(kind, sizeof(kind), report->kind);
	wb_text_copy(reason, sizeof(reason), report->reason);
	begin(&draft, WB_EVENT_REPORT, client, about);
	add_field(&draft, "kind", kind);
	add_field(&draft, "reason", reason);
	add_field(&draft, "helo", report->helo);
	add_field(&draft, "sender", report->sender);
	add_field(&draft, "recipient", report->recipient);
	finish(&draft, packet_r);
}

/* What an older object sends has none. */
static void read_ages(struct wb_event *event)
{
	const char *at = wb_event_field(event, "since");

	for (size_t i = 0; i < event->evidence_count; i++) {
		char *end = (char *)at;
		long long since_s = strtoll(at, &end, 10);

		event->evidence[i].since_s = since_s > 0 ? since_s : 0;
		at = *end == ',' ? end + 1 : end;
	}
}

enum wb_status wb_event_read(struct wb_blob bytes, struct wb_event *event_r, struct wb_error *error_r)
{
	struct wb_record record;

	if (bytes.size > 0 && bytes.data[0] != WB_EVENT_VERSION)
		return wb_fail(error_r, WB_INVALID, "event: has the version %u, expected %d", bytes.data[0], WB_EVENT_VERSION);
	memset(event_r, 0, offsetof(struct wb_event, fields));
	wb_record_open_read(&record, bytes);
	walk_event(&record, event_r);
	if (bytes.size > WB_EVENT_BYTES_MAX || !wb_record_ends_value(&record))
		return wb_fail(error_r, WB_INVALID, "event: %zu bytes that are none", bytes.size);
	read_ages(event_r);
	return WB_OK;
}

const char *wb_event_field(const struct wb_event *event, const char *key)
{
	for (size_t i = 0; i < event->field_count; i++) {
		if (strcmp(event->fields[i].key, key) == 0)
			return event->fields[i].value;
	}
	return "";
}

void wb_event_read_senders(const struct wb_event *event, struct wb_event_senders *senders_r)
{
	const char *messages = wb_event_field(event, "messages"), *domains = wb_event_field(event, "domains");
	size_t length = strlen(domains);
	unsigned long count = strtoul(messages, NULL, 10);

	memset(senders_r, 0, sizeof(*senders_r));
	/* No connection has more domains than messages. */
	if (length == 0 || length % DOMAIN_DIGITS != 0 || length / DOMAIN_DIGITS > WB_EVENT_DOMAINS_MAX ||
	    domains[strspn(domains, "0123456789abcdef")] != '\0' || count < length / DOMAIN_DIGITS || count > UINT32_MAX)
		return;
	senders_r->messages = (uint32_t)count;
	for (; senders_r->domain_count < length / DOMAIN_DIGITS; senders_r->domain_count++) {
		char digits[DOMAIN_DIGITS + 1];

		wb_text_copy(digits, sizeof(digits), domains + senders_r->domain_count * DOMAIN_DIGITS);
		senders_r->domains[senders_r->domain_count] = (uint32_t)strtoul(digits, NULL, 16);
	}
}
