/* SPDX-License-Identifier: GPL-2.0-or-later */
/* SPDX-FileCopyrightText: 2026 the whyblock authors */
/* resolver.c - see resolver.h */
#include "dns/resolver.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "dns/cares.h"
#include "dns/name_server.h"
#include "dns/resolver_answer.h"

#define HEDGE_US (WB_RESOLVER_HEDGE_MS * 1000LL)
#define NAME_SIZE 256
#define ROOT "."

struct wb_resolver {
	int64_t left_us; /* of the deadline */
	bool all_are_suspended;
	int64_t withheld_us; /* of the deadline, until one of them is seen to be back */
	struct wb_name_server_rules rules;
	struct wb_name_servers own; /* when nobody has found them before */
	const struct wb_name_servers *name_servers;
	struct wb_name_server servers[WB_NAME_SERVERS_MAX]; /* in the order in which they are asked */
	struct question *first;                             /* of those that are open */
	unsigned long finished;                             /* answers that were taken in so far */
	unsigned long refusals_before;
	bool is_starved; /* a question was not asked at all */
	bool is_closing;
};

struct question {
	struct wb_resolver *resolver;
	struct question *next; /* that is open */
	char name[NAME_SIZE];
	struct wb_answer_wanted wanted;
	wb_resolver_done *done; /* NULL: it was called */
	size_t asked;           /* servers, from the first on */
	size_t waiting;         /* answers that are still to come */
	unsigned holds;         /* by functions that use it */
	int64_t asked_at_us;    /* last */
	const char *why;        /* of a failure; NULL: there was none */
};

/* A question on its way to one server. question NULL: it is for the proof. */
struct attempt {
	struct wb_cares_question cares;
	struct question *question;
	struct wb_name_server *server;
};

static int64_t now_us(const struct wb_resolver *resolver)
{
	return resolver->rules.clock->monotonic_us(resolver->rules.clock->context);
}

/* In the order of the list, but those that were silent of late behind the others. */
static void arrange(struct wb_resolver *resolver)
{
	const bool *is_suspended = resolver->name_servers->is_suspended;
	size_t count = resolver->name_servers->count, place = 0;

	for (int late = 0; late < 2; late++) {
		for (size_t i = 0; i < count; i++) {
			if (is_suspended[i] != (late == 1))
				continue;
			resolver->servers[place] = (struct wb_name_server){ .resolver = resolver,
				.rules = &resolver->rules,
				.address = resolver->name_servers->rows[i],
				.place = i,
				.why = WB_RESOLVER_NO_ANSWER };
			place++;
		}
	}
}

