/* SPDX-License-Identifier: GPL-2.0-or-later */
/* SPDX-FileCopyrightText: 2026 the whyblock authors */
/*
 * version.h - how whyblock.so says its version to somebody who only reads the file: to load an object that may be damaged, or
 * another one altogether, would be to run it.
 */
#ifndef WB_VERSION_H
#define WB_VERSION_H

#define WB_VERSION_MARK "@(#)whyblock.so " /* its bytes in the object; the version follows, and a NUL */

#endif
