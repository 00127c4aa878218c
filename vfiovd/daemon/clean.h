/* SPDX-License-Identifier: GPL-2.0-only */
#pragma once

/* Cleans text that other processes chose, before it becomes part of a sentence. */

/*
 * Replace control characters and invalid UTF-8 with "?", byte by byte. A line break would begin
 * another entry or another assignment to the service manager; an escape sequence would control a
 * terminal.
 */
void vd_clean(char *text);
