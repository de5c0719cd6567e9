/* SPDX-License-Identifier: GPL-2.0-or-later */
/* SPDX-FileCopyrightText: 2026 the whyblock authors */
/*
 * rows.h - a table with one row for each value of an enum, which does not compile while a row is missing.
 *
 *	WB_ROWS_BEGIN(looks);
 *	static const char *const looks[WB_LOOKS] = {
 *		WB_ROW(WB_LOOK_STOP) = "stop",
 *		WB_ROW(WB_LOOK_GOOD) = "good",
 *	};
 *	WB_ROWS_END(looks, WB_LOOKS);
 *
 * Each row counts itself. There are as many as there are values, the array is no longer than that, and a value that has two is a
 * warning of its own (-Woverride-init, a part of -Wextra): so no value is without one. A plain [WB_LOOK_STOP] leaves a hole.
 */
#ifndef WB_ROWS_H
#define WB_ROWS_H

#define WB_ROW(value) [(value) + 0 * __COUNTER__]
#define WB_ROWS_BEGIN(table) enum { table##_rows_begin = __COUNTER__ }
#define WB_ROWS_END(table, count) \
	_Static_assert(__COUNTER__ - table##_rows_begin - 1 == (count), #table " has a row for each value")

#endif
