/* SPDX-License-Identifier: GPL-2.0-or-later */
/* SPDX-FileCopyrightText: 2026 the whyblock authors */
/* resolver.c - see resolver.h */
#include "dns/resolver.h"

#include <arpa/inet.h>
#include <poll.h>
#include <stdlib.h>
#include <string.h>

#include "base/text.h"
#include "dns/cares.h"

#define SOCKETS_MAX (WB_RESOLVER_OPEN_MAX + 8) /* one for each question, and TCP */
#define TRIES 3                                /* within the deadline: c-ares' own default of 5 s would never ask twice */
#define EDNS_BYTES 1232                        /* the DNS Flag Day 2020 size: no fragments */

struct wb_resolver {
	ares_channel channel;
	const struct wb_clock *clock;
	int64_t left_us; /* of the deadline */
	struct pollfd sockets[SOCKETS_MAX];
	nfds_t socket_count;
	unsigned long finished; /* questions that were answered so far */
	unsigned long refusals_before;
	bool is_starved; /* a question was not asked at all */
	bool is_closing;
};

struct question {
	struct wb_cares_question cares;
	struct wb_resolver *resolver;
	enum wb_resolver_type type;
	wb_resolver_record *record; /* NULL: the answer holds what is wanted */
	wb_resolver_done *done;
	void *context;
	size_t record_count;
	struct wb_resolver_answer answer;
};

/*
 * c-ares tells which sockets it wants watched; ares_fds and ares_getsock, which ask it, are deprecated. What finds no room is not
 * watched, and its question ends by the deadline: no caller asks more than WB_RESOLVER_OPEN_MAX at once.
 */
static void watch_socket(void *context, ares_socket_t fd, int readable, int writable)
{
	struct wb_resolver *resolver = context;
	short events = (short)((readable ? POLLIN : 0) | (writable ? POLLOUT : 0));
	nfds_t i;

	for (i = 0; i < resolver->socket_count && resolver->sockets[i].fd != fd; i++)
		;
	if (i < resolver->socket_count && events == 0)
		resolver->sockets[i] = resolver->sockets[--resolver->socket_count];
	else if (i < resolver->socket_count)
		resolver->sockets[i].events = events;
	else if (events != 0 && i < SOCKETS_MAX)
		resolver->sockets[resolver->socket_count++] = (struct pollfd){ .fd = fd, .events = events };
}

static enum wb_status status_of(int rc)
{
	return rc == ARES_ENOMEM ? WB_NO_MEMORY : WB_UNAVAILABLE;
}

enum wb_status wb_resolver_open(const struct wb_dns_settings *settings, const struct wb_clock *clock,
    struct wb_resolver **resolver_r, struct wb_error *error_r)
{
	struct wb_resolver *resolver = calloc(1, sizeof(*resolver));
	struct wb_cares_options options = { .known = {
						.flags = settings->edns ? ARES_FLAG_EDNS : 0,
						.timeout = settings->deadline_ms < 3 * TRIES
						    ? 3
						    : (int)(settings->deadline_ms / TRIES),
						.tries = TRIES,
						.ednspsz = EDNS_BYTES,
						.sock_state_cb = watch_socket,
						.sock_state_cb_data = resolver,
					    } };
	int mask = ARES_OPT_FLAGS | ARES_OPT_TIMEOUTMS | ARES_OPT_TRIES | ARES_OPT_SOCK_STATE_CB |
	    (settings->edns ? ARES_OPT_EDNSPSZ : 0);
	char list[1024];
	struct wb_text text;
	enum wb_status status;
	int version;
	int rc;

	*resolver_r = NULL;
	if (resolver == NULL)
		return wb_fail(error_r, WB_NO_MEMORY, "dns: out of memory");
	status = wb_cares_load(error_r);
	if (status != WB_OK) {
		free(resolver);
		return status;
	}
	wb_ares.ares_version(&version);
	wb_cares_use_socket_for_each(&options, &mask, version);
	rc = wb_ares.ares_init_options(&resolver->channel, &options.known, mask);
	if (rc != ARES_SUCCESS) {
		free(resolver);
		return wb_fail(error_r, status_of(rc), "dns: %s", wb_ares.ares_strerror(rc));
	}

	/* c-ares wants one line: "192.0.2.53,[2001:db8::53]:5353". */
	wb_text_open(&text, list, sizeof(list));
	for (size_t i = 0; i < settings->servers.count; i++)
		wb_text_addf(&text, "%s%s", i > 0 ? "," : "", settings->servers.items[i]);
	if (settings->servers.count > 0)
		rc = text.truncated ? ARES_EBADSTR : wb_ares.ares_set_servers_ports_csv(resolver->channel, list);
	if (rc != ARES_SUCCESS) {
		wb_resolver_close(&resolver);
		return wb_fail(error_r, status_of(rc), "dns.servers: %s", wb_ares.ares_strerror(rc));
	}

	resolver->clock = clock;
	resolver->refusals_before = wb_cares_refusals();
	resolver->left_us = (int64_t)settings->deadline_ms * 1000;
	*resolver_r = resolver;
	return WB_OK;
}

static void classify_status(int status, struct wb_resolver_answer *answer_r)
{
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
		break;
	default:
		answer_r->outcome = WB_RESOLVER_FAILURE;
		answer_r->why = wb_ares.ares_strerror(status);
	}
}

