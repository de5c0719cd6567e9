/* SPDX-License-Identifier: GPL-2.0-or-later */
/* SPDX-FileCopyrightText: 2026 the whyblock authors */
/*
 * fuzz_names.c - any bytes as a client's HELO, as its name, and as what patterns are matched against. The first byte says whether the client comes by
 * IPv4, the next 16 are its address, and the rest is the text.
 */
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "verdict/helo.h"
#include "verdict/host_name.h"
#include "verdict/pattern.h"
#include "verdict/registered_domain.h"

#define TEXT_MAX 9000 /* more than any of them takes */

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size);

static const char *const patterns[] = {
	"(a+)+$",
	"\\s+$",
	"(.*a){11}$",
	"(?:(\\w+)\\1)+z",
	"(*NO_START_OPT)(?:[^x]*+y|.)*z",
	"^(?:Subject|To|Bcc):",
};

#define PATTERNS (sizeof(patterns) / sizeof(patterns[0]))

static void match_patterns(const char *text, size_t length)
{
	static struct wb_pattern *opened[PATTERNS];

	for (size_t i = 0; i < PATTERNS; i++) {
		if (opened[i] == NULL && wb_pattern_open(patterns[i], &opened[i], NULL) != WB_OK)
			abort();
		wb_pattern_match(opened[i], text, length);
		if (wb_pattern_cost(opened[i]) > WB_PATTERN_COST_MAX(length) + 2 * length + 64)
			abort();
	}
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size)
{
	static const uint8_t mapped[12] = { [10] = 0xff, [11] = 0xff };
	struct wb_address client;
	struct wb_own_host own = { "mx.example.org", &client };
	struct wb_truths truths;
	size_t length;
	char *text;

	if (size <= 1 + sizeof(client.bytes))
		return 0;
	memcpy(client.bytes, bytes + 1, sizeof(client.bytes));
	if (bytes[0] % 2 == 0)
		memcpy(client.bytes, mapped, sizeof(mapped));
	length = size - 1 - sizeof(client.bytes);
	if (length > TEXT_MAX)
		length = TEXT_MAX;
	text = malloc(length + 1); /* of its size, for the sanitizer */
	if (text == NULL)
		return 0;
	memcpy(text, bytes + 1 + sizeof(client.bytes), length);
	text[length] = '\0';
	match_patterns(text, length);
	wb_helo_read(text, &client, &own, &truths);
	if ((truths.yes & truths.unknown) != 0 || (truths.yes | truths.unknown) >> WB_HELO_FACTS != 0)
		abort();
	if (wb_host_name_is_generic(text, &client) && wb_host_name_is_server(text))
		abort();
	wb_host_name_holds_address(text, &client);
	wb_registered_domain_is_suffix(text);
	if (wb_registered_domain_start(text) > strlen(text))
		abort();
	free(text);
	return 0;
}
