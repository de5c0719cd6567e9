/* SPDX-License-Identifier: GPL-2.0-or-later */
/* SPDX-FileCopyrightText: 2026 the whyblock authors */
/* policy.c - see policy.h */
#include "verdict/policy.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "config/config.h"

enum wb_status wb_policy_open(const char *config_path, const struct wb_policy **policy_r, struct wb_error *fault_r)
{
	/* 10 KiB: from the heap, since Exim's stack may be deep in an expansion. */
	struct wb_diagnostics *diagnostics = calloc(1, sizeof(*diagnostics));
	struct wb_config *config = NULL;
	enum wb_status status;

	*policy_r = NULL;
	fault_r->text[0] = '\0';
	if (diagnostics == NULL)
		return wb_fail(fault_r, WB_NO_MEMORY, "configuration %.200s: out of memory", config_path);
	status = wb_config_open(config_path, &config, diagnostics);
	if (status != WB_OK) {
		const struct wb_diagnostic *first = &diagnostics->rows[0];
		char line[16] = "";

		if (first->line > 0)
			snprintf(line, sizeof(line), ":%d", first->line);
		wb_fail(fault_r, status, "configuration %.200s%s: %.200s%s", config_path, line, first->text,
		    diagnostics->count > 1 ? " (and more: run whyblock check-config)" : "");
	}
	free(diagnostics);
	if (config != NULL)
		*policy_r = &config->policy;
	return status;
}

void wb_policy_close(const struct wb_policy **policy)
{
	struct wb_config *config;

	if (*policy == NULL)
		return;
	config = (struct wb_config *)((char *)(uintptr_t)*policy - offsetof(struct wb_config, policy));
	wb_config_close(&config);
	*policy = NULL;
}

const char *wb_policy_folder(const struct wb_policy *policy)
{
	return policy->store[0] != '\0' ? policy->store : WB_POLICY_STORE;
}

const struct wb_category *wb_policy_category(const struct wb_policy *policy, const char *id)
{
	for (size_t i = 0; i < policy->category_count; i++) {
		if (strcmp(policy->categories[i].id, id) == 0)
			return &policy->categories[i];
	}
	return NULL;
}