enum wb_status wb_resolver_open(const struct wb_dns_settings *settings, const struct wb_name_servers *servers,
    const struct wb_clock *clock, struct wb_resolver **resolver_r, struct wb_error *error_r)
{
	struct wb_resolver *resolver = calloc(1, sizeof(*resolver));
	char address[WB_NAME_SERVER_SIZE];
	enum wb_status status;
	int64_t turn_us;
	int rc;

	*resolver_r = NULL;
	if (resolver == NULL)
		return wb_fail(error_r, WB_NO_MEMORY, "dns: out of memory");
	status = wb_cares_load(error_r);
	if (status != WB_OK) {
		free(resolver);
		return status;
	}
	if (servers == NULL)
		wb_name_servers_find(&settings->servers, NULL, &resolver->own);
	resolver->name_servers = servers != NULL ? servers : &resolver->own;
	resolver->rules.clock = clock;
	resolver->rules.edns = settings->edns;
	resolver->rules.uses_tcp = resolver->name_servers->uses_tcp;
	resolver->rules.deadline_ms = settings->deadline_ms;
	resolver->left_us = (int64_t)settings->deadline_ms * 1000;
	/* So that within a short deadline, too, it is found out whose the silence is: one server after the other has its turn and its doubt. */
	turn_us = resolver->left_us / (int64_t)(resolver->name_servers->count + 1);
	resolver->rules.hedge_us = HEDGE_US < turn_us ? HEDGE_US : turn_us;
	resolver->refusals_before = wb_cares_refusals();
	arrange(resolver);
	resolver->all_are_suspended =
	    resolver->name_servers->count > 0 && resolver->name_servers->is_suspended[resolver->servers[0].place];
	if (resolver->all_are_suspended && resolver->left_us > HEDGE_US)
		resolver->withheld_us = resolver->left_us - HEDGE_US;
	resolver->left_us -= resolver->withheld_us;
	/* The first one at once: what is said of it is said of the setting. */
	rc = resolver->name_servers->count == 0 ? ARES_EBADSTR : wb_name_server_open(&resolver->servers[0]);
	snprintf(address, sizeof(address), "%s", resolver->name_servers->rows[0]); /* which close may free */
	if (rc != ARES_SUCCESS && (resolver->name_servers->count <= 1 || rc == ARES_ENOMEM)) {
		wb_resolver_close(&resolver);
		return wb_fail(error_r, rc == ARES_ENOMEM ? WB_NO_MEMORY : WB_UNAVAILABLE, "%s: name server \"%.72s\": %s",
		    settings->servers.count > 0 ? "dns.servers" : WB_RESOLV_CONF, address, wb_ares.ares_strerror(rc));
	}
	*resolver_r = resolver;
	return WB_OK;
}

/* ---- Answers --------------------------------------------------------------------------------------------------------- */

static void ask_next(struct question *question);
static void prove(struct wb_name_server *server);

/* c-ares may answer from within a question: whoever works on it holds it meanwhile. */
static void release(struct question *question)
{
	question->holds--;
	if (question->holds == 0 && question->waiting == 0 && (question->done == NULL || question->resolver->is_closing))
		free(question);
}

/* Says how the question has ended; its memory goes with the last answer to it. */
static void finish(struct question *question, const struct wb_resolver_answer *answer)
{
	struct wb_resolver *resolver = question->resolver;
	wb_resolver_done *done = question->done;
	struct question **link = &resolver->first;

	question->done = NULL;
	while (*link != question)
		link = &(*link)->next;
	*link = question->next;
	resolver->finished++;
	done(question->wanted.context, answer);
}

/* A server could not say it: the next one may. The last failure is told; a silence only where nobody failed. */
static void fail_over(struct question *question, const char *why)
{
	struct wb_resolver *resolver = question->resolver;
	struct wb_resolver_answer answer = { .outcome = WB_RESOLVER_TIMEOUT, .why = WB_RESOLVER_NO_ANSWER };

	if (why != NULL)
		question->why = why;
	question->holds++;
	if (question->asked < resolver->name_servers->count)
		ask_next(question);
	if (question->done != NULL && question->waiting == 0 && question->asked == resolver->name_servers->count) {
		if (question->why != NULL) {
			answer.outcome = WB_RESOLVER_FAILURE;
			answer.why = question->why;
		}
		finish(question, &answer);
	}
	release(question);
}

/* Whoever has found all servers dead waits shortly; once one is back the zones have all the time that they always have. */
static void note_good(struct wb_resolver *resolver)
{
	resolver->left_us += resolver->withheld_us;
	resolver->withheld_us = 0;
}

static void take_proof(struct wb_name_server *server, const struct wb_resolver_answer *answer)
{
	bool is_good = wb_answer_is_good(answer);

	server->proof = is_good ? WB_NAME_SERVER_PROOF_GOOD : WB_NAME_SERVER_PROOF_BAD;
	if (is_good)
		note_good(server->resolver);
	else
		server->why = answer->why;
}

