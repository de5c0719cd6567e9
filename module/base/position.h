/* SPDX-License-Identifier: GPL-2.0-or-later */
/* SPDX-FileCopyrightText: 2026 the whyblock authors */
/*
 * position.h - where something stands in a text file, as editors count.
 */
#ifndef WB_POSITION_H
#define WB_POSITION_H

struct wb_position {
	int line;   /* from 1; 0: nowhere, or the file as a whole */
	int column; /* characters from 1, a tab is one; 0: not known */
};

#define WB_POSITION_NONE ((struct wb_position){ 0, 0 })

#endif
