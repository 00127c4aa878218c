/* SPDX-License-Identifier: GPL-2.0-only */
/* A policy as JSON. */
#pragma once

#include <jansson.h>

#include "policy/define.h"
#include "policy/explain.h"
#include "policy/settings.h"

#include "cards.h"

/* A rule, or the default. */
json_t *cmd_rule_json(const struct vfv_policy *policy, const struct vfv_rule *rule);

/* Mode and gates. */
json_t *cmd_settings_json(const struct vfv_settings *settings);

/* One definition made by vfiovctl define. */
json_t *cmd_definition_json(const struct vfv_definition *definition);

/* All definitions, and whether their VFs exist. */
json_t *cmd_definitions_json(const struct vfv_definitions *definitions,
			     const struct cmd_cards *cards);
