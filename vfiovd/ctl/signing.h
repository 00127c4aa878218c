/* SPDX-License-Identifier: GPL-2.0-only */
/* Finds reasons why the kernel may refuse to load the module. */
#pragma once

#include "kernels.h"

/* Bytes of a lockdown level and of a signer's name, with the NUL; both are "" if not known. */
enum { CMD_LOCKDOWN_SIZE = 32, CMD_SIGNER_SIZE = 128 };

struct cmd_signing {
	enum cmd_fact secure_boot;
	enum cmd_fact enforced; /* the kernel was told to load only signed modules */
	char lockdown[CMD_LOCKDOWN_SIZE];
	enum cmd_fact is_signed; /* the module's file is signed */
	char signer[CMD_SIGNER_SIZE];
	enum cmd_fact has_key; /* the kernel has a key with the signer's name */
};

/* @kernel: the running kernel. */
void cmd_signing_read(const struct cmd *cmd, const struct cmd_kernel *kernel,
		      struct cmd_signing *signing);

/* Return: true if the kernel is known to load only modules with a signature that it trusts. */
bool cmd_signing_matters(const struct cmd_signing *signing);

/* Take is_signed and signer from the output of modinfo. */
void cmd_signing_parse(const char *text, struct cmd_signing *signing);

/*
 * Set has_key: whether @keys, a file like /proc/keys, has a key with the signer's name, which must
 * not be empty. Closes @keys.
 */
void cmd_signing_find_key(int keys, struct cmd_signing *signing);