static void take_reply(void *context, const struct wb_cares_reply *reply)
{
	struct attempt *attempt = context;
	struct question *question = attempt->question;
	struct wb_name_server *server = attempt->server;
	struct wb_resolver *resolver = server->resolver;
	struct wb_resolver_answer answer;
	bool is_good;

	free(attempt);
	wb_answer_classify(reply, &answer);
	if (question == NULL) {
		if (!resolver->is_closing)
			take_proof(server, &answer);
		return;
	}
	question->holds++;
	question->waiting--;
	/* ares_destroy ends what is open, too, and nobody wants to hear of that. */
	if (!resolver->is_closing && answer.outcome == WB_RESOLVER_ANSWER && question->done != NULL)
		wb_answer_read(reply, &question->wanted, &answer);
	is_good = wb_answer_is_good(&answer);
	if (!resolver->is_closing) {
		server->has_answered = server->has_answered || is_good;
		if (is_good) {
			note_good(resolver);
		} else {
			server->why = answer.why;
			/* Where nobody listens nobody needs to be asked again. */
			if (reply->status == ARES_ECONNREFUSED && server->proof == WB_NAME_SERVER_UNPROVEN)
				server->proof = WB_NAME_SERVER_PROOF_BAD;
			prove(server);
		}
		if (question->done != NULL && is_good)
			finish(question, &answer);
		else if (question->done != NULL)
			fail_over(question, answer.outcome == WB_RESOLVER_FAILURE ? answer.why : NULL);
	}
	release(question);
}

/* ---- Questions ------------------------------------------------------------------------------------------------------- */

/* NULL: out of memory, or c-ares does not take the address: why says which. */
static struct attempt *begin_attempt(struct wb_name_server *server, struct question *question, const char **why_r)
{
	struct attempt *attempt = malloc(sizeof(*attempt));
	int rc = server->is_open ? ARES_SUCCESS : wb_name_server_open(server);

	if (attempt == NULL || rc == ARES_ENOMEM) {
		server->resolver->is_starved = true;
		*why_r = "out of memory";
	} else if (rc != ARES_SUCCESS) {
		*why_r = "c-ares does not take this address";
		server->proof = WB_NAME_SERVER_PROOF_BAD;
	}
	if (attempt == NULL || rc != ARES_SUCCESS) {
		server->why = *why_r;
		free(attempt);
		return NULL;
	}
	*attempt = (struct attempt){ .question = question, .server = server };
	attempt->cares = (struct wb_cares_question){ take_reply, attempt };
	if (!server->is_asked)
		server->asked_at_us = now_us(server->resolver);
	server->is_asked = true;
	return attempt;
}

/* Asks the next server; of one that is faulty already the one behind it. */
static void ask_next(struct question *question)
{
	struct wb_resolver *resolver = question->resolver;

	while (question->asked < resolver->name_servers->count) {
		struct wb_name_server *server = &resolver->servers[question->asked++];
		struct attempt *attempt = begin_attempt(server, question, &question->why);

		if (attempt == NULL)
			continue;
		question->waiting++;
		question->asked_at_us = now_us(resolver);
		wb_cares_ask(server->channel, question->name, (int)question->wanted.type, &attempt->cares);
		return;
	}
}

/* A server that says nothing good: does it say what any resolver knows? */
static void prove(struct wb_name_server *server)
{
	struct attempt *attempt;

	if (server->proof != WB_NAME_SERVER_UNPROVEN || server->has_answered || server->resolver->is_closing)
		return;
	server->proof = WB_NAME_SERVER_PROOF_OPEN;
	attempt = begin_attempt(server, NULL, &server->why);
	if (attempt == NULL)
		return;
	server->proof_at_us = now_us(server->resolver);
	wb_cares_ask(server->channel, ROOT, WB_RESOLVER_NS, &attempt->cares);
}

