/* SPDX-License-Identifier: GPL-2.0-only */
#ifndef VFIOV_NAMES_H
#define VFIOV_NAMES_H

#include <uapi/linux/vfiov.h>

/* Names of enum values, as in genl-spec/vfiov.yaml. */
const char *vfiov_source_name(enum vfiov_source source);
const char *vfiov_cause_name(enum vfiov_cause cause);

#endif
