/* SPDX-License-Identifier: GPL-2.0-or-later */
/* SPDX-FileCopyrightText: 2026 the whyblock authors */
/* print_apply.c - see print_apply.h */
#include "cli/print_apply.h"

#include <stdio.h>
#include <string.h>

#include "base/rows.h"
#include "cli/print_json.h"
#include "config/setting.h"

#define VALUE_SHOWN "%.300s"

WB_ROWS_BEGIN(kinds);
static const char *const kinds[WB_APPLY_KINDS] = {
	WB_ROW(WB_APPLY_ADDED) = "added",
	WB_ROW(WB_APPLY_CHANGED) = "changed",
	WB_ROW(WB_APPLY_REMOVED) = "removed",
};
WB_ROWS_END(kinds, WB_APPLY_KINDS);

const char *cli_apply_kind_name(enum wb_apply_kind kind)
{
	return kinds[kind];
}

static const char *outcome_name(enum wb_apply_outcome outcome)
{
	switch (outcome) {
	case WB_APPLY_SAME:
		return "same";
	case WB_APPLY_WOULD:
		return "would";
	case WB_APPLY_DONE:
		return "done";
	case WB_APPLY_WAITS:
		return "waits";
	}
	return "";
}

/* What holds now that "dns deadline" or "mode" is gone. Not of titled sections, where a word stands for several tables of settings. */
static const struct wb_setting *find_setting(const char *name)
{
	const char *space = strchr(name, ' ');
	char section[40];

	if (strchr(name, '"') != NULL)
		return NULL;
	snprintf(section, sizeof(section), "%.*s", space != NULL ? (int)(space - name) : 0, name);
	return wb_setting_find(section, space != NULL ? space + 1 : name);
}

static void add_default(const struct wb_apply_change *change, struct wb_text *text)
{
	const struct wb_setting *setting = change->kind == WB_APPLY_REMOVED ? find_setting(change->name) : NULL;
	char initial[CLI_APPLY_CHANGE_SIZE], *length;
	struct wb_text value;

	if (setting == NULL)
		return;
	wb_text_open(&value, initial, sizeof(initial));
	wb_setting_add_initial(setting, &value);
	/* The policy writes a host without its length. */
	while ((length = strstr(initial, "/128\"")) != NULL)
		memmove(length, length + 4, strlen(length + 4) + 1);
	if (strcmp(initial, change->before) == 0)
		wb_text_add(text, ", which is the default");
	else
		wb_text_addf(text, ", now it is the default: " VALUE_SHOWN, initial);
}

void cli_apply_change_format(const struct wb_apply_change *change, struct wb_text *text)
{
	wb_text_addf(text, "%s %s", kinds[change->kind], change->name);
	if (change->kind == WB_APPLY_CHANGED && change->after[0] == '\0') {
		wb_text_add(text, ": another account key");
		return;
	}
	if (change->after[0] != '\0')
		wb_text_addf(text, " = " VALUE_SHOWN, change->after);
	if (change->before[0] != '\0') {
		wb_text_addf(text, " (it was " VALUE_SHOWN, change->before);
		add_default(change, text);
		wb_text_add(text, ")");
	}
}

static const char *copy_outcome_name(enum wb_mmdb_outcome outcome)
{
	switch (outcome) {
	case WB_MMDB_UNSET:
		return "unset";
	case WB_MMDB_SAME:
		return "same";
	case WB_MMDB_STALE:
		return "stale";
	case WB_MMDB_COPIED:
		return "copied";
	case WB_MMDB_REMOVED:
		return "removed";
	case WB_MMDB_GONE:
		return "gone";
	case WB_MMDB_REFUSED:
		return "refused";
	}
	return "";
}

enum cli_exit cli_apply_tell_copies(const struct wb_apply *apply, bool json)
{
	enum cli_exit result = CLI_DONE;

	for (int want = 0; want < WB_GEOIP_WANTS; want++) {
		const struct wb_mmdb_copy *copy = &apply->copies[want];
		const char *setting = wb_mmdb_setting((enum wb_geoip_want)want);

		if (copy->outcome == WB_MMDB_COPIED && !json)
			printf("geoip.%s: copied, and asked from the next connection on\n", setting);
		else if (copy->outcome == WB_MMDB_REMOVED && !json)
			printf("geoip.%s: not set: the copy was removed\n", setting);
		else if (copy->outcome == WB_MMDB_REFUSED)
			result = cli_fail(CLI_IO, "%s; geoip.%s: %s", copy->why.text, setting,
			    copy->is_there ? "the copy of before stays" : "there is no copy: unknown for every client");
		else if (copy->outcome == WB_MMDB_GONE && copy->is_there)
			cli_fail(CLI_DONE, "%s; geoip.%s: the copy of before stays", copy->why.text, setting);
	}
	if (apply->key_fault.text[0] != '\0')
		result = cli_fail(CLI_IO, "%s; the keys that Exim had stay", apply->key_fault.text);
	return result;
}

json_object *cli_apply_json(const char *path, const struct wb_apply *apply)
{
	json_object *object = json_object_new_object();
	json_object *changes = json_object_new_array(), *reasons = json_object_new_array(), *copies = json_object_new_object();

	for (size_t i = 0; i < apply->change_count; i++) {
		const struct wb_apply_change *change = &apply->changes[i];
		json_object *row = json_object_new_object();

		json_object_object_add(row, "change", json_object_new_string(kinds[change->kind]));
		json_object_object_add(row, "name", json_object_new_string(change->name));
		json_object_object_add(row, "before", cli_json_text(change->before));
		json_object_object_add(row, "after", cli_json_text(change->after));
		json_object_array_add(changes, row);
	}
	for (size_t i = 0; i < apply->reasons.count; i++)
		json_object_array_add(reasons, json_object_new_string(apply->reasons.items[i]));
	for (int want = 0; want < WB_GEOIP_WANTS; want++)
		json_object_object_add(copies, wb_mmdb_setting((enum wb_geoip_want)want),
		    json_object_new_string(copy_outcome_name(apply->copies[want].outcome)));
	json_object_object_add(object, "file", json_object_new_string(path));
	json_object_object_add(object, "outcome", json_object_new_string(outcome_name(apply->outcome)));
	json_object_object_add(object, "policy", json_object_new_int64((int64_t)apply->serial));
	json_object_object_add(object, "changes", changes);
	json_object_object_add(object, "reasons", reasons);
	json_object_object_add(object, "geoip", copies);
	return object;
}
