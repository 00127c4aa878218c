// SPDX-License-Identifier: GPL-2.0-only

#include "names.h"

const char *vfiov_source_name(enum vfiov_source source)
{
	switch (source) {
	case VFIOV_SOURCE_DEFAULT:
		return "default";
	case VFIOV_SOURCE_POLICY:
		return "policy";
	case VFIOV_SOURCE_OPERATOR:
		return "operator";
	}
	return "?";
}

const char *vfiov_cause_name(enum vfiov_cause cause)
{
	switch (cause) {
	case VFIOV_CAUSE_NONE:
		return "none";
	case VFIOV_CAUSE_NO_OWNER:
		return "no-owner";
	case VFIOV_CAUSE_TIMEOUT:
		return "timeout";
	case VFIOV_CAUSE_OWNER_LOST:
		return "owner-lost";
	case VFIOV_CAUSE_AUDIT_FULL:
		return "audit-full";
	case VFIOV_CAUSE_UNAVAILABLE:
		return "unavailable";
	case VFIOV_CAUSE_BUSY:
		return "busy";
	case VFIOV_CAUSE_POLICY:
		return "policy";
	case VFIOV_CAUSE_SUPERSEDED:
		return "superseded";
	}
	return "?";
}
