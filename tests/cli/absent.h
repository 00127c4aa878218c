/* SPDX-License-Identifier: GPL-2.0-only */
/* A machine that lacks some of what its policy names, and whose daemon cannot read some files. */
#pragma once

/* Fill ROOT, which has the devices and the policy of OFFLINE. */
void absent_fill(const char *root);
