/* SPDX-License-Identifier: GPL-2.0-or-later */
/* SPDX-FileCopyrightText: 2026 the whyblock authors */
/* pattern.c - see pattern.h */
#include "verdict/pattern.h"

#define PCRE2_CODE_UNIT_WIDTH 8
#include <pcre2.h>
#include <stdlib.h>
#include <string.h>

#define OPTIONS (PCRE2_CASELESS | PCRE2_MULTILINE | PCRE2_NEVER_UTF | PCRE2_NEVER_UCP | PCRE2_AUTO_CALLOUT)
#define NESTED_PARENTHESES_MAX 50
/* Of one beginning in the text, for which PCRE2 counts them: the first lets "[\\s\\S]*" go back over a whole text, the others keep memory small. */
#define MATCH_LIMIT 10000
#define DEPTH_LIMIT 2000
#define HEAP_LIMIT_KIB 512
#define ITEM_COST 32 /* of trying an item, beside moving over a byte */
#define MESSAGE_SIZE 128

/* With their real names: pcre2_match is a macro. */
#define PCRE2(F) \
	F(pcre2_code_free_8) \
	F(pcre2_compile_8) \
	F(pcre2_compile_context_create_8) \
	F(pcre2_compile_context_free_8) \
	F(pcre2_get_error_message_8) \
	F(pcre2_match_8) \
	F(pcre2_match_context_create_8) \
	F(pcre2_match_context_free_8) \
	F(pcre2_match_data_create_8) \
	F(pcre2_match_data_free_8) \
	F(pcre2_pattern_info_8) \
	F(pcre2_set_callout_8) \
	F(pcre2_set_depth_limit_8) \
	F(pcre2_set_heap_limit_8) \
	F(pcre2_set_match_limit_8) \
	F(pcre2_set_newline_8) \
	F(pcre2_set_parens_nest_limit_8)

static struct {
	PCRE2(WB_LIBRARY_FIELD)
} lib;
struct wb_library wb_pattern_library = WB_LIBRARY(WB_SONAME_PCRE2, PCRE2, lib);

struct wb_pattern {
	pcre2_code *code;
	pcre2_match_context *context;
	pcre2_match_data *data;
	uint32_t cost, cost_max; /* of the match that runs, or the last one */
	size_t position;         /* where the item before was tried */
};

/* PCRE2 calls it before each item that it tries (PCRE2_AUTO_CALLOUT), wherever in the text the match began: its own limits begin anew there. */
static int count_item(pcre2_callout_block *block, void *context)
{
	struct wb_pattern *pattern = context;
	size_t moved = block->current_position > pattern->position ? block->current_position - pattern->position
								   : pattern->position - block->current_position;

	pattern->position = block->current_position;
	pattern->cost += ITEM_COST + (uint32_t)moved;
	return pattern->cost > pattern->cost_max ? PCRE2_ERROR_CALLOUT : 0;
}

static enum wb_status compile(const char *text, pcre2_code **code_r, struct wb_error *error_r)
{
	pcre2_compile_context *context = lib.pcre2_compile_context_create_8(NULL);
	char message[MESSAGE_SIZE] = "";
	size_t size = 0, offset = 0;
	int error = 0;

	if (context == NULL)
		return wb_fail(error_r, WB_NO_MEMORY, "out of memory");
	lib.pcre2_set_newline_8(context, PCRE2_NEWLINE_LF);
	lib.pcre2_set_parens_nest_limit_8(context, NESTED_PARENTHESES_MAX);
	*code_r = lib.pcre2_compile_8((PCRE2_SPTR)text, strlen(text), OPTIONS, &error, &offset, context);
	lib.pcre2_compile_context_free_8(context);
	if (*code_r == NULL) {
		if (error == PCRE2_ERROR_HEAP_FAILED)
			return wb_fail(error_r, WB_NO_MEMORY, "out of memory");
		lib.pcre2_get_error_message_8(error, (PCRE2_UCHAR *)message, sizeof(message));
		return wb_fail(error_r, WB_INVALID, "%s at character %zu", message, offset + 1);
	}
	lib.pcre2_pattern_info_8(*code_r, PCRE2_INFO_SIZE, &size);
	if (size > WB_PATTERN_COMPILED_MAX) {
		lib.pcre2_code_free_8(*code_r);
		*code_r = NULL;
		return wb_fail(error_r, WB_INVALID, "with its repeats it compiles to %zu bytes: expected at most %d", size,
		    WB_PATTERN_COMPILED_MAX);
	}
	return WB_OK;
}