void wb_resolver_ask_each(struct wb_resolver *resolver, const char *name, enum wb_resolver_type type,
    wb_resolver_record *record, wb_resolver_done *done, void *context)
{
	struct question *question = calloc(1, sizeof(*question));
	struct wb_resolver_answer failure = { .outcome = WB_RESOLVER_FAILURE, .why = "out of memory" };

	if (question == NULL) {
		resolver->is_starved = true;
		done(context, &failure);
		return;
	}
	*question = (struct question){ .resolver = resolver, .next = resolver->first, .wanted = { type, record, context } };
	wb_text_copy(question->name, sizeof(question->name), name);
	question->done = done;
	resolver->first = question;
	question->holds = 1;
	do
		ask_next(question);
	while (resolver->all_are_suspended && question->done != NULL && question->asked < resolver->name_servers->count);
	/* Nothing could be sent. */
	if (question->done != NULL && question->waiting == 0)
		fail_over(question, NULL);
	release(question);
}

void wb_resolver_ask(
    struct wb_resolver *resolver, const char *name, enum wb_resolver_type type, wb_resolver_done *done, void *context)
{
	wb_resolver_ask_each(resolver, name, type, NULL, done, context);
}

/* ---- Waiting --------------------------------------------------------------------------------------------------------- */

/* Asks the next server what has been open for too long, and doubts those that have said nothing. Returns when there is more to do. */
static int64_t hedge(struct wb_resolver *resolver)
{
	int64_t now = now_us(resolver), next = INT64_MAX;

	for (size_t i = 0; i < resolver->name_servers->count; i++) {
		struct wb_name_server *server = &resolver->servers[i];
		int64_t at = server->asked_at_us + (resolver->all_are_suspended ? 0 : resolver->rules.hedge_us);

		if (server->proof == WB_NAME_SERVER_PROOF_OPEN && wb_name_server_proof_left_us(server) > 0 &&
		    now + wb_name_server_proof_left_us(server) < next)
			next = now + wb_name_server_proof_left_us(server);
		if (!server->is_asked || server->has_answered || server->proof != WB_NAME_SERVER_UNPROVEN)
			continue;
		if (at <= now)
			prove(server);
		else if (at < next)
			next = at;
	}
	for (struct question *question = resolver->first; question != NULL;) {
		int64_t at = question->asked_at_us + resolver->rules.hedge_us;

		if (question->asked < resolver->name_servers->count && at <= now) {
			fail_over(question, NULL);
			question = resolver->first; /* it, and others, may have ended */
			continue;
		}
		if (question->asked < resolver->name_servers->count && at < next)
			next = at;
		question = question->next;
	}
	return next == INT64_MAX ? next : next - now;
}

static void poll_once(struct wb_resolver *resolver, int timeout_ms)
{
	wb_sockets_poll(&resolver->rules.sockets, timeout_ms);
	/* Resends what has waited too long. */
	for (size_t i = 0; i < resolver->name_servers->count; i++) {
		if (resolver->servers[i].is_open)
			wb_ares.ares_process_fd(resolver->servers[i].channel, ARES_SOCKET_BAD, ARES_SOCKET_BAD);
	}
}

void wb_resolver_pump(struct wb_resolver *resolver)
{
	poll_once(resolver, 0);
	hedge(resolver);
}

bool wb_resolver_is_starved(const struct wb_resolver *resolver)
{
	return resolver->is_starved || wb_cares_refusals() != resolver->refusals_before;
}

bool wb_resolver_is_over(const struct wb_resolver *resolver)
{
	return resolver->left_us <= 0;
}

/* To the deadline, or to c-ares' next resend, or to the next server's turn, whichever comes first. */
static int next_ms(struct wb_resolver *resolver, int64_t hedge_us)
{
	int64_t wait_us = hedge_us < resolver->left_us ? hedge_us : resolver->left_us;

	for (size_t i = 0; i < resolver->name_servers->count; i++) {
		struct timeval left = { .tv_sec = wait_us / 1000000, .tv_usec = wait_us % 1000000 };
		struct timeval buffer;
		const struct timeval *next;

		if (!resolver->servers[i].is_open)
			continue;
		next = wb_ares.ares_timeout(resolver->servers[i].channel, &left, &buffer);
		if (next->tv_sec * 1000000LL + next->tv_usec < wait_us)
			wait_us = next->tv_sec * 1000000LL + next->tv_usec;
	}
	/* A negative timeout would wait without end. */
	return wait_us < 0 ? 0 : (int)((wait_us + 999) / 1000);
}

