/* SPDX-License-Identifier: GPL-2.0-or-later */
/* SPDX-FileCopyrightText: 2026 the whyblock authors */
/* config.c - see config.h */
#include "config/config.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/email.h"
#include "base/nat64.h"
#include "base/text.h"
#include "config/category_name.h"
#include "config/config_file.h"
#include "config/feed_allow.h"
#include "config/recipient_section.h"
#include "config/rule_section.h"
#include "config/sender_section.h"
#include "config/setting_text.h"
#include "config/zone_section.h"
#include "verdict/listing.h"
#include "verdict/reply.h"

/* Where the visitor stands: which section's struct the next values go to. */
struct compiler {
	struct wb_config *config;
	struct wb_diagnostics *diagnostics;
	const char *section;
	const char *settings; /* see struct wb_section */
	const char *title;
	void *data;                     /* NULL: the section has a diagnostic, its values are skipped */
	struct wb_zone *zone;           /* that codes belong to; NULL: it has a diagnostic */
	struct wb_recipient *recipient; /* that choices belong to; the same */
	const char *parent;
	struct wb_position section_position;
	bool is_whole;
	bool no_memory;
};

static void *append(struct compiler *compiler, void *items, size_t *count, size_t item_bytes)
{
	char *grown = wb_pool_grow(&compiler->config->pool, items, *count, item_bytes);

	if (grown == NULL) {
		compiler->no_memory = true;
		return NULL;
	}
	memset(grown + *count * item_bytes, 0, item_bytes);
	(*count)++;
	return grown;
}

static struct wb_category *add_category(struct compiler *compiler, const char *id, struct wb_position position)
{
	struct wb_config *config = compiler->config;
	struct wb_category *categories =
	    append(compiler, config->policy.categories, &config->policy.category_count, sizeof(*categories));
	struct wb_category *category;

	if (categories == NULL)
		return NULL;
	config->policy.categories = categories;
	category = &categories[config->policy.category_count - 1];
	wb_text_copy(category->id, sizeof(category->id), id);
	category->position = position;
	if (wb_setting_store_defaults("category", &config->pool, category, NULL) != WB_OK)
		compiler->no_memory = true;
	return category;
}

static void *open_category(struct compiler *compiler, const char *id, struct wb_position position)
{
	struct wb_category *category = (struct wb_category *)wb_policy_category(&compiler->config->policy, id);

	if (category != NULL) {
		category->position = position;
		return category;
	}
	if (compiler->config->policy.category_count == WB_POLICY_CATEGORIES_MAX) {
		wb_diagnostics_add(compiler->diagnostics, position,
		    "found category \"%.40s\": expected at most %d categories, the built-in ones included",
		    wb_catalogue_hide_key(id), WB_POLICY_CATEGORIES_MAX);
		return NULL;
	}
	if (wb_category_id_is_valid(id))
		return add_category(compiler, id, position);
	wb_diagnostics_add(compiler->diagnostics, position,
	    "found category \"%.40s\": expected an id of 1 to 32 of a-z, 0-9 and -, a letter first, and not \"%s\"",
	    wb_catalogue_hide_key(id), WB_CATEGORY_ALLOW);
	return NULL;
}

static struct wb_feed_settings *open_feed(struct compiler *compiler, const char *name, struct wb_position position)
{
	struct wb_config *config = compiler->config;
	struct wb_feed_settings *feeds;
	struct wb_feed_settings *feed;
	struct wb_error right;

	if (wb_listing_check_feed_name(name, &right) != WB_OK) {
		wb_diagnostics_add(compiler->diagnostics, position, "found feed %s", right.text);
		return NULL;
	}

	feeds = append(compiler, config->feeds, &config->feed_count, sizeof(*feeds));
	if (feeds == NULL)
		return NULL;
	config->feeds = feeds;
	feed = &feeds[config->feed_count - 1];
	feed->position = position;
	feed->name = wb_pool_copy(&config->pool, name);
	if (feed->name == NULL || wb_setting_store_defaults("feed", &config->pool, feed, NULL) != WB_OK)
		compiler->no_memory = true;
	return feed;
}

