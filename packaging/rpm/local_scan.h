/* SPDX-License-Identifier: GPL-2.0-or-later */
/* SPDX-FileCopyrightText: 2026 the whyblock authors */
/*
 * local_scan.h - what a function for ${dlfunc} needs of Exim's header of this name, for systems whose Exim comes without it.
 *
 * Fedora's and EPEL's Exim has no package of headers; Debian's exim4-dev has, and Debian's builds use that one. whyblock calls
 * nothing of Exim's, so this type, this signature and this code are all. They are the same in Exim 4.94 to 4.100.
 */
#ifndef LOCAL_SCAN_H
#define LOCAL_SCAN_H

typedef unsigned char uschar;
typedef int exim_dlfunc_t(uschar **yield, int argc, uschar *argv[]);

#define OK 0

#endif