enum wb_status wb_pattern_open(const char *text, struct wb_pattern **pattern_r, struct wb_error *error_r)
{
	struct wb_pattern *pattern;
	enum wb_status status;

	*pattern_r = NULL;
	if (strnlen(text, WB_PATTERN_BYTES_MAX + 1) > WB_PATTERN_BYTES_MAX)
		return wb_fail(
		    error_r, WB_INVALID, "found more than %d bytes: expected a shorter pattern", WB_PATTERN_BYTES_MAX);
	status = wb_library_load(&wb_pattern_library, error_r);
	if (status != WB_OK)
		return status;
	pattern = calloc(1, sizeof(*pattern));
	if (pattern == NULL)
		return wb_fail(error_r, WB_NO_MEMORY, "out of memory");
	status = compile(text, &pattern->code, error_r);
	if (status != WB_OK)
		goto out;
	pattern->context = lib.pcre2_match_context_create_8(NULL);
	pattern->data = lib.pcre2_match_data_create_8(1, NULL); /* what has matched is not asked */
	if (pattern->context == NULL || pattern->data == NULL) {
		status = wb_fail(error_r, WB_NO_MEMORY, "out of memory");
		goto out;
	}
	lib.pcre2_set_match_limit_8(pattern->context, MATCH_LIMIT);
	lib.pcre2_set_depth_limit_8(pattern->context, DEPTH_LIMIT);
	lib.pcre2_set_heap_limit_8(pattern->context, HEAP_LIMIT_KIB);
	lib.pcre2_set_callout_8(pattern->context, count_item, pattern);
	*pattern_r = pattern;
	pattern = NULL; /* handed over */
out:
	wb_pattern_close(&pattern);
	return status;
}

enum wb_pattern_result wb_pattern_match(struct wb_pattern *pattern, const char *subject, size_t length)
{
	int rc;

	pattern->cost = 0;
	if (length > WB_PATTERN_SUBJECT_MAX)
		return WB_PATTERN_UNKNOWN;
	pattern->cost_max = WB_PATTERN_COST_MAX(length);
	pattern->position = 0;
	rc = lib.pcre2_match_8(pattern->code, (PCRE2_SPTR)subject, length, 0, 0, pattern->data, pattern->context);
	if (rc >= 0)
		return WB_PATTERN_YES;
	return rc == PCRE2_ERROR_NOMATCH ? WB_PATTERN_NO : WB_PATTERN_UNKNOWN;
}

uint32_t wb_pattern_cost(const struct wb_pattern *pattern)
{
	return pattern->cost;
}

void wb_pattern_close(struct wb_pattern **pattern)
{
	if (*pattern == NULL)
		return;
	/* None of them minds a NULL. */
	lib.pcre2_match_data_free_8((*pattern)->data);
	lib.pcre2_match_context_free_8((*pattern)->context);
	lib.pcre2_code_free_8((*pattern)->code);
	free(*pattern);
	*pattern = NULL;
}

enum wb_status wb_pattern_check(const char *text, struct wb_error *error_r)
{
	struct wb_pattern *pattern;
	enum wb_status status = wb_pattern_open(text, &pattern, error_r);

	wb_pattern_close(&pattern);
	return status;
}
