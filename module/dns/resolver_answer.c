/* SPDX-License-Identifier: GPL-2.0-or-later */
/* SPDX-FileCopyrightText: 2026 the whyblock authors */
/* resolver_answer.c - see resolver_answer.h */
#include "dns/resolver_answer.h"

#include <arpa/inet.h>
#include <string.h>

static const char *name_of_status(int status)
{
	switch (status) {
	case ARES_ESERVFAIL:
		return "SERVFAIL";
	case ARES_EREFUSED:
		return "REFUSED";
	case ARES_EFORMERR:
		return "FORMERR";
	case ARES_ENOTIMP:
		return "NOTIMP";
	case ARES_ECONNREFUSED:
		return "connection refused, or no route";
	case ARES_EBADRESP:
		return "a malformed answer";
	case ARES_ENOMEM:
		return "out of memory";
	default:
		return wb_ares.ares_strerror(status);
	}
}

static void set_outcome(int status, struct wb_resolver_answer *answer_r)
{
	answer_r->why = "";
	switch (status) {
	case ARES_SUCCESS:
		answer_r->outcome = WB_RESOLVER_ANSWER;
		break;
	case ARES_ENOTFOUND:
	case ARES_ENODATA:
		answer_r->outcome = WB_RESOLVER_NONE;
		break;
	case ARES_ETIMEOUT:
		answer_r->outcome = WB_RESOLVER_TIMEOUT;
		answer_r->why = WB_RESOLVER_NO_ANSWER;
		break;
	default:
		answer_r->outcome = WB_RESOLVER_FAILURE;
		answer_r->why = name_of_status(status);
	}
}

/* What the records of one answer become. */
struct reading {
	const struct wb_answer_wanted *wanted;
	struct wb_resolver_answer *answer;
	size_t count;
};

static void take_record(void *context, const struct wb_packet_record *record)
{
	struct reading *reading = context;
	const struct wb_answer_wanted *wanted = reading->wanted;
	struct wb_resolver_answer *answer = reading->answer;
	uint32_t address;

	reading->count++;
	if (wanted->record != NULL) {
		wanted->record(wanted->context, record->data, record->length);
	} else if (wanted->type == WB_RESOLVER_A && answer->address_count < WB_RESOLVER_ADDRESSES_MAX) {
		memcpy(&address, record->data, sizeof(address));
		answer->addresses[answer->address_count++] = ntohl(address);
	} else if (wanted->type == WB_RESOLVER_TXT && answer->text[0] == '\0') {
		/* A string has at most 255 bytes, which is what there is room for. */
		memcpy(answer->text, record->data, record->first_length);
		answer->text[record->first_length] = '\0';
	}
}

void wb_answer_classify(const struct wb_cares_reply *reply, struct wb_resolver_answer *answer_r)
{
	answer_r->address_count = 0;
	answer_r->text[0] = '\0';
	set_outcome(reply->status, answer_r);
	/* An answer that is cut short even over TCP says nothing, not even that there is no record. */
	if (reply->is_truncated) {
		answer_r->outcome = WB_RESOLVER_FAILURE;
		answer_r->why = "the answer was truncated";
	}
}

bool wb_answer_is_good(const struct wb_resolver_answer *answer)
{
	return answer->outcome == WB_RESOLVER_ANSWER || answer->outcome == WB_RESOLVER_NONE;
}

void wb_answer_read(
    const struct wb_cares_reply *reply, const struct wb_answer_wanted *wanted, struct wb_resolver_answer *answer)
{
	struct reading reading = { wanted, answer, 0 };

	if (!wb_cares_walk(reply, (int)wanted->type, take_record, &reading))
		set_outcome(ARES_EBADRESP, answer);
	else if (reading.count == 0)
		answer->outcome = WB_RESOLVER_NONE;
}
