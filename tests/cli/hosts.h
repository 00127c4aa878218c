/* SPDX-License-Identifier: GPL-2.0-only */
/* Inventories of other hosts. */
#pragma once

/*
 * Write good ones below @root to hosts/, and bad ones, each with one fault, to bad/ and, with a good
 * one, to mixed/.
 */
void hosts_put(const char *root);