static void take_record(void *context, const struct wb_packet_record *record)
{
	struct question *question = context;
	struct wb_resolver_answer *answer = &question->answer;
	uint32_t address;

	question->record_count++;
	if (question->record != NULL) {
		question->record(question->context, record->data, record->length);
	} else if (question->type == WB_RESOLVER_A && answer->address_count < WB_RESOLVER_ADDRESSES_MAX) {
		memcpy(&address, record->data, sizeof(address));
		answer->addresses[answer->address_count++] = ntohl(address);
	} else if (question->type == WB_RESOLVER_TXT && answer->text[0] == '\0') {
		/* A string has at most 255 bytes, which is what there is room for. */
		memcpy(answer->text, record->data, record->first_length);
		answer->text[record->first_length] = '\0';
	}
}

static void take_reply(void *context, const struct wb_cares_reply *reply)
{
	struct question *question = context;
	struct wb_resolver_answer *answer = &question->answer;

	classify_status(reply->status, answer);
	/* An answer that is cut short even over TCP says nothing, not even that there is no record. */
	if (reply->is_truncated) {
		answer->outcome = WB_RESOLVER_FAILURE;
		answer->why = "the answer was truncated";
	}
	if (answer->outcome == WB_RESOLVER_ANSWER && !wb_cares_walk(reply, (int)question->type, take_record, question))
		classify_status(ARES_EBADRESP, answer);
	if (answer->outcome == WB_RESOLVER_ANSWER && question->record_count == 0)
		answer->outcome = WB_RESOLVER_NONE;
	/* ares_destroy ends what is open, too, and nobody wants to hear of that. */
	if (!question->resolver->is_closing) {
		question->resolver->finished++;
		question->done(question->context, answer);
	}
	free(question);
}

void wb_resolver_ask_each(struct wb_resolver *resolver, const char *name, enum wb_resolver_type type,
    wb_resolver_record *record, wb_resolver_done *done, void *context)
{
	struct question *question = calloc(1, sizeof(*question));
	const struct wb_resolver_answer failure = { .outcome = WB_RESOLVER_FAILURE, .why = "out of memory" };

	if (question == NULL) {
		resolver->is_starved = true;
		done(context, &failure);
		return;
	}
	question->cares = (struct wb_cares_question){ take_reply, question };
	question->resolver = resolver;
	question->type = type;
	question->record = record;
	question->done = done;
	question->context = context;
	question->answer.why = "";
	wb_cares_ask(resolver->channel, name, (int)type, &question->cares);
}

void wb_resolver_ask(
    struct wb_resolver *resolver, const char *name, enum wb_resolver_type type, wb_resolver_done *done, void *context)
{
	wb_resolver_ask_each(resolver, name, type, NULL, done, context);
}

/* Hands every watched socket that is ready to c-ares; it watches others meanwhile, so a copy is walked. */
static void poll_once(struct wb_resolver *resolver, int timeout_ms)
{
	struct pollfd sockets[SOCKETS_MAX];
	nfds_t count = resolver->socket_count;

	memcpy(sockets, resolver->sockets, count * sizeof(sockets[0]));
	if (poll(sockets, count, timeout_ms) < 0)
		count = 0;
	for (nfds_t i = 0; i < count; i++) {
		short events = sockets[i].revents;

		if (events != 0)
			wb_ares.ares_process_fd(resolver->channel,
			    (events & (POLLIN | POLLERR | POLLHUP)) != 0 ? sockets[i].fd : ARES_SOCKET_BAD,
			    (events & POLLOUT) != 0 ? sockets[i].fd : ARES_SOCKET_BAD);
	}
	/* Resends what has waited too long. */
	wb_ares.ares_process_fd(resolver->channel, ARES_SOCKET_BAD, ARES_SOCKET_BAD);
}

void wb_resolver_pump(struct wb_resolver *resolver)
{
	poll_once(resolver, 0);
}

bool wb_resolver_is_starved(const struct wb_resolver *resolver)
{
	return resolver->is_starved || wb_cares_refusals() != resolver->refusals_before;
}

bool wb_resolver_is_over(const struct wb_resolver *resolver)
{
	return resolver->left_us <= 0;
}

bool wb_resolver_wait(struct wb_resolver *resolver)
{
	const struct wb_clock *clock = resolver->clock;
	unsigned long before = resolver->finished;

	/* Answers that came while nobody looked count even when the deadline has passed since. */
	wb_resolver_pump(resolver);
	while (resolver->finished == before && resolver->socket_count > 0 && !wb_resolver_is_over(resolver)) {
		int64_t started_us = clock->monotonic_us(clock->context);
		struct timeval left = { .tv_sec = resolver->left_us / 1000000, .tv_usec = resolver->left_us % 1000000 };
		struct timeval buffer;
		/* To the deadline, or to c-ares' next resend when that comes first. */
		const struct timeval *next = wb_ares.ares_timeout(resolver->channel, &left, &buffer);
		int timeout_ms = (int)(next->tv_sec * 1000 + (next->tv_usec + 999) / 1000);

		/* A negative timeout would wait without end. */
		poll_once(resolver, timeout_ms < 0 ? 0 : timeout_ms);
		resolver->left_us -= clock->monotonic_us(clock->context) - started_us;
	}
	return resolver->finished != before;
}

void wb_resolver_close(struct wb_resolver **resolver)
{
	if (*resolver == NULL)
		return;
	(*resolver)->is_closing = true;
	wb_ares.ares_destroy((*resolver)->channel);
	free(*resolver);
	*resolver = NULL;
}
