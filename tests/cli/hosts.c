// SPDX-License-Identifier: GPL-2.0-only
#include <stddef.h>
#include <stdio.h>

#include "hosts.h"
#include "lib/macro.h"
#include "root.h"

/* The identity of VF N, as "vfiovctl list --json" prints it. */
#define VF(n)                                                                     \
	"{\"bdf\":\"0000:3b:00." #n "\",\"pf\":\"0000:3b:00.0\",\"index\":" #n    \
	",\"netdev\":\"ens1f0np0\",\"pf_names\":[\"ens1f0np0\"],\"port\":\"p0\"," \
	"\"vendor\":\"1af4\",\"device\":\"1041\",\"subsystem_vendor\":\"1af4\","  \
	"\"subsystem_device\":\"1100\",\"class\":\"020000\",\"numa_node\":0,"     \
	"\"serial\":\"00-15-4d-ff-fe-12-34-56\",\"unknown_facts\":[],\"beyond\":null,"

#define BOUND                                                                     \
	"\"driver\":\"vfiov_vfio_pci\",\"bound\":true,\"available\":[\"native\"," \
	"\"transitional\",\"legacy\"],\"migratable\":false,\"migration\":false,"

#define LIST(host, vfs) "{\"schema\":1,\"host\":" host ",\"vfs\":[" vfs "]}\n"

#define GOOD LIST("\"hv-b07\"", VF(1) BOUND "\"profile\":\"native\",\"rule\":null}")

static const struct {
	const char *name, *text;
} files[] = {
	/* The policy's rules for hosts hv-a* and hv-b* decide. */
	{ "hosts/a.json",
	  LIST("\"hv-a01\"", VF(0) BOUND "\"profile\":\"transitional\",\"rule\":"
					 "\"old-guests at 20-legacy.conf:3\"}," VF(1) BOUND
	       "\"profile\":\"transitional\",\"pending\":\"native\","
	       "\"rule\":\"x\\u001b[2J\"}," VF(4) "\"driver\":null,"
						  "\"bound\":false}") },
	{ "hosts/b.json",
	  LIST("\"hv-b07\"", VF(0) BOUND "\"profile\":\"transitional\",\"rule\":"
					 "\"old-guests at 20-legacy.conf:3\"}," VF(2) BOUND
	       "\"profile\":\"native\",\"rule\":\"(default)\"},"
	       "{\"bdf\":\"0000:3b:00.3\",\"driver\":\"virtio_vfio_pci\","
	       "\"beyond\":\"altered\",\"bound\":false}") },
	/* VF 1 got its profile from a definition, which the policies treat differently. */
	{ "hosts/defined.json",
	  LIST("\"hv-c02\"", VF(1) BOUND "\"profile\":\"transitional\",\"rule\":"
					 "\"(defined) at defined.conf:3\"}") },
	/*
	 * Like the output of an older version, which reported neither the host nor all names of the
	 * PF.
	 */
	{ "hosts/old.json",
	  "{\"schema\":1,\"vfs\":[{\"bdf\":\"3b:00.1\",\"pf\":\"3b:00.0\",\"index\":1,"
	  "\"netdev\":\"ens1f0np0\",\"serial\":null," BOUND
	  "\"profile\":\"transitional\",\"rule\":\"old-guests at 20-legacy.conf:3\"}]}" },
	{ "hosts/ignored.txt", "" },
	{ "hosts/.hidden.json", "" },
	{ "mixed/good.json", GOOD },
	{ "mixed/bad.json", "{\"schema\":1,\n\"vfs\":[\n" },
	{ "bad/00-empty.json", "" },
	{ "bad/01-text.json", "0000:3b:00.1  ens1f0np0#1\n" },
	{ "bad/02-array.json", "[]" },
	{ "bad/03-error.json", "{\"schema\":1,\"error\":{}}" },
	{ "bad/04-schema.json", "{\"schema\":2,\"host\":null,\"vfs\":[]}" },
	{ "bad/05-twice.json",
	  LIST("null", "{\"bdf\":\"3b:00.1\",\"bound\":false},{\"bdf\":\"0000:3b:00.1\","
		       "\"bound\":false}") },
	{ "bad/06-key-twice.json", "{\"schema\":1,\n\"schema\":1}" },
	{ "bad/07-trailing.json", LIST("null", "") LIST("null", "") },
	{ "bad/08-host.json", LIST("7", "") },
	{ "bad/09-host-long.json",
	  LIST("\"hhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhh\"",
	       "") },
	{ "bad/10-vf.json", LIST("null", "7") },
	{ "bad/11-no-bdf.json", LIST("null", "{\"bound\":false}") },
	{ "bad/12-bdf.json", LIST("null", "{\"bdf\":\"3b:00.9\",\"bound\":false}") },
	{ "bad/13-index.json", LIST("null", "{\"bdf\":\"3b:00.1\",\"index\":65536}") },
	{ "bad/14-vendor.json", LIST("null", "{\"bdf\":\"3b:00.1\",\"vendor\":\"1af41\"}") },
	{ "bad/15-serial.json", LIST("null", "{\"bdf\":\"3b:00.1\",\"serial\":\"00-15\"}") },
	{ "bad/16-names.json", LIST("null", "{\"bdf\":\"3b:00.1\",\"pf_names\":[\"a\",7]}") },
	{ "bad/17-names.json", LIST("null", "{\"bdf\":\"3b:00.1\",\"pf_names\":[1,2,3,4,5,6,7,8,"
					    "9,10,11,12,13,14,15,16,17]}") },
	{ "bad/18-port.json", LIST("null", "{\"bdf\":\"3b:00.1\",\"port\":\"pppppppppppppppp\"}") },
	{ "bad/19-unknown.json", LIST("null", "{\"bdf\":\"3b:00.1\",\"unknown_facts\":true}") },
	{ "bad/20-beyond.json", LIST("null", "{\"bdf\":\"3b:00.1\",\"beyond\":\"far\"}") },
	{ "bad/21-bound.json", LIST("null", "{\"bdf\":\"3b:00.1\"}") },
	{ "bad/22-profile.json",
	  LIST("null", "{\"bdf\":\"3b:00.1\",\"bound\":true,\"profile\":7}") },
	{ "bad/23-profile.json",
	  LIST("null", "{\"bdf\":\"3b:00.1\",\"bound\":true,\"profile\":\"a\\u001bb\"}") },
	{ "bad/24-available.json",
	  LIST("null", "{\"bdf\":\"3b:00.1\",\"bound\":true,\"profile\":\"native\","
		       "\"available\":[\"native\",\"\"]}") },
	{ "bad/25-migration.json",
	  LIST("null", "{\"bdf\":\"3b:00.1\",\"bound\":true,\"profile\":\"native\","
		       "\"migration\":1}") },
	{ "bad/26-not-utf8.json", LIST("\"\xff\"", "") },
	{ "bad/27-archive.tar", "not an archive" },
};

void hosts_put(const char *root)
{
	for (size_t i = 0; i < ARRAY_SIZE(files); i++)
		root_put(root, files[i].name, files[i].text);
}