/* Waits for whatever comes next, and counts that time. */
static void wait_once(struct wb_resolver *resolver)
{
	int64_t started_us = now_us(resolver);
	unsigned long before = resolver->finished;
	int64_t hedge_us = hedge(resolver);

	if (resolver->finished == before)
		poll_once(resolver, next_ms(resolver, hedge_us));
	resolver->left_us -= now_us(resolver) - started_us;
}

bool wb_resolver_wait(struct wb_resolver *resolver)
{
	bool was_in_doubt = wb_resolver_is_in_doubt(resolver), is_in_doubt;
	unsigned long before = resolver->finished;

	/* Answers that came while nobody looked count even when the deadline has passed since. */
	wb_resolver_pump(resolver);
	is_in_doubt = wb_resolver_is_in_doubt(resolver);
	while (resolver->finished == before && !wb_resolver_is_over(resolver) &&
	    (is_in_doubt || (!was_in_doubt && resolver->first != NULL))) {
		wait_once(resolver);
		was_in_doubt = is_in_doubt;
		is_in_doubt = wb_resolver_is_in_doubt(resolver);
	}
	return resolver->finished != before || (was_in_doubt && !is_in_doubt);
}

void wb_resolver_examine(struct wb_resolver *resolver)
{
	bool is_open = true;

	for (size_t i = 0; i < resolver->name_servers->count; i++)
		prove(&resolver->servers[i]);
	while (is_open && !wb_resolver_is_over(resolver)) {
		wait_once(resolver);
		is_open = false;
		for (size_t i = 0; i < resolver->name_servers->count; i++)
			is_open = is_open ||
			    (resolver->servers[i].proof == WB_NAME_SERVER_PROOF_OPEN && !resolver->servers[i].has_answered);
	}
}

/* ---- Which servers work ---------------------------------------------------------------------------------------------- */

enum wb_resolver_server_state wb_resolver_server(const struct wb_resolver *resolver, size_t server, const char **why_r)
{
	for (size_t i = 0; i < resolver->name_servers->count; i++) {
		if (resolver->servers[i].place == server) {
			*why_r = resolver->servers[i].why;
			return wb_name_server_state(&resolver->servers[i]);
		}
	}
	*why_r = "";
	return WB_RESOLVER_SERVER_UNKNOWN;
}

bool wb_resolver_is_in_doubt(const struct wb_resolver *resolver)
{
	return wb_name_servers_are_in_doubt(resolver->servers, resolver->name_servers->count);
}

bool wb_resolver_is_faulty(const struct wb_resolver *resolver, struct wb_text *why)
{
	size_t count = resolver->name_servers->count, faulty = 0;

	for (size_t i = 0; i < count; i++)
		faulty += wb_name_server_state(&resolver->servers[i]) == WB_RESOLVER_SERVER_FAULTY;
	if (faulty < count)
		return false;
	for (size_t i = 0; i < count; i++) {
		const struct wb_name_server *server = &resolver->servers[i];

		wb_text_addf(why, "%s%s: %s", i > 0 ? "; " : "", resolver->name_servers->rows[server->place], server->why);
	}
	return true;
}

void wb_resolver_close(struct wb_resolver **resolver)
{
	struct wb_resolver *closing = *resolver;

	*resolver = NULL;
	if (closing == NULL)
		return;
	closing->is_closing = true;
	for (size_t i = 0; i < WB_NAME_SERVERS_MAX; i++)
		wb_name_server_close(&closing->servers[i]);
	free(closing);
}
