/* SPDX-License-Identifier: GPL-2.0-or-later */
/* SPDX-FileCopyrightText: 2026 the whyblock authors */
/* config_name.c - see config_name.h */
#include "config/config_name.h"

#include <stdint.h>
#include <string.h>

#include "base/nearest.h"
#include "base/text.h"

#define NAME_BYTES "abcdefghijklmnopqrstuvwxyz_0123456789-"

static bool equals(const char *known, const char *name, size_t length)
{
	return strlen(known) == length && memcmp(known, name, length) == 0;
}

static const char *settings_of(const struct wb_section *section)
{
	return section != NULL ? section->settings : "";
}

static bool stands_in(const struct wb_section *inner, const struct wb_section *section)
{
	return section == NULL ? inner->parent == NULL : inner->parent != NULL && strcmp(inner->parent, section->name) == 0;
}

const struct wb_setting *wb_config_name_setting(const struct wb_section *section, const char *name, size_t length)
{
	for (size_t i = 0; i < wb_setting_count; i++) {
		if (strcmp(wb_settings[i].section, settings_of(section)) == 0 && equals(wb_settings[i].name, name, length))
			return &wb_settings[i];
	}
	return NULL;
}

const struct wb_section *wb_config_name_section(const struct wb_section *section, const char *name, size_t length)
{
	for (size_t i = 0; i < wb_section_count; i++) {
		if (stands_in(&wb_sections[i], section) && equals(wb_sections[i].name, name, length))
			return &wb_sections[i];
	}
	return NULL;
}

bool wb_config_name_begins(const char *line)
{
	const char *name = line + strspn(line, " \t"), *behind;
	size_t length = strspn(name, NAME_BYTES);
	bool has_title = false;

	if (*name == '}')
		return name[1 + strspn(name + 1, " \t")] == '\n' || name[1 + strspn(name + 1, " \t")] == '\0';
	behind = name + length + strspn(name + length, " \t");
	if (length == 0)
		return false;
	if (*behind == '"') {
		behind += 1 + strcspn(behind + 1, "\"\n");
		behind += *behind == '"';
		behind += strspn(behind, " \t");
		has_title = true;
	}
	for (size_t i = 0; *behind == '=' && !has_title && i < wb_setting_count; i++) {
		if (equals(wb_settings[i].name, name, length))
			return true;
	}
	for (size_t i = 0; *behind == '{' && i < wb_section_count; i++) {
		if (equals(wb_sections[i].name, name, length))
			return true;
	}
	return false;
}

/* ---- What was meant ---------------------------------------------------------------------------------------------------- */

static unsigned char plain(char c)
{
	return c == '-' ? '_' : c >= 'A' && c <= 'Z' ? (unsigned char)(c | 0x20) : (unsigned char)c;
}

/* One letter may be wrong, and one more of five; or the end, where most of it is the same. */
static bool is_nearer(const char *known, size_t known_length, const char *name, size_t length, unsigned *best)
{
	unsigned found = wb_nearest_distance(known, known_length, name, length), most = 1 + (unsigned)length / 5;
	size_t longer = known_length > length ? known_length : length, same = 0;

	while (same < known_length && same < length && plain(known[same]) == plain(name[same]))
		same++;
	/* country for countries */
	if (same >= 5 && 10 * same >= 6 * longer && found > most)
		found = most;
	if (found > most || found >= *best || found >= known_length)
		return false;
	*best = found;
	return true;
}

const char *wb_config_name_nearest(const char *words, const char *word, size_t *length_r)
{
	const char *nearest = "";
	unsigned best = UINT32_MAX;

	*length_r = 0;
	while (words != NULL && *words != '\0') {
		size_t length = strcspn(words, " ");

		if (is_nearer(words, length, word, strlen(word), &best)) {
			nearest = words;
			*length_r = length;
		}
		words += length + (words[length] == ' ');
	}
	return nearest;
}

static void add_setting(struct wb_text *text, const struct wb_setting *setting)
{
	wb_text_addf(text, wb_setting_is_list(setting) ? "%s = {...}" : "%s = ...", setting->name);
}

static void add_section(struct wb_text *text, const struct wb_section *section)
{
	wb_text_add(text, section->name);
	if (section->title != NULL)
		wb_text_addf(text, " \"%s\"", section->title);
	wb_text_add(text, " { ... }");
}

/* Where a name stands that is good elsewhere: "in category { ... }", "in dnsbl { code { ... } }". */
static void add_home(struct wb_text *text, const struct wb_section *home)
{
	char title[24] = "";

	if (home == NULL) {
		wb_text_add(text, "outside of any section");
		return;
	}
	if (home->title != NULL) {
		struct wb_text quoted;

		wb_text_open(&quoted, title, sizeof(title));
		wb_text_addf(&quoted, " \"%s\"", home->title);
	}
	if (home->parent != NULL)
		wb_text_addf(text, "in %s { %s%s { ... } }", home->parent, home->name, title);
	else
		wb_text_addf(text, "in %s%s { ... }", home->name, title);
}

