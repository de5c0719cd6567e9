/* SPDX-License-Identifier: GPL-2.0-or-later */
/* SPDX-FileCopyrightText: 2026 the whyblock authors */
/* feed_columns.c - see feed_columns.h */
#include "desk/feed_columns.h"

#include <string.h>
#include <strings.h>

#include "base/text.h"

static const char separators[] = ",;\t|";

char wb_feed_columns_separator(const char *line)
{
	const char *found = strpbrk(line, separators);

	return found != NULL ? *found : ' ';
}

char *wb_feed_columns_take(char **line, char separator)
{
	char *start = *line, *end;

	if (start == NULL)
		return NULL;
	start += strspn(start, " ");
	if (*start == '"') {
		char *to = ++start;

		for (end = start; *end != '\0' && (*end != '"' || end[1] == '"'); end++) {
			end += *end == '"';
			*to++ = *end;
		}
		end += *end == '"';
		end += strspn(end, " ");
		*line = *end != '\0' ? end + 1 : NULL;
		*to = '\0';
		return wb_text_trim(start);
	}
	end = separator == ' ' ? start + strcspn(start, " \t") : strchr(start, separator);
	*line = end != NULL && *end != '\0' ? end + 1 : NULL;
	if (end != NULL)
		*end = '\0';
	return wb_text_trim(start);
}

bool wb_feed_columns_read_heading(struct wb_feed_parser *parser, const char *line)
{
	char copy[WB_LINE_BYTES_MAX + 1], *rest = copy, *name;

	wb_text_copy(copy, sizeof(copy), line);
	parser->separator = wb_feed_columns_separator(copy);
	for (parser->place = 0; (name = wb_feed_columns_take(&rest, parser->separator)) != NULL; parser->place++) {
		if (strcasecmp(name, parser->column) == 0)
			return parser->has_place = true;
	}
	return false;
}

/* True for what stands above addresses: a name of theirs, however it is written. */
static bool is_heading_name(const char *column)
{
	static const char *const names[] = { "ip", "ips", "ipaddress", "ipaddresses", "address", "addr", "cidr", "network",
		"netblock", "prefix", "subnet", "range", "iprange", "start", "startip", "rangestart", "ipv4", "ipv6", "srcip",
		"dstip", "sourceip", "host" };
	char plain[20];
	size_t used = 0;

	for (; *column != '\0' && used + 1 < sizeof(plain); column++) {
		if (strchr("_- .\"", *column) == NULL)
			plain[used++] = *column;
	}
	plain[used] = '\0';
	for (size_t i = 0; i < sizeof(names) / sizeof(names[0]); i++) {
		if (strcasecmp(plain, names[i]) == 0)
			return true;
	}
	return false;
}

bool wb_feed_columns_is_heading(struct wb_feed_parser *parser, const char *line)
{
	char copy[WB_LINE_BYTES_MAX + 1], *rest = copy, *name, separator;
	bool found = false, after_start = false;

	wb_text_copy(copy, sizeof(copy), line);
	separator = wb_feed_columns_separator(copy);
	while ((name = wb_feed_columns_take(&rest, separator)) != NULL) {
		parser->has_pairs = parser->has_pairs || (after_start && strncasecmp(name, "end", 3) == 0);
		after_start = strncasecmp(name, "start", 5) == 0;
		found = found || is_heading_name(name);
	}
	return found;
}
