// SPDX-License-Identifier: GPL-2.0-only

#include "names.h"

const char *vfiov_profile_name(enum vfiov_profile profile)
{
	switch (profile) {
	case VFIOV_PROFILE_NATIVE:
		return "native";
	case VFIOV_PROFILE_TRANSITIONAL:
		return "transitional";
	case VFIOV_PROFILE_LEGACY:
		return "legacy";
	case __VFIOV_PROFILE_MAX:
		break;
	}
	return "?";
}

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

const char *vfiov_missing_name(enum vfiov_missing missing)
{
	switch (missing) {
	case VFIOV_MISSING_NOT_A_VF:
		return "not-a-vf";
	case VFIOV_MISSING_PF_DRIVER:
		return "pf-driver";
	case VFIOV_MISSING_LEGACY_COMMANDS:
		return "legacy-commands";
	case VFIOV_MISSING_BAR0_IN_USE:
		return "bar0-in-use";
	case VFIOV_MISSING_DEVICE_TYPE:
		return "device-type";
	case VFIOV_MISSING_NOTIFY:
		return "notify";
	case VFIOV_MISSING_MIGRATION:
		return "migration";
	}
	return "?";
}
