// SPDX-License-Identifier: GPL-2.0-only
#include "absent.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "root.h"

static void set_mode(const char *root, const char *name, mode_t mode)
{
	char path[256];

	snprintf(path, sizeof(path), "%s/%s", root, name);
	if (chmod(path, mode) < 0)
		abort();
}

/* All of config space, without extended capabilities, so without a serial number. */
static void put_config(const char *root, const char *name)
{
	char config[257];

	memset(config, 'x', sizeof(config) - 1);
	config[sizeof(config) - 1] = '\0';
	root_put(root, name, config);
}

static void put_daemon(const char *root)
{
	root_put(root, "etc/passwd", "root:x:0:0::/root:/bin/sh\nvfiovd:x:980:990::/:/bin/sh\n");
	root_put(root, "etc/group", "root:x:0:\nvfiovd:x:990:\nsystemd-journal:x:991:\n");
	root_put(root, "usr/lib/systemd/system/vfiovd.service",
		 "[Service]\nUser=vfiovd\nGroup=vfiovd\nSupplementaryGroups=systemd-journal\n");
	root_put(root, "etc/systemd/system/vfiovd.service.d/10-groups.conf",
		 "[Service]\nSupplementaryGroups=\nSupplementaryGroups=systemd-journal 992\n");
}

void absent_fill(const char *root)
{
	static const char none[] = "version = 1;\n";

	put_daemon(root);
	put_config(root, "sys/bus/pci/devices/0000:3b:00.0/config");
	put_config(root, "sys/bus/pci/devices/0000:5e:00.0/config");
	/* A storage card has no interface that could appear. */
	root_put(root, "sys/bus/pci/devices/0000:5e:00.0/class", "0x010802\n");
	root_put(root, "etc/vfiovd/policy.d/40-absent.conf",
		 "rules = (\n"
		 "  { name = \"pf\"; match = { pf = [ \"ens1f0np0\", \"ens9\",\n"
		 "    \"0000:61:00.0\" ]; }; profile = \"native\"; },\n"
		 "  { name = \"bdf\"; match = { bdf = [ \"3b:00.1\", \"3b:00.0\" ]; };\n"
		 "    profile = \"native\"; },\n"
		 "  { name = \"port\"; match = { port = \"p1\"; not = { pf = \"3b:00.1\"; }; };\n"
		 "    profile = \"native\"; },\n"
		 "  { name = \"full-name\"; match = { host = \"hv-a03.example.com\"; };\n"
		 "    profile = \"native\"; },\n"
		 "  { name = \"other-host\"; match = { host = \"hv-b03\"; pf = \"ens9\"; };\n"
		 "    profile = \"native\"; }\n"
		 ");\n");
	root_put(root, "etc/vfiovd/policy.d/50-secret.conf", none);
	set_mode(root, "etc/vfiovd/policy.d/50-secret.conf", 0600);
	root_put(root, "run/vfiovd/policy.d/60-run.conf", none);
	set_mode(root, "run/vfiovd/policy.d", 0711);
	root_put(root, "usr/lib/vfiovd/policy.d/70-lib.conf", none);
	set_mode(root, "usr/lib/vfiovd", 0750);
	root_put(root, "draft.conf",
		 "rules = (\n"
		 "  { name = \"old\"; profile = \"legacy\"; allow = [ \"migration\" ]; }\n"
		 ");\n");
	root_put(root, "bad/etc/vfiovd/vfiovd.conf", "allow_transitional = maybe;\n");
}
