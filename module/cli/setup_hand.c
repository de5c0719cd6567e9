/* SPDX-License-Identifier: GPL-2.0-or-later */
/* SPDX-FileCopyrightText: 2026 the whyblock authors */
/* setup_hand.c - see setup_hand.h */
#include "cli/setup_hand.h"

#include <ctype.h>
#include <dirent.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/text.h"
#include "cli/exim_probe.h"
#include "cli/setup_file.h"
#include "cli/setup_option.h"
#include "cli/setup_place.h"
#include "cli/setup_source.h"

#define OBJECT "whyblock.so"
#define INSTALLED "/whyblock/acl-snippets/"
#define CONF_D SETUP_FOLDER "conf.d"
#define LINE_BYTES 2048
#define DEPTH_MAX 2 /* conf.d/acl/FILE */

/* All that tell what to write into Exim's configuration; a copy is named after it, without "debian-". */
static const char *const snippets[] = { "debian-rcpt-local.conf", "debian-data-local.conf", "debian-done-options.conf",
	"rcpt.conf", "data.conf", "connect.conf", "prefetch.conf", "preload.conf", "malware.conf", "trap.conf", "done.conf",
	"message-options.conf", "removal-router.conf", "removal-transport.conf" };
#define SNIPPETS (sizeof(snippets) / sizeof(snippets[0]))

/* Statements of versions before, as people have copied them. */
static const char *const former[] = {
	"require acl = ${if!exists{" OBJECT "}{accept\\n}{${dlfunc{" OBJECT "}{whyblock}}}}\n",
	".ifdef _HAVE_DLFUNC\n"
	"require acl = ${if!and{{={$received_port}{25}}{exists{" OBJECT "}}}\\\n"
	"{accept\\n}{${dlfunc{" OBJECT "}{whyblock}}}}\n"
	".endif\n",
};
#define FORMER (sizeof(former) / sizeof(former[0]))

struct hand {
	struct setup_plan *plan;
	char *statements[SNIPPETS +
	    FORMER];           /* their lines, each as bare_line() makes it; NULL: not to be taken out by its words */
	char *texts[SNIPPETS]; /* the same with the comments */
};

static const char *next_line(const char *line)
{
	line += strcspn(line, "\n");
	return line + (*line == '\n');
}

/* The line without the blanks around it, and with the object's name for its path: whoever builds from source has another. */
static void bare_line(const char *line, char *bare_r)
{
	size_t length = strcspn(line, "\n"), used = 0;
	const char *end = line + (length < LINE_BYTES ? length : LINE_BYTES - 1);

	while (line < end && isspace((unsigned char)*line))
		line++;
	while (end > line && isspace((unsigned char)end[-1]))
		end--;
	while (line < end) {
		const char *path = line;

		if (*line == '/') {
			while (path < end && *path != '}' && *path != '{' && *path != ' ')
				path++;
			if (path - line >= (ptrdiff_t)sizeof(OBJECT) &&
			    strncmp(path - (sizeof(OBJECT) - 1), OBJECT, sizeof(OBJECT) - 1) == 0)
				line = path - (sizeof(OBJECT) - 1);
		}
		bare_r[used++] = *line++;
	}
	bare_r[used] = '\0';
}

/* The bare lines of the text, with or without comments and blank lines. NULL: no memory. */
static char *bare_text(const char *text, bool with_comments)
{
	char *bare = NULL, line[LINE_BYTES];
	size_t size;
	FILE *stream = open_memstream(&bare, &size);

	for (; stream != NULL && *text != '\0'; text = next_line(text)) {
		bare_line(text, line);
		if (with_comments || (line[0] != '\0' && line[0] != '#'))
			fprintf(stream, "%s\n", line);
	}
	if (stream != NULL && fclose(stream) != 0) {
		free(bare);
		return NULL;
	}
	return bare;
}

static void close_hand(struct hand *hand)
{
	for (size_t i = 0; i < SNIPPETS + FORMER; i++)
		free(hand->statements[i]);
	for (size_t i = 0; i < SNIPPETS; i++)
		free(hand->texts[i]);
}