/* setting: NULL: the section that was opened last. */
static void note_setting(struct compiler *compiler, const struct wb_setting *setting, size_t index, struct wb_position position)
{
	struct wb_config *config = compiler->config;
	const struct wb_policy *policy = &config->policy;
	struct wb_setting_note *notes = append(compiler, config->notes, &config->note_count, sizeof(*notes));
	struct wb_setting_note *note;

	if (notes == NULL)
		return;
	config->notes = notes;
	note = &notes[config->note_count - 1];
	/* An empty list has no value that stands anywhere. */
	*note = (struct wb_setting_note){ .setting = setting,
		.parent = compiler->parent,
		.section = compiler->section,
		.title = compiler->title,
		.index = index,
		.is_whole = compiler->is_whole,
		.position = position.line > 0 ? position : compiler->section_position,
		.section_position = compiler->section_position };
	if (strcmp(note->section, "rule") == 0)
		note->place = policy->rule_count - 1;
	else if (strcmp(note->section, "feed") == 0)
		note->place = config->feed_count - 1;
	else if (strcmp(note->section, "sender") == 0)
		note->place = policy->sender_count - 1;
	else if (strcmp(note->section, "recipient") == 0 || strcmp(note->parent, "recipient") == 0) {
		note->place = policy->recipient_count - 1;
		note->inner_place = policy->recipients[note->place].choice_count - 1;
	} else if (compiler->title != NULL && policy->zone_count > 0) {
		note->place = policy->zone_count - 1;
		note->inner_place = policy->zones[note->place].code_count - 1;
	}
}

static void visit_section(
    void *context, const char *parent, const char *name, const char *title, bool is_whole, struct wb_position position)
{
	struct compiler *compiler = context;
	size_t diagnostics_before = compiler->diagnostics->count;

	/* What is noted outlives libconfuse's own names: that of the table, and a copy of the title. */
	for (size_t i = 0; i < wb_section_count; i++) {
		const char *stands_in = wb_sections[i].parent != NULL ? wb_sections[i].parent : "";

		if (strcmp(wb_sections[i].name, name) != 0 || strcmp(stands_in, parent) != 0)
			continue;
		compiler->parent = stands_in;
		compiler->section = wb_sections[i].name;
		compiler->settings = wb_sections[i].settings;
	}
	compiler->section_position = position;
	compiler->is_whole = is_whole;
	compiler->title = title == NULL ? NULL : wb_pool_copy(&compiler->config->pool, title);
	compiler->no_memory = compiler->no_memory || (title != NULL && compiler->title == NULL);
	compiler->data = compiler->config;
	if (strcmp(parent, "recipient") == 0)
		compiler->data =
		    compiler->recipient == NULL ? NULL : wb_recipient_section_add_choice(compiler->config, title, position);
	else if (strcmp(name, "recipient") == 0)
		compiler->data = compiler->recipient =
		    wb_recipient_section_add(compiler->config, title, position, compiler->diagnostics);
	else if (strcmp(name, "category") == 0)
		compiler->data = open_category(compiler, title, position);
	else if (strcmp(name, "rule") == 0)
		compiler->data = wb_rule_section_add(compiler->config, title, position, compiler->diagnostics);
	else if (strcmp(name, "feed") == 0)
		compiler->data = open_feed(compiler, title, position);
	else if (strcmp(name, "report") == 0)
		compiler->data = wb_report_section_open(compiler->config, title, position, compiler->diagnostics);
	else if (strcmp(name, "sender") == 0)
		compiler->data = wb_sender_section_add(compiler->config, title, position, compiler->diagnostics);
	else if (strcmp(name, "dnsbl") == 0 || strcmp(name, "dnswl") == 0)
		compiler->data = compiler->zone =
		    wb_zone_section_add(compiler->config, title, strcmp(name, "dnswl") == 0, position, compiler->diagnostics);
	else if (strcmp(name, "code") == 0)
		compiler->data = compiler->zone == NULL
		    ? NULL
		    : wb_zone_section_add_code(compiler->config, title, position, compiler->diagnostics);
	/* A section that is neither there nor has a diagnostic found no memory; what stands in one that has a diagnostic is skipped with it. */
	if (compiler->data == NULL && compiler->diagnostics->count == diagnostics_before && diagnostics_before == 0)
		compiler->no_memory = true;
	if (compiler->data != NULL && position.line > 0)
		note_setting(compiler, NULL, 0, position);
}

static void visit_value(void *context, const char *name, const char *value, size_t index, struct wb_position position)
{
	struct compiler *compiler = context;
	const struct wb_setting *setting = wb_setting_find(compiler->settings, name);

	if (compiler->data == NULL)
		return;
	note_setting(compiler, setting, index, position);
	if (wb_setting_take(setting, &compiler->config->pool, compiler->data, value, index, position, compiler->diagnostics) !=
	    WB_OK)
		compiler->no_memory = true;
}

