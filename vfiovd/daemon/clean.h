/* SPDX-License-Identifier: GPL-2.0-only */
#pragma once

/* Text that other processes chose, before it becomes part of a sentence. */

/*
 * Replace control characters and what is no UTF-8 by "?", byte by byte. A line break would begin
 * another entry or another word to the service manager, an escape steer a terminal.
 */
void vd_clean(char *text);