/* What cannot be read is not found by its words. */
static void open_hand(struct hand *hand, const struct setup_exim *exim, struct setup_plan *plan)
{
	*hand = (struct hand){ .plan = plan };
	for (size_t i = 0; i < SNIPPETS; i++) {
		char *text;

		if (setup_place_read_snippet(snippets[i], exim->is_elsewhere, &text, NULL) != WB_OK)
			continue;
		hand->texts[i] = bare_text(text, true);
		hand->statements[i] = bare_text(text, false);
		/* Options that any site may have set itself. */
		if (hand->statements[i] != NULL && strstr(hand->statements[i], "whyblock") == NULL) {
			free(hand->statements[i]);
			hand->statements[i] = NULL;
		}
		free(text);
	}
	for (size_t i = 0; i < FORMER; i++)
		hand->statements[SNIPPETS + i] = strdup(former[i]);
}

/* "whyblock-NAME.conf" of a snippet, wherever it lies, up to the end of the text; or a snippet itself, where it is installed. */
static bool is_copy(const char *path)
{
	const char *name = strrchr(path, '/');

	if (strstr(path, INSTALLED) != NULL)
		return true;
	name = name == NULL ? path : name + 1;
	if (strncmp(name, "whyblock-", 9) != 0)
		return false;
	for (size_t i = 0; i < SNIPPETS; i++) {
		const char *snippet = strncmp(snippets[i], "debian-", 7) == 0 ? snippets[i] + 7 : snippets[i];

		if (strcmp(name + 9, snippet) == 0)
			return true;
	}
	return false;
}

/* ".include FILE", ".include_if_exists FILE" or "MACRO = FILE" with a copy of a snippet for FILE. line: as bare_line() makes it. */
static bool leads_to_copy(const char *line)
{
	static const char *const includes[] = { ".include_if_exists", ".include" };

	for (size_t i = 0; i < sizeof(includes) / sizeof(includes[0]); i++) {
		size_t length = strlen(includes[i]);

		if (strncmp(line, includes[i], length) == 0 && isblank((unsigned char)line[length]))
			return is_copy(line + length);
	}
	for (enum setup_macro macro = 0; macro < SETUP_MACROS; macro++) {
		size_t length = strlen(setup_macro_names[macro]);

		if (strncmp(line, setup_macro_names[macro], length) == 0 && line[length + strspn(line + length, " \t")] == '=')
			return is_copy(line);
	}
	return false;
}

/* How many lines of text, from here on, are these; 0: they are others. */
static size_t match(const char *text, const char *bare_lines)
{
	char line[LINE_BYTES];
	size_t count = 0;

	if (bare_lines == NULL || *bare_lines == '\0')
		return 0;
	for (; *bare_lines != '\0'; bare_lines = next_line(bare_lines), text = next_line(text), count++) {
		size_t length = strcspn(bare_lines, "\n");

		if (*text == '\0')
			return 0;
		bare_line(text, line);
		if (strlen(line) != length || memcmp(line, bare_lines, length) != 0)
			return 0;
	}
	return count;
}

/* How many lines, from here on, are of ours. */
static size_t count_ours(const struct hand *hand, const char *text)
{
	char line[LINE_BYTES];
	size_t longest = 0;

	bare_line(text, line);
	if (leads_to_copy(line))
		return 1;
	for (size_t i = 0; i < SNIPPETS + FORMER; i++) {
		size_t count = match(text, hand->statements[i]);

		if (count == 0 && i < SNIPPETS && hand->statements[i] != NULL)
			count = match(text, hand->texts[i]);
		longest = count > longest ? count : longest;
	}
	return longest;
}

/* The text without the lines of ours. NULL: no memory. The caller frees it. */
static char *take_out(const struct hand *hand, const char *text, bool *found_r)
{
	char *rest = NULL;
	size_t size;
	FILE *stream = open_memstream(&rest, &size);

	*found_r = false;
	if (stream == NULL)
		return NULL;
	while (*text != '\0') {
		size_t count = count_ours(hand, text);
		const char *next = next_line(text);

		if (count == 0)
			fwrite(text, 1, (size_t)(next - text), stream);
		else
			*found_r = true;
		for (; count > 1; count--)
			next = next_line(next);
		text = next;
	}
	if (fclose(stream) == 0)
		return rest;
	free(rest);
	return NULL;
}

static void tell_left(const char *path, const char *text, struct setup_plan *plan)
{
	char line[LINE_BYTES];
	size_t number = 0;

	for (; *text != '\0'; text = next_line(text)) {
		const char *begin = text + strspn(text, " \t");

		number++;
		bare_line(text, line);
		if (line[0] != '#' && (strstr(line, OBJECT) != NULL || leads_to_copy(line)))
			setup_plan_leave(plan, "line %zu of %s still names whyblock: take it out by hand: %.*s\n", number, path,
			    (int)strcspn(begin, "\r\n"), begin);
	}
}