/* What a row alone cannot tell: what comes first must lie lower. */
static void finish_categories(struct compiler *compiler)
{
	const struct wb_config *config = compiler->config;
	const struct wb_policy *policy = &config->policy;

	for (size_t i = 0; i < policy->category_count; i++) {
		const struct wb_category *category = &policy->categories[i];
		const struct {
			const char *name;
			uint32_t milli;
			const char *above;
			uint32_t above_milli;
		} marks[] = {
			{ "tag_at", category->tag_at_milli, "threshold", category->threshold_milli },
			{ "defer_at", category->defer_at_milli, "threshold", category->threshold_milli },
			{ "tag_at", category->tag_at_milli, "defer_at", category->defer_at_milli },
		};

		for (size_t k = 0; k < sizeof(marks) / sizeof(marks[0]); k++) {
			char found[160];
			struct wb_text text;

			if (marks[k].milli == 0 || marks[k].above_milli == 0 || marks[k].milli < marks[k].above_milli)
				continue;
			wb_text_open(&text, found, sizeof(found));
			wb_text_addf(&text, "found category \"%s\" with %s = ", category->id, marks[k].name);
			wb_text_add_milli(&text, marks[k].milli);
			wb_text_addf(&text, ": expected less than its %s, which is ", marks[k].above);
			wb_text_add_milli(&text, marks[k].above_milli);
			wb_diagnostics_add(compiler->diagnostics,
			    wb_setting_position(config, category->position, marks[k].name, 0), "%s", found);
		}
	}
}

/* Who is exempt by the address that a translator makes is so by the one that counts. */
static void finish_exempt(struct compiler *compiler)
{
	struct wb_policy *policy = &compiler->config->policy;

	for (size_t i = 0; i < policy->exempt.hosts.count; i++) {
		const struct wb_prefix written = policy->exempt.hosts.items[i];

		wb_nat64_prefix(&policy->nat64_prefixes, &written, &policy->exempt.hosts.items[i], NULL);
	}
}

static void finish_feeds(struct compiler *compiler)
{
	struct wb_config *config = compiler->config;

	for (size_t i = 0; i < config->feed_count; i++) {
		struct wb_feed_settings *feed = &config->feeds[i];
		struct wb_error right;
		char what[60];

		snprintf(what, sizeof(what), "feed \"%s\"", feed->name);
		wb_category_name_find(config, compiler->diagnostics, feed->position, what, feed->category_id, true);
		if (feed->file[0] == '\0' &&
		    (wb_setting_is_given(config, feed->position, "file")
			    ? !wb_diagnostics_have(
				  compiler->diagnostics, wb_setting_position(config, feed->position, "file", 0))
			    : wb_setting_section_is_whole(config, compiler->diagnostics, feed->position)))
			wb_diagnostics_add(compiler->diagnostics, wb_setting_position(config, feed->position, "file", 0),
			    "found feed \"%s\" without file: expected file = \"/...\", the path of the file that is downloaded",
			    feed->name);
		for (size_t g = 0; g < feed->allow.count; g++) {
			if (wb_feed_allow_parse(feed->allow.items[g], &feed->allowed, &right) != WB_OK)
				wb_diagnostics_add(compiler->diagnostics,
				    wb_setting_position(config, feed->position, "allow", g),
				    "found feed \"%s\" with allow = %s", feed->name, right.text);
		}
	}
}

static void check_notify(struct compiler *compiler)
{
	const struct wb_config *config = compiler->config;
	const char *notify = config->removal.notify;

	if (notify[0] != '\0' && notify[0] != '/' && !wb_email_is_valid(notify))
		wb_diagnostics_add(compiler->diagnostics, wb_setting_position_in(config, "removal", "notify", 0),
		    "found removal.notify = \"%.80s\": expected a mail address such as staff@example.net, or the whole path of a command",
		    notify);
}

/* What is left empty stands for something else: the built-in text, this host's name, a file beside the configuration. */
static enum wb_status fill_in(struct wb_config *config)
{
	const char *slash = strrchr(config->path, '/');
	char host[256] = "";
	char *path;

	if (config->policy.site.name[0] == '\0') {
		if (gethostname(host, sizeof(host) - 1) < 0 || host[0] == '\0' || !wb_text_is_printable(host))
			wb_text_copy(host, sizeof(host), "this site");
		config->policy.site.name = wb_pool_copy(&config->pool, host);
		if (config->policy.site.name == NULL)
			return WB_NO_MEMORY;
	}
	if (config->policy.reference_key[0] == '\0') {
		if (asprintf(&path, "%.*sreference.key", slash == NULL ? 0 : (int)(slash + 1 - config->path), config->path) < 0)
			return WB_NO_MEMORY;
		config->policy.reference_key = wb_pool_copy(&config->pool, path);
		free(path);
		if (config->policy.reference_key == NULL)
			return WB_NO_MEMORY;
	}
	/* Answers come from the first contact that can send them: others may be pages or telephones. */
	for (size_t i = 0; config->removal.address[0] == '\0' && i < config->policy.site.contacts.count; i++) {
		if (wb_email_is_valid(config->policy.site.contacts.items[i]))
			config->removal.address = config->policy.site.contacts.items[i];
	}

