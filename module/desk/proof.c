/* SPDX-License-Identifier: GPL-2.0-or-later */
/* SPDX-FileCopyrightText: 2026 the whyblock authors */
/* proof.c - see proof.h */
#include "desk/proof.h"

#include <ctype.h>
#include <string.h>
#include <strings.h>

#include "base/text.h"
#include "dns/dnsbl.h"
#include "dns/resolver.h"

#define TOKEN_NAME_MAX 253 /* characters of a name that can be asked (RFC 1035 section 2.3.4, without the dot at its end) */
#define TOKEN_TEXT_SIZE 128
#define NAME_CHARACTERS "abcdefghijklmnopqrstuvwxyz0123456789-_."

/* How far a question, or the chain of questions about a name, has come. */
enum progress { OPEN, YES, NO, UNANSWERED };

struct proof;

/* A name that a PTR record gives the host. */
struct candidate {
	struct proof *proof;
	char name[WB_PROOF_NAME_SIZE];
	enum progress leads_back;
	enum progress has_token;
};

struct proof {
	struct wb_resolver *resolver;
	const struct wb_address *host;
	char wanted[TOKEN_TEXT_SIZE]; /* "whyblock=TOKEN" */
	bool has_names;               /* the PTR records, or that there are none */
	struct candidate candidates[WB_PROOF_NAMES_MAX];
	size_t candidate_count;
};

/* Whatever the records said, they count only when the answer was a good one. */
static void settle(enum progress *progress, const struct wb_resolver_answer *answer)
{
	if (answer->outcome == WB_RESOLVER_NONE)
		*progress = NO;
	else if (answer->outcome != WB_RESOLVER_ANSWER)
		*progress = UNANSWERED;
	else if (*progress == OPEN)
		*progress = NO;
}

static void take_text(void *context, const unsigned char *data, size_t length)
{
	struct candidate *candidate = context;
	const char *wanted = candidate->proof->wanted;

	if (length == strlen(wanted) && strncasecmp((const char *)data, wanted, length) == 0)
		candidate->has_token = YES;
}

static void end_texts(void *context, const struct wb_resolver_answer *answer)
{
	struct candidate *candidate = context;

	settle(&candidate->has_token, answer);
}

static void take_address(void *context, const unsigned char *data, size_t length)
{
	struct candidate *candidate = context;
	const uint8_t *host = candidate->proof->host->bytes;

	if (length <= sizeof(candidate->proof->host->bytes) && memcmp(host + 16 - length, data, length) == 0)
		candidate->leads_back = YES;
}

static void end_addresses(void *context, const struct wb_resolver_answer *answer)
{
	struct candidate *candidate = context;
	char name[sizeof(WB_PROOF_LABEL) + WB_PROOF_NAME_SIZE];
	struct wb_text text;

	settle(&candidate->leads_back, answer);
	if (candidate->leads_back != YES)
		return;
	wb_text_open(&text, name, sizeof(name));
	wb_text_addf(&text, "%s.%s", WB_PROOF_LABEL, candidate->name);
	if (text.length > TOKEN_NAME_MAX)
		candidate->has_token = NO;
	else
		wb_resolver_ask_each(candidate->proof->resolver, name, WB_RESOLVER_TXT, take_text, end_texts, candidate);
}

/* Letters, digits, '-' and '_' in at least two labels: anything else is shown to nobody and asked of nobody. */
static bool is_usable(const char *name, size_t length)
{
	for (size_t i = 0; i < length; i++) {
		if (memchr(NAME_CHARACTERS, tolower((unsigned char)name[i]), sizeof(NAME_CHARACTERS) - 1) == NULL)
			return false;
	}
	return length > 0 && length < WB_PROOF_NAME_SIZE && name[0] != '.' && memchr(name, '.', length) != NULL;
}