static enum wb_status look_at(struct hand *hand, const char *path, struct wb_error *error_r)
{
	struct setup_change *change = setup_plan_find(hand->plan, path);
	char *text = NULL, *rest;
	enum wb_status status = WB_OK;
	bool found;

	if (change != NULL && change->after == NULL)
		return WB_OK;
	/* What cannot be read was not written by hand into Exim's configuration. */
	if (change == NULL && setup_file_read(path, &text, NULL) != WB_OK)
		return WB_OK;
	rest = take_out(hand, change != NULL ? change->after : text, &found);
	if (rest == NULL) {
		free(text);
		return wb_fail(error_r, WB_NO_MEMORY, "out of memory");
	}
	tell_left(path, rest, hand->plan);
	if (!found) {
		free(rest);
		free(text);
	} else if (change != NULL) {
		free(change->after);
		change->after = rest;
	} else {
		status = setup_plan_add(hand->plan, path, text, rest, false, error_r);
	}
	return status;
}

/* A name that update-exim4.conf takes from conf.d; of /etc/exim4 itself what ends so. */
static bool is_configuration(const char *name, size_t depth)
{
	size_t length = strlen(name);

	if (depth > 0)
		return strspn(name, "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_-") == length ||
		    (length > 4 && strcmp(name + length - 4, ".rul") == 0);
	return !is_copy(name) && strcmp(name, "update-exim4.conf.conf") != 0 &&
	    ((length > 5 && strcmp(name + length - 5, ".conf") == 0) || strcmp(name, "exim4.conf.template") == 0 ||
		strcmp(name, "exim4.conf.localmacros") == 0);
}

static enum wb_status walk(struct hand *hand, const char *folder, size_t depth, struct wb_error *error_r)
{
	struct dirent **entries;
	enum wb_status status = WB_OK;
	int count = scandir(folder, &entries, NULL, alphasort);

	for (int i = 0; i < count; i++) {
		const char *name = entries[i]->d_name;
		char path[PATH_MAX];

		snprintf(path, sizeof(path), "%.2000s/%s", folder, name);
		if (status == WB_OK && name[0] != '.' && depth > 0 && depth <= DEPTH_MAX && entries[i]->d_type == DT_DIR)
			status = walk(hand, path, depth + 1, error_r);
		else if (status == WB_OK && entries[i]->d_type != DT_DIR && is_configuration(name, depth))
			status = look_at(hand, path, error_r);
		free(entries[i]);
	}
	if (count >= 0)
		free(entries);
	return status;
}

/* The copies: gone once nothing includes them, if they say what a snippet says. */
static enum wb_status plan_copies(struct hand *hand, struct wb_error *error_r)
{
	enum wb_status status = WB_OK;

	for (size_t i = 0; i < SNIPPETS && status == WB_OK; i++) {
		const char *name = strncmp(snippets[i], "debian-", 7) == 0 ? snippets[i] + 7 : snippets[i];
		char path[PATH_MAX];
		char *text, *bare;
		bool is_same = false;

		snprintf(path, sizeof(path), SETUP_FOLDER "whyblock-%s", name);
		if (setup_plan_find(hand->plan, path) != NULL || setup_file_read(path, &text, NULL) != WB_OK)
			continue;
		bare = bare_text(text, false);
		for (size_t k = 0; bare != NULL && k < SNIPPETS + FORMER; k++)
			is_same = is_same || (hand->statements[k] != NULL && strcmp(bare, hand->statements[k]) == 0);
		/* Options alone, which is_same leaves out. */
		if (bare != NULL && hand->texts[i] != NULL && !is_same) {
			char *snippet = bare_text(hand->texts[i], false);

			is_same = snippet != NULL && strcmp(bare, snippet) == 0;
			free(snippet);
		}
		free(bare);
		if (is_same) {
			status = setup_plan_add(hand->plan, path, text, NULL, true, error_r);
		} else {
			setup_plan_leave(hand->plan, "%s is as somebody has changed it, and stays: delete it by hand\n", path);
			free(text);
		}
	}
	return status;
}

enum wb_status setup_hand_plan_undo(const struct setup_exim *exim, struct setup_plan *plan, struct wb_error *error_r)
{
	struct hand hand;
	enum wb_status status;

