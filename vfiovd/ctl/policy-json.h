/* SPDX-License-Identifier: GPL-2.0-only */
/* A policy as JSON. */
#pragma once

#include <jansson.h>

#include "policy/define.h"
#include "policy/explain.h"

/* A rule, or the default. */
json_t *cmd_rule_json(const struct vfv_rule *rule);

/* Mode and gates. */
json_t *cmd_settings_json(const struct vfv_settings *settings);

/* What vfiovctl define has kept: for one VF, and all of it. */
json_t *cmd_definition_json(const struct vfv_definition *definition);
json_t *cmd_definitions_json(const struct vfv_definitions *definitions);
