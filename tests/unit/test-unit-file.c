// SPDX-License-Identifier: GPL-2.0-only
/* Checks the unit file with this machine's systemd. */
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "lib/macro.h"
#include "unit.h"

static char dir[] = "/tmp/vfiovd-unit-XXXXXX";

/* Runs the command and stores its output. Returns its exit status. */
static int run(const char *command, char *output, size_t size)
{
	FILE *pipe = popen(command, "r");
	size_t n;

	assert_non_null(pipe);
	n = fread(output, 1, size - 1, pipe);
	output[n] = 0;
	return pclose(pipe);
}

/* Prevents complaints that programs and man pages are not installed. */
static int setup(void **state _unused_)
{
	char command[1024];

	if (system("systemd-analyze --version >/dev/null 2>&1") != 0)
		return 0;
	if (!mkdtemp(dir))
		return -1;
	snprintf(
		command, sizeof(command),
		"sed -e 's,^\\(Exec[A-Za-z]*\\)=.*,\\1=/bin/true,' -e '/^Documentation=/d' '%s' >%s/vfiovd.service",
		getenv("VFV_UNIT"), dir);
	return system(command);
}

static int teardown(void **state _unused_)
{
	char command[128];

	snprintf(command, sizeof(command), "rm -rf %s", dir);
	return system(command);
}

static void need_systemd(void)
{
	if (system("systemd-analyze --version >/dev/null 2>&1") != 0)
		skip();
}

static void no_complaints(void **state _unused_)
{
	char command[256], output[4096];

	need_systemd();
	snprintf(command, sizeof(command), "systemd-analyze verify %s/vfiovd.service 2>&1", dir);
	run(command, output, sizeof(output));
	/* Complaints about other units of the machine do not name vfiovd. */
	if (strstr(output, "vfiovd"))
		fail_msg("%s", output);
}

/* Make sure that the check can fail. */
static void complaints_are_reported(void **state _unused_)
{
	char command[512], output[4096];

	need_systemd();
	snprintf(
		command, sizeof(command),
		"sed 's,^RestrictRealtime=,RestrictRealtim=,' %s/vfiovd.service >%s/vfiovd-bad.service;"
		"systemd-analyze verify %s/vfiovd-bad.service 2>&1",
		dir, dir, dir);
	run(command, output, sizeof(output));
	assert_non_null(strstr(output, "RestrictRealtim"));
}

/* vfiovd must start before services that start guests or create VFs. */
static void is_early(void **state _unused_)
{
	static const char *const later[] = { "libvirtd.service", "virtqemud.service",
					     "virtnodedevd.service", "network-pre.target" };
	char output[4096];

	run("sed -n 's,^Before=,,p' \"$VFV_UNIT\"", output, sizeof(output));
	for (size_t i = 0; i < sizeof(later) / sizeof(later[0]); i++)
		if (!strstr(output, later[i]))
			fail_msg("not before %s", later[i]);
}

static void exposure_is_low(void **state _unused_)
{
	char command[256], output[32768];
	double exposure = 10;
	char *text;

	need_systemd();
	snprintf(command, sizeof(command),
		 "systemd-analyze security --offline=true --no-pager %s/vfiovd.service 2>&1", dir);
	run(command, output, sizeof(output));
	text = strstr(output, "Overall exposure level");
	assert_non_null(text);
	text = strstr(text, ": ");
	assert_int_equal(sscanf(text, ": %lf", &exposure), 1);
	if (exposure > 1.5)
		fail_msg("exposure is %.1f\n%s", exposure, output);
}

/* Each sandbox directive must have a comment with its reason, above it or its group. */
static void each_directive_has_a_reason(void **state _unused_)
{
	_cleanup_fclose_ FILE *file = fopen(getenv("VFV_UNIT"), "r");
	bool service = false, reason = false;
	unsigned int directives = 0;
	char line[256];

	assert_non_null(file);
	while (fgets(line, sizeof(line), file)) {
		if (line[0] == '[')
			service = strncmp(line, "[Service]", strlen("[Service]")) == 0;
		if (line[0] == '\n')
			reason = false;
		if (line[0] == '#')
			reason = true;
		if (!service || !strchr(line, '=') || line[0] == '#')
			continue;
		directives++;
		if (!reason && strncmp(line, "Type=", 5) != 0 && strncmp(line, "Exec", 4) != 0 &&
		    strncmp(line, "Restart=", 8) != 0)
			fail_msg("no reason for %s", line);
	}
	assert_true(directives > 30);
}

/* The policy's key "host" needs the current host name. */
static void host_name_is_not_frozen(void **state _unused_)
{
	_cleanup_fclose_ FILE *file = fopen(getenv("VFV_UNIT"), "r");
	char line[256];

	assert_non_null(file);
	while (fgets(line, sizeof(line), file))
		if (strncmp(line, "ProtectHostname=", strlen("ProtectHostname=")) == 0)
			fail_msg("%s", line);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(no_complaints),
		cmocka_unit_test(complaints_are_reported),
		cmocka_unit_test(is_early),
		cmocka_unit_test(exposure_is_low),
		cmocka_unit_test(each_directive_has_a_reason),
		cmocka_unit_test(host_name_is_not_frozen),
	};

	if (!getenv("VFV_UNIT")) {
		fputs("VFV_UNIT is not set to the unit file\n", stderr);
		return 77;
	}
	return cmocka_run_group_tests_name("unit-file", tests, setup, teardown);
}
