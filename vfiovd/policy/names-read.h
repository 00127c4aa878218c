/* SPDX-License-Identifier: GPL-2.0-only */
/* Reading names from files; not part of the policy library proper, which sees facts only. */
#pragma once

#include "facts.h"

/**
 * vfv_names_read - look the names up, now
 * @root: directory that stands for "/", "" for "/" itself
 * @pf: address of the PF, "" when it is not known
 *
 * What cannot be found stays "".
 */
void vfv_names_read(const char *root, const char *pf, struct vfv_names *names);