static void take_name(void *context, const unsigned char *data, size_t length)
{
	struct proof *proof = context;
	const char *name = (const char *)data;
	struct candidate *candidate = &proof->candidates[proof->candidate_count];

	if (proof->candidate_count == WB_PROOF_NAMES_MAX || !is_usable(name, length))
		return;
	for (size_t i = 0; i < proof->candidate_count; i++) {
		if (strlen(proof->candidates[i].name) == length && strncasecmp(proof->candidates[i].name, name, length) == 0)
			return;
	}
	*candidate = (struct candidate){ .proof = proof };
	memcpy(candidate->name, name, length);
	proof->candidate_count++;
}

static void end_names(void *context, const struct wb_resolver_answer *answer)
{
	struct proof *proof = context;
	enum wb_resolver_type type = wb_address_is_v4(proof->host) ? WB_RESOLVER_A : WB_RESOLVER_AAAA;

	proof->has_names = answer->outcome == WB_RESOLVER_ANSWER || answer->outcome == WB_RESOLVER_NONE;
	if (!proof->has_names)
		proof->candidate_count = 0;
	for (size_t i = 0; i < proof->candidate_count; i++)
		wb_resolver_ask_each(
		    proof->resolver, proof->candidates[i].name, type, take_address, end_addresses, &proof->candidates[i]);
}

static bool is_confirmed(const struct candidate *candidate)
{
	return candidate->leads_back == YES && candidate->has_token == YES;
}

static bool has_proof(const struct proof *proof)
{
	for (size_t i = 0; i < proof->candidate_count; i++) {
		if (is_confirmed(&proof->candidates[i]))
			return true;
	}
	return false;
}

enum wb_status wb_proof_check(const struct wb_texts *servers, const struct wb_address *host, const char *token,
    uint32_t deadline_ms, struct wb_proof *proof_r, struct wb_error *error_r)
{
	const struct wb_dns_settings settings = { *servers, deadline_ms, true };
	struct proof proof = { .host = host };
	bool is_v4 = wb_address_is_v4(host);
	char name[WB_DNSBL_NAME_SIZE];
	const struct candidate *best = NULL;
	struct wb_text wanted;
	bool is_unknown;
	enum wb_status status;

	*proof_r = (struct wb_proof){ .state = WB_PROOF_UNKNOWN };
	wb_text_open(&wanted, proof.wanted, sizeof(proof.wanted));
	wb_text_addf(&wanted, "%s%s", WB_PROOF_PREFIX, token);
	if (token[0] == '\0' || wanted.truncated)
		return wb_fail(error_r, WB_INVALID, "proof: no token to look for");
	status = wb_resolver_open(&settings, NULL, &wb_clock_system, &proof.resolver, error_r);
	if (status != WB_OK)
		return status;
	wb_dnsbl_query_name(host, !is_v4, is_v4 ? "in-addr.arpa" : "ip6.arpa", name);
	wb_resolver_ask_each(proof.resolver, name, WB_RESOLVER_PTR, take_name, end_names, &proof);
	while (!has_proof(&proof) && wb_resolver_wait(proof.resolver))
		;
	wb_resolver_close(&proof.resolver);

	/* One name with the token is enough; that there is none is known only when each name has been answered for. */
	is_unknown = !proof.has_names;
	for (size_t i = 0; i < proof.candidate_count; i++) {
		const struct candidate *candidate = &proof.candidates[i];

		is_unknown = is_unknown || candidate->leads_back == OPEN || candidate->leads_back == UNANSWERED ||
		    (candidate->leads_back == YES && candidate->has_token != YES && candidate->has_token != NO);
		if (candidate->leads_back == YES && (best == NULL || (is_confirmed(candidate) && !is_confirmed(best))))
			best = candidate;
	}
	if (best != NULL)
		wb_text_copy(proof_r->name, sizeof(proof_r->name), best->name);
	if (best != NULL && is_confirmed(best))
		proof_r->state = WB_PROOF_CONFIRMED;
	else if (is_unknown)
		proof_r->state = WB_PROOF_UNKNOWN;
	else
		proof_r->state = best != NULL ? WB_PROOF_NO_TOKEN : WB_PROOF_NO_NAME;
	return WB_OK;
}
