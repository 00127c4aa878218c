/* SPDX-License-Identifier: GPL-2.0-only */
#include <stdio.h>
#include <string.h>

#include "lib/macro.h"
#include "lib/names.h"

#include "json.h"
#include "modules.h"
#include "text.h"

void cmd_modules_read(const struct cmd *cmd, bool loaded, struct cmd_modules *modules)
{
	*modules = (struct cmd_modules){ .loaded = loaded };
	cmd_kernels_find(cmd, &modules->kernels);
	if (!loaded)
		cmd_signing_read(cmd, &modules->kernels.running, &modules->signing);
}

static void print_headers(const struct cmd_kernel *kernel)
{
	fputs(kernel->headers == CMD_NO ? "; its headers are not installed\n" : "\n", stdout);
}

/* Why the kernel wants a signature. */
static void print_reason(const struct cmd_signing *signing)
{
	printf(" (");
	if (*signing->lockdown) {
		printf("lockdown ");
		cmd_text_put(stdout, signing->lockdown);
	}
	if (signing->enforced == CMD_YES)
		printf("%smodule.sig_enforce", *signing->lockdown ? ", " : "");
	if (signing->secure_boot != CMD_UNKNOWN)
		printf(", Secure Boot %s", signing->secure_boot == CMD_YES ? "on" : "off");
	puts(")");
}

static void print_signing(const struct cmd *cmd, const struct cmd_modules *modules)
{
	const struct cmd_signing *signing = &modules->signing;

	if (!cmd_signing_matters(signing))
		return;
	printf("            ");
	cmd_text_style(stdout, cmd->color, CMD_WARN, "signature");
	printf(": the kernel loads only modules that are signed with a key that it trusts");
	print_reason(signing);
	if (signing->is_signed == CMD_NO)
		cmd_text_line(stdout, "            %s is not signed",
			      modules->kernels.running.path);
	if (!*signing->signer)
		return;
	cmd_text_line(stdout, "            %s is signed by \"%s\"%s", modules->kernels.running.path,
		      signing->signer,
		      signing->has_key == CMD_NO    ? ", and the kernel has no key of that name"
		      : signing->has_key == CMD_YES ? ", and the kernel has a key of that name"
						    : "; only root can list the kernel's keys");
}

void cmd_modules_explain(const struct cmd *cmd, const struct cmd_modules *modules)
{
	const struct cmd_kernel *running = &modules->kernels.running;

	if (running->module == CMD_NO) {
		printf("            the running kernel, ");
		cmd_text_put(stdout, running->release);
		printf(", has no such module");
		print_headers(running);
	} else if (running->module == CMD_YES) {
		print_signing(cmd, modules);
	}
}

void cmd_modules_next(const struct cmd *cmd, const struct cmd_modules *modules)
{
	const struct cmd_kernel *newest = &modules->kernels.newest;

	/* Without --root, report only a kernel without the module. */
	if (!cmd_is_offline(cmd) && newest->module != CMD_NO)
		return;
	/* cmd_modules_explain() has printed it. */
	if (!cmd_is_offline(cmd) && !modules->loaded &&
	    !strcmp(newest->release, modules->kernels.running.release))
		return;
	printf("next kernel ");
	if (!*newest->release) {
		puts("unknown: none is installed");
		return;
	}
	cmd_text_put(stdout, newest->release);
	printf(", the newest installed one, ");
	if (newest->module == CMD_UNKNOWN) {
		printf("may or may not have the module %s: its files cannot be read\n",
		       VFV_MODULE_NAME);
		return;
	}
	cmd_text_style(stdout, cmd->color, newest->module == CMD_NO ? CMD_WARN : CMD_PLAIN,
		       newest->module == CMD_NO ? "has no module" : "has the module");
	printf(" %s", VFV_MODULE_NAME);
	if (newest->module == CMD_NO)
		print_headers(newest);
	else
		putchar('\n');
}

static json_t *fact_json(enum cmd_fact fact)
{
	return fact == CMD_UNKNOWN ? json_null() : json_boolean(fact == CMD_YES);
}

static json_t *text_json(const char *text)
{
	return *text ? cmd_json_text(text) : json_null();
}

static json_t *kernel_json(const struct cmd_kernel *kernel)
{
	json_t *object;

	if (!*kernel->release)
		return json_null();
	object = json_object();
	json_object_set_new(object, "release", cmd_json_text(kernel->release));
	json_object_set_new(object, "module", fact_json(kernel->module));
	json_object_set_new(object, "headers", fact_json(kernel->headers));
	return object;
}

static json_t *signing_json(const struct cmd_signing *signing)
{
	json_t *object = json_object();

	json_object_set_new(object, "secure_boot", fact_json(signing->secure_boot));
	json_object_set_new(object, "lockdown", text_json(signing->lockdown));
	json_object_set_new(object, "enforced", fact_json(signing->enforced));
	json_object_set_new(object, "signed", fact_json(signing->is_signed));
	json_object_set_new(object, "signer", text_json(signing->signer));
	json_object_set_new(object, "has_key", fact_json(signing->has_key));
	return object;
}

void cmd_modules_json(const struct cmd_modules *modules, json_t *status)
{
	json_object_set_new(status, "kernel_running", kernel_json(&modules->kernels.running));
	json_object_set_new(status, "kernel_newest", kernel_json(&modules->kernels.newest));
	json_object_set_new(status, "signing",
			    modules->loaded ? json_null() : signing_json(&modules->signing));
}
