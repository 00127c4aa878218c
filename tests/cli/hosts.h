/* SPDX-License-Identifier: GPL-2.0-only */
/* Inventories of other hosts. */
#pragma once

/*
 * Write inventories below @root: good ones to hosts/; bad ones, each with one fault, to bad/; and
 * both a good and a bad one to mixed/.
 */
void hosts_put(const char *root);