/* What other programs call it; NULL: nobody does. */
static const char *synonym(const char *name, size_t length)
{
	static const char *const rows[][2] = { { "rbl", "dnsbl" }, { "blacklist", "dnsbl" }, { "blocklist", "dnsbl" },
		{ "whitelist", "exempt" }, { "allowlist", "exempt" }, { "score", "weight" }, { "points", "weight" },
		{ "timeout", "deadline" }, { "resolver", "servers" }, { "nameserver", "servers" }, { "nameservers", "servers" },
		{ "email", "contacts" }, { "homepage", "url" }, { "link", "url" }, { "message", "text" }, { "reply", "text" },
		{ "path", "file" }, { "expires", "ttl" }, { "networks", "hosts" }, { "ips", "hosts" } };

	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		if (equals(rows[i][0], name, length))
			return rows[i][1];
	}
	return NULL;
}

static bool add_nearest(struct wb_text *text, const struct wb_section *section, const char *name, size_t length, bool has_block)
{
	const char *other = synonym(name, length);
	const struct wb_setting *setting =
	    other != NULL && !has_block ? wb_config_name_setting(section, other, strlen(other)) : NULL;
	const struct wb_section *inner =
	    other != NULL && has_block ? wb_config_name_section(section, other, strlen(other)) : NULL;
	unsigned best = setting != NULL || inner != NULL ? 0 : UINT32_MAX;

	for (size_t i = 0; i < wb_setting_count; i++) {
		if (!has_block && strcmp(wb_settings[i].section, settings_of(section)) == 0 &&
		    is_nearer(wb_settings[i].name, strlen(wb_settings[i].name), name, length, &best))
			setting = &wb_settings[i];
	}
	for (size_t i = 0; i < wb_section_count; i++) {
		if (has_block && stands_in(&wb_sections[i], section) &&
		    is_nearer(wb_sections[i].name, strlen(wb_sections[i].name), name, length, &best))
			inner = &wb_sections[i];
	}
	if (setting != NULL)
		add_setting(text, setting);
	else if (inner != NULL)
		add_section(text, inner);
	return setting != NULL || inner != NULL;
}

/* All sections in which the name is good, if there are any; whoever is in none of them is not to choose among many. */
static bool add_homes(struct wb_text *text, const char *name, size_t length, bool has_block)
{
	size_t count = 0;

	for (size_t i = 0; i <= wb_section_count; i++) {
		const struct wb_section *home = i > 0 ? &wb_sections[i - 1] : NULL;
		const struct wb_setting *setting = has_block ? NULL : wb_config_name_setting(home, name, length);
		const struct wb_section *inner = has_block ? wb_config_name_section(home, name, length) : NULL;

		if ((setting == NULL && inner == NULL) || ++count > 3)
			continue;
		if (count == 1) {
			wb_text_add(text, "it ");
			add_home(text, home);
		} else {
			wb_text_add(text, " or ");
			add_home(text, home);
		}
	}
	return count > 0;
}

/* A name that is near to one of another section. */
static bool add_nearest_of_all(struct wb_text *text, const char *name, size_t length)
{
	const struct wb_setting *setting = NULL;
	unsigned best = UINT32_MAX;

	for (size_t i = 0; i < wb_setting_count; i++) {
		if (is_nearer(wb_settings[i].name, strlen(wb_settings[i].name), name, length, &best))
			setting = &wb_settings[i];
	}
	for (size_t i = 0; setting != NULL && i < wb_section_count; i++) {
		if (strcmp(wb_sections[i].settings, setting->section) != 0)
			continue;
		add_setting(text, setting);
		wb_text_add_char(text, ' ');
		add_home(text, &wb_sections[i]);
		return true;
	}
	return false;
}

static void add_all(struct wb_text *text, const struct wb_section *section, bool has_block)
{
	size_t count = 0;

	wb_text_add(text, "one of ");
	for (size_t i = 0; !has_block && i < wb_setting_count; i++) {
		if (strcmp(wb_settings[i].section, settings_of(section)) == 0)
			wb_text_addf(text, "%s%s", count++ > 0 ? ", " : "", wb_settings[i].name);
	}
	for (size_t i = 0; (has_block || count == 0) && i < wb_section_count; i++) {
		if (stands_in(&wb_sections[i], section))
			wb_text_addf(text, "%s%s {}", count++ > 0 ? ", " : "", wb_sections[i].name);
	}
	if (count == 0)
		wb_text_addf(text, "settings alone");
}

static const struct wb_setting *find_dotted(const char *name, size_t length, const struct wb_section **section_r)
{
	const char *dot = memchr(name, '.', length);

	*section_r = dot != NULL ? wb_config_name_section(NULL, name, (size_t)(dot - name)) : NULL;
	return *section_r != NULL ? wb_config_name_setting(*section_r, dot + 1, length - (size_t)(dot + 1 - name)) : NULL;
}

bool wb_config_name_is_dotted(const char *name, size_t length)
{
	const struct wb_section *section;

	return find_dotted(name, length, &section) != NULL;
}

static bool add_dotted(struct wb_text *text, const char *name, size_t length)
{
	const struct wb_section *section;
	const struct wb_setting *setting = find_dotted(name, length, &section);

	if (setting == NULL)
		return false;
	add_setting(text, setting);
	wb_text_add(text, " in ");
	add_section(text, section);
	return true;
}

void wb_config_name_add_expected(
    struct wb_text *text, const struct wb_section *section, const char *name, size_t length, bool has_block)
{
	if (!add_dotted(text, name, length) && !add_nearest(text, section, name, length, has_block) &&
	    !add_homes(text, name, length, has_block) && (has_block || !add_nearest_of_all(text, name, length)))
		add_all(text, section, has_block);
}