	for (size_t i = 0; i < config->policy.category_count; i++) {
		struct wb_category *category = &config->policy.categories[i];
		const struct wb_category_builtin *builtin = i < wb_category_builtin_count ? &wb_category_builtins[i] : NULL;

		if (category->title[0] == '\0')
			category->title = builtin != NULL ? builtin->title : category->id;
		if (category->text[0] == '\0')
			category->text = wb_reply_default_text(&config->pool, builtin != NULL ? builtin->phrase : NULL);
		if (category->text == NULL)
			return WB_NO_MEMORY;
		config->policy.wants_reason = config->policy.wants_reason || strstr(category->text, "%{reason}") != NULL;
	}
	return WB_OK;
}

static enum wb_status compile(struct compiler *compiler, const char *path)
{
	static const struct wb_config_visitor visitor = { visit_section, visit_value };
	struct wb_config *config = compiler->config;
	enum wb_status status;

	config->path = config->policy.config_path = wb_pool_copy(&config->pool, path);
	if (config->path == NULL)
		return WB_NO_MEMORY;
	for (size_t i = 0; i <= wb_section_count; i++) {
		const char *section = i == 0 ? "" : wb_sections[i - 1].name;

		if (i > 0 && wb_sections[i - 1].title != NULL)
			continue;
		if (wb_setting_store_defaults(section, &config->pool, config, NULL) != WB_OK)
			return WB_NO_MEMORY;
	}
	for (size_t i = 0; i < wb_category_builtin_count; i++)
		add_category(compiler, wb_category_builtins[i].id, WB_POSITION_NONE);
	if (compiler->no_memory || wb_report_sections_begin(config) != WB_OK)
		return WB_NO_MEMORY;

	status = wb_config_file_read(path, &visitor, compiler, compiler->diagnostics);
	if (!compiler->no_memory && compiler->diagnostics->count == 0 && wb_setting_notes_format(config) != WB_OK)
		return WB_NO_MEMORY;
	finish_categories(compiler);
	finish_exempt(compiler);
	wb_recipient_sections_finish(config, compiler->diagnostics);
	finish_feeds(compiler);
	wb_report_sections_finish(config, compiler->diagnostics);
	check_notify(compiler);
	if (wb_zone_sections_finish(config, compiler->diagnostics) != WB_OK ||
	    wb_sender_sections_finish(config, compiler->diagnostics) != WB_OK ||
	    wb_rule_sections_finish(config, compiler->diagnostics) != WB_OK)
		return WB_NO_MEMORY;
	if (compiler->no_memory || fill_in(config) != WB_OK)
		return WB_NO_MEMORY;
	return status == WB_OK && compiler->diagnostics->count > 0 ? WB_INVALID : status;
}

enum wb_status wb_config_open(const char *path, struct wb_config **config_r, struct wb_diagnostics *diagnostics_r)
{
	struct compiler compiler = { .diagnostics = diagnostics_r, .parent = "", .section = "", .settings = "" };
	enum wb_status status;

	*config_r = NULL;
	diagnostics_r->count = diagnostics_r->left_out = 0;
	diagnostics_r->is_denied = false;
	compiler.config = calloc(1, sizeof(*compiler.config));
	if (compiler.config == NULL) {
		wb_diagnostics_add(diagnostics_r, WB_POSITION_NONE, "out of memory");
		return WB_NO_MEMORY;
	}
	compiler.data = compiler.config;
	status = compile(&compiler, path);
	if (status == WB_NO_MEMORY) {
		wb_diagnostics_add(diagnostics_r, WB_POSITION_NONE, "out of memory");
		wb_config_close(&compiler.config);
		return status;
	}
	*config_r = compiler.config;
	return status;
}

void wb_config_close(struct wb_config **config)
{
	struct wb_pool pool;

	if (*config == NULL)
		return;
	pool = (*config)->pool;
	free(*config);
	wb_pool_close(&pool);
	*config = NULL;
}

const struct wb_feed_settings *wb_config_feed(const struct wb_config *config, const char *name)
{
	for (size_t i = 0; i < config->feed_count; i++) {
		if (strcmp(config->feeds[i].name, name) == 0)
			return &config->feeds[i];
	}
	return NULL;
}
