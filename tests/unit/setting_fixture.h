/* SPDX-License-Identifier: GPL-2.0-or-later */
/* SPDX-FileCopyrightText: 2026 the whyblock authors */
/* setting_fixture.h - a field for any setting, and what is in it. For test_setting.c and test_setting_value.c. */
#ifndef WB_SETTING_FIXTURE_H
#define WB_SETTING_FIXTURE_H

#include "config/setting.h"
#include "fixture.h"

/* Room for the field of any row. */
static union {
	struct wb_config config;
	char bytes[sizeof(struct wb_config) + 4096];
} data;

static struct wb_pool pool;

static int start(void **state)
{
	(void)state;
	memset(&data, 0, sizeof(data));
	return 0;
}

static int end(void **state)
{
	(void)state;
	wb_pool_close(&pool);
	return 0;
}

#define STRING(setting) (*(const char **)(data.bytes + (setting)->offset))
#define NUMBER(setting) (*(uint32_t *)(data.bytes + (setting)->offset))
#define TEXTS(setting) ((struct wb_texts *)(data.bytes + (setting)->offset))

/* A value as text, however it is kept: so that one table of rows tells what becomes of it. */
static void format_value(const struct wb_setting *setting, char *buffer, size_t size)
{
	const void *field = data.bytes + setting->offset;
	struct wb_text text;

	wb_text_open(&text, buffer, size);
	switch (setting->type) {
	case WB_SETTING_CHOICE:
		wb_text_addf(&text, "%d", *(const int *)field);
		break;
	case WB_SETTING_MILLI:
	case WB_SETTING_RELIEF:
	case WB_SETTING_MARK:
	case WB_SETTING_COUNT:
		wb_text_addf(&text, "%u", NUMBER(setting));
		break;
	case WB_SETTING_SPAN:
		wb_text_addf(&text, "%lld", (long long)*(const int64_t *)field);
		break;
	case WB_SETTING_BOOLEAN:
		wb_text_add(&text, *(const bool *)field ? "true" : "false");
		break;
	case WB_SETTING_PREFIXES:
	case WB_SETTING_NAT64:
		for (size_t i = 0; i < ((const struct wb_prefixes *)field)->count; i++) {
			char prefix[WB_PREFIX_TEXT_SIZE];

			wb_prefix_format(&((const struct wb_prefixes *)field)->items[i], prefix);
			wb_text_addf(&text, "%s ", prefix);
		}
		break;
	case WB_SETTING_ASNS:
		for (size_t i = 0; i < ((const struct wb_asns *)field)->count; i++)
			wb_text_addf(&text, "%u ", ((const struct wb_asns *)field)->items[i]);
		break;
	default:
		if (!wb_setting_is_list(setting))
			wb_text_add(&text, STRING(setting));
		else
			for (size_t i = 0; i < TEXTS(setting)->count; i++)
				wb_text_addf(&text, "%s ", TEXTS(setting)->items[i]);
	}
}

#endif
