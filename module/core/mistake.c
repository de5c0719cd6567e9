/* mistake.c - see mistake.h */
#include "mistake.h"

#include <stdarg.h>
#include <stdio.h>

#include "catalogue.h"

void wb_mistakes_add(struct wb_mistakes *mistakes, int line, const char *format, ...)
{
	struct wb_mistake mistake = { .line = line };
	va_list args;
	size_t place;

	if (mistakes->count == WB_MISTAKES_MAX)
		return;
	va_start(args, format);
	vsnprintf(mistake.text, sizeof(mistake.text), format, args);
	va_end(args);
	wb_catalogue_redact(mistake.text);
	for (place = mistakes->count; place > 0 && mistakes->rows[place - 1].line > line; place--)
		mistakes->rows[place] = mistakes->rows[place - 1];
	mistakes->rows[place] = mistake;
	mistakes->count++;
}

void wb_mistake_format(const struct wb_mistake *mistake, const char *path, char *buffer)
{
	char line[16] = "";

	if (mistake->line > 0)
		snprintf(line, sizeof(line), ":%d", mistake->line);
	snprintf(buffer, WB_MISTAKE_LINE_SIZE, "%.600s%s: %s", path, line, mistake->text);
}