	open_hand(&hand, exim, plan);
	status = walk(&hand, "/etc/exim4", 0, error_r);
	if (status == WB_OK)
		status = walk(&hand, CONF_D, 1, error_r);
	for (enum setup_macro macro = 0; macro < SETUP_MACROS && status == WB_OK; macro++) {
		const char *named = exim->named[macro];

		if (named[0] == '/' && !is_copy(named) && strncmp(named, SETUP_FOLDER, sizeof(SETUP_FOLDER) - 1) != 0)
			status = look_at(&hand, named, error_r);
		else if (named[0] == '/' && !is_copy(named) && strchr(named + sizeof(SETUP_FOLDER) - 1, '/') == NULL &&
		    !is_configuration(named + sizeof(SETUP_FOLDER) - 1, 0))
			status = look_at(&hand, named, error_r);
	}
	if (status == WB_OK)
		status = plan_copies(&hand, error_r);
	close_hand(&hand);
	return status;
}

/* ---- The ACL that has the line --------------------------------------------------------------------------------------- */

/* The name of the ACL that the option names; with done.conf, Debian's is called by another. */
static bool find_acl_name(const char *config, const char *option, char *name_r, size_t size)
{
	char line[LINE_BYTES];
	const char *value;

	if (!setup_option_find(config, option, line, sizeof(line)) || (value = strchr(line, '=')) == NULL)
		return false;
	value += 1 + strspn(value + 1, " \t");
	if (*value == '$')
		value = strcmp(option, "acl_smtp_rcpt") == 0 ? "acl_check_rcpt" : "acl_check_data";
	snprintf(name_r, size, "%s", value);
	return name_r[0] != '\0';
}

bool setup_hand_has_line(const char *config, const char *option)
{
	char name[256];
	struct exim_line line;
	const char *acl;
	size_t length;
	char *text;
	bool has_line;

	if (!find_acl_name(config, option, name, sizeof(name)))
		return false;
	acl = exim_probe_find_acl(config, name, &length);
	text = acl == NULL ? NULL : strndup(acl, length);
	has_line = text != NULL && exim_probe_find_line(text, &line);
	free(text);
	return has_line;
}

void setup_hand_find_acl(const char *path, const char *config, const char *option, char *text_r, size_t size)
{
	char name[256], line[LINE_BYTES];
	size_t number = 0, begins = 0, accepts = 0, length;
	struct wb_text text;
	char *file;

	wb_text_open(&text, text_r, size);
	if (!find_acl_name(config, option, name, sizeof(name)) || setup_file_read(path, &file, NULL) != WB_OK)
		return;
	length = strlen(name);
	for (const char *at = file; *at != '\0'; at = next_line(at)) {
		size_t word;

		number++;
		bare_line(at, line);
		word = strcspn(line, ": \t");
		if (begins > 0 &&
		    ((word > 0 && line[word] == ':' && line[word + 1] == '\0') || strncmp(line, "begin ", 6) == 0))
			break;
		if (begins == 0 && word == length && line[word] == ':' && strncmp(line, name, length) == 0)
			begins = number;
		if (begins > 0 && strncmp(line, "accept", 6) == 0 && (line[6] == '\0' || isblank((unsigned char)line[6])))
			accepts = number;
	}
	free(file);
	if (begins > 0)
		wb_text_addf(&text, " (%s, from line %zu on%s", name, begins, accepts > 0 ? "" : ")");
	if (accepts > 0)
		wb_text_addf(&text, ", before the accept in line %zu)", accepts);
}

/* "accept" alone, or another verb that ends an ACL without a condition; word: up to what is behind it. */
static bool is_end(const char *line, bool *is_verb_r)
{
	static const char *const verbs[] = { "accept", "deny", "drop", "discard", "defer", "require", "warn" };
	const size_t ends = 5;
	size_t word = strcspn(line, " \t");

	for (size_t i = 0; i < sizeof(verbs) / sizeof(verbs[0]); i++) {
		if (strlen(verbs[i]) == word && strncmp(line, verbs[i], word) == 0) {
			*is_verb_r = true;
			return i < ends && line[word] == '\0';
		}
	}
	*is_verb_r = false;
	return false;
}

size_t setup_hand_find_end(const char *text)
{
	char line[LINE_BYTES];
	size_t number = 0, found = 0;

	for (; *text != '\0'; text = next_line(text)) {
		bool is_verb, ends;

		number++;
		bare_line(text, line);
		if (line[0] == '\0' || line[0] == '#')
			continue;
		/* What follows it is no condition of it, then. */
		ends = is_end(line, &is_verb);
		if (found > 0 && is_verb)
			return found;
		found = ends ? number : 0;
	}
	return found;
}
