/* SPDX-License-Identifier: GPL-2.0-or-later */
/* SPDX-FileCopyrightText: 2026 the whyblock authors */
/* proof.c - see proof.h */
#include "desk/proof.h"

#include <string.h>
#include <strings.h>

#include "base/text.h"
#include "dns/host_names.h"
#include "dns/resolver.h"

#define TOKEN_NAME_MAX 253 /* characters of a name that can be asked (RFC 1035 section 2.3.4, without the dot at its end) */
#define TOKEN_TEXT_SIZE 128

struct proof;

/* A name of the host that leads back to it, and what is said of the token below it. */
struct candidate {
	const struct proof *proof;
	enum { UNASKED, OPEN, YES, NO, UNANSWERED } has_token;
	const char *name;
};

struct proof {
	struct wb_resolver *resolver;
	char wanted[TOKEN_TEXT_SIZE]; /* "whyblock=TOKEN" */
	struct candidate candidates[WB_HOST_NAMES_MAX];
};

static void take_text(void *context, const unsigned char *data, size_t length)
{
	struct candidate *candidate = context;
	const char *wanted = candidate->proof->wanted;

	if (length == strlen(wanted) && strncasecmp((const char *)data, wanted, length) == 0)
		candidate->has_token = YES;
}

/* Whatever the records said, they count only when the answer was a good one. */
static void end_texts(void *context, const struct wb_resolver_answer *answer)
{
	struct candidate *candidate = context;

	if (answer->outcome == WB_RESOLVER_NONE)
		candidate->has_token = NO;
	else if (answer->outcome != WB_RESOLVER_ANSWER)
		candidate->has_token = UNANSWERED;
	else if (candidate->has_token == OPEN)
		candidate->has_token = NO;
}

static void take_host_name(void *context, size_t place, const char *name)
{
	struct proof *proof = context;
	struct candidate *candidate = &proof->candidates[place];
	char asked[sizeof(WB_PROOF_LABEL) + WB_PROOF_NAME_SIZE];
	struct wb_text text;

	*candidate = (struct candidate){ .proof = proof, .has_token = OPEN, .name = name };
	wb_text_open(&text, asked, sizeof(asked));
	wb_text_addf(&text, "%s.%s", WB_PROOF_LABEL, name);
	if (text.length > TOKEN_NAME_MAX)
		candidate->has_token = NO;
	else
		wb_resolver_ask_each(proof->resolver, asked, WB_RESOLVER_TXT, take_text, end_texts, candidate);
}

static bool has_proof(const struct proof *proof)
{
	for (size_t i = 0; i < WB_HOST_NAMES_MAX; i++) {
		if (proof->candidates[i].has_token == YES)
			return true;
	}
	return false;
}

/* One name with the token is enough; that there is none is known only when each name has been answered for. */
static void conclude(const struct proof *proof, const struct wb_host_names *names, struct wb_proof *proof_r)
{
	bool is_unknown = wb_host_names_is_unknown(names);
	const struct candidate *best = NULL;

	for (size_t i = 0; i < WB_HOST_NAMES_MAX; i++) {
		const struct candidate *candidate = &proof->candidates[i];

		is_unknown = is_unknown || candidate->has_token == OPEN || candidate->has_token == UNANSWERED;
		if (candidate->name != NULL && (best == NULL || (candidate->has_token == YES && best->has_token != YES)))
			best = candidate;
	}
	if (best != NULL)
		wb_text_copy(proof_r->name, sizeof(proof_r->name), best->name);
	if (best != NULL && best->has_token == YES)
		proof_r->state = WB_PROOF_CONFIRMED;
	else if (is_unknown)
		proof_r->state = WB_PROOF_UNKNOWN;
	else
		proof_r->state = best != NULL ? WB_PROOF_NO_TOKEN : WB_PROOF_NO_NAME;
}

enum wb_status wb_proof_check(const struct wb_texts *servers, const struct wb_address *host, const char *token,
    uint32_t deadline_ms, struct wb_proof *proof_r, struct wb_error *error_r)
{
	const struct wb_dns_settings settings = { *servers, deadline_ms, true };
	struct proof proof = { .resolver = NULL };
	struct wb_host_names_setup setup = { .client = *host, .take = take_host_name, .context = &proof };
	struct wb_host_names *names;
	struct wb_text wanted;
	enum wb_status status;

	*proof_r = (struct wb_proof){ .state = WB_PROOF_UNKNOWN };
	wb_text_open(&wanted, proof.wanted, sizeof(proof.wanted));
	wb_text_addf(&wanted, "%s%s", WB_PROOF_PREFIX, token);
	if (token[0] == '\0' || wanted.truncated)
		return wb_fail(error_r, WB_INVALID, "proof: no token to look for");
	status = wb_resolver_open(&settings, NULL, &wb_clock_system, &proof.resolver, error_r);
	if (status != WB_OK)
		return status;
	setup.resolver = proof.resolver;
	names = wb_host_names_open(&setup);
	while (names != NULL && !has_proof(&proof) && wb_resolver_wait(proof.resolver))
		;
	wb_resolver_close(&proof.resolver);
	if (names == NULL)
		return wb_fail(error_r, WB_NO_MEMORY, "proof: out of memory");
	conclude(&proof, names, proof_r);
	wb_host_names_close(&names);
	return WB_OK;
}
