/* SPDX-License-Identifier: GPL-2.0-or-later */
/* SPDX-FileCopyrightText: 2026 the whyblock authors */
/* fuzz_log.c - any bytes as a line of a log, in whatever form it may be kept. */
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "desk/log_form.h"

#define PRESENT_S 1795600000

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size)
{
	static struct wb_log_line line;
	enum wb_log_form form;
	enum wb_status status = wb_log_form_parse((const char *)bytes, size, PRESENT_S, &line, &form);

	if (status != WB_OK && status != WB_INVALID && status != WB_NOT_FOUND)
		abort();
	if (form == WB_LOG_UNKNOWN && status != WB_NOT_FOUND)
		abort();
	if (status == WB_NOT_FOUND)
		return 0;
	/* A time that can be shown, and values that end where they should. */
	if (strlen(line.stamp) != WB_LOG_STAMP_SIZE - 1 || wb_log_line_time_s(&line) < 0)
		abort();
	for (size_t i = 0; i < wb_log_field_count; i++) {
		const char *value = wb_log_line_get(&line, wb_log_fields[i].key);

		if (value != NULL && (value < line.values || value + strlen(value) >= line.values + sizeof(line.values)))
			abort();
	}
	return 0;
}
