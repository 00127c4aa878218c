/* SPDX-License-Identifier: GPL-2.0-only */
/* Policies and devices for tests, made in a line. */
#pragma once

#include "policy/policy.h"
#include "unit/unit.h"

/* A policy of these texts, either of which may be NULL; fails the test when it has mistakes. */
struct vfv_policy *sample_policy(const char *main_text, const char *rules_text);

/* VF @index of the PF 0000:3b:00.0, ens1f0np0, that can be anything. */
struct vfv_facts sample_facts(uint32_t index);
