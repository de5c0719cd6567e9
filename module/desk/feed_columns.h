/* SPDX-License-Identifier: GPL-2.0-or-later */
/* SPDX-FileCopyrightText: 2026 the whyblock authors */
/*
 * feed_columns.h - the columns of a line, and the heading that names them. Source: RFC 4180.
 */
#ifndef WB_FEED_COLUMNS_H
#define WB_FEED_COLUMNS_H

#include "desk/feed_format.h"

/* What parts the columns of this line: the first comma, semicolon, tab or bar in it, else a blank. */
char wb_feed_columns_separator(const char *line);

/* Cuts the next column off, without its quotes; NULL behind the last one. */
char *wb_feed_columns_take(char **line, char separator);

/* True when line is the heading: it has a column of the parser's name, whose place the parser then knows. */
bool wb_feed_columns_read_heading(struct wb_feed_parser *parser, const char *line);

/* True when the first line of a file names its columns. The parser is told when they are the ends of ranges. */
bool wb_feed_columns_is_heading(struct wb_feed_parser *parser, const char *line);

#endif
