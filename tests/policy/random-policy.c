// SPDX-License-Identifier: GPL-2.0-only
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "lib/macro.h"
#include "random-policy.h"
#include "sample.h"

enum { RULES_MAX = 24 };

/* The sequence for a seed is always the same, so that a failure can be reproduced. */
uint32_t random_next(uint64_t *seed, uint32_t below)
{
	*seed = *seed * 6364136223846793005 + 1442695040888963407;
	return (uint32_t)(*seed >> 33) % below;
}

static const char *const matches[] = {
	"pf = \"eth0\"; ",
	"pf = [ \"eth1\", \"eth0\" ]; ",
	"pf = \"00:01.0\"; ",
	"pf = [ \"00:02.0\", \"eth1\" ]; ",
	"vf = \"0-1\"; ",
	"vf = 2; ",
	"vf = \"0-300\"; ",
	"vf = \"1,3\"; ",
	"bdf = \"00:01.1\"; ",
	"bdf = [ \"00:02.1\", \"00:01.2\" ]; ",
	"id = \"1af4:1041\"; ",
	"id = \"1af4:*\"; ",
	"id = \"*:1042\"; ",
	"class = \"network\"; ",
	"class = \"0x0200\"; ",
	"capable = \"legacy\"; ",
	"capable = [ \"transitional\", \"legacy\" ]; ",
	"host = \"a*\"; ",
	"host = \"a1\"; ",
	"host = [ \"b1\", \"a1\" ]; ",
	"host = [ \"b1\", \"?9\" ]; ",
	"serial = \"00-00-00-00-00-00-00-01\"; ",
	"serial = [ \"00-00-00-00-00-00-00-02\", \"00-00-00-00-00-00-00-01\" ]; ",
	"serial = \"00-00-*\"; ",
	"serial = [ \"*-02\", \"00-00-00-00-00-00-00-01\" ]; ",
	"numa = [ 0, 1 ]; ",
	"port = \"p*\"; ",
	"port = \"p1\"; ",
	"subsystem = \"1af4:1100\"; ",
	"capable = \"migration\"; ",
	"capable = \"reduced\"; ",
	"driver = \"*_vfio_pci\"; ",
	"driver = [ \"vfiov_*\", \"igb_vfio_pci\" ]; ",
};

static const char *key_of(const char *match, char key[static 16])
{
	snprintf(key, 16, "%.*s", (int)strcspn(match, " "), match);
	return key;
}

/* Writes up to three different keys. */
static void put_matches(FILE *stream, uint64_t *seed, const char *otherwise)
{
	char used[4][16] = { "", "", "", "" };
	uint32_t n = random_next(seed, 4);

	/* A "not" must not be empty. */
	if (!n)
		fputs(otherwise, stream);
	for (uint32_t i = 0; i < n; i++) {
		const char *match = matches[random_next(seed, ARRAY_SIZE(matches))];

		key_of(match, used[i]);
		for (uint32_t j = 0; j < i; j++)
			if (!strcmp(used[j], used[i]))
				match = "";
		fputs(match, stream);
	}
}

/* Writes the profile of a rule and what it allows; without a seed they are always the same. */
static void put_grants(FILE *stream, uint64_t *seed)
{
	static const char *const profiles[] = { "native", "transitional", "legacy", "reduced" };
	static const char *const allows[] = { "transitional", "legacy", "migration", "reduced" };

	fprintf(stream, "profile = \"%s\"; ",
		profiles[seed ? random_next(seed, ARRAY_SIZE(profiles)) : 0]);
	if (!seed)
		return;
	if (random_next(seed, 2))
		fputs("migration = true; ", stream);
	if (random_next(seed, 2))
		fprintf(stream, "allow = \"%s\"; ", allows[random_next(seed, ARRAY_SIZE(allows))]);
	if (!random_next(seed, 6))
		fprintf(stream, "set_by = { uid = %u; }; ", random_next(seed, 2));
}

char *random_rules(uint64_t *seed, bool grant)
{
	uint32_t n = 1 + random_next(seed, RULES_MAX);
	char *text = NULL;
	size_t size;
	FILE *stream = open_memstream(&text, &size);

	fputs("rules = (\n", stream);
	for (uint32_t i = 0; i < n; i++) {
		fprintf(stream, "%s{ name = \"r%u\"; ", i ? ",\n" : "", i);
		put_grants(stream, grant ? seed : NULL);
		fputs("match = { ", stream);
		put_matches(stream, seed, "");
		if (!random_next(seed, 4)) {
			fputs("not = { ", stream);
			if (grant)
				put_matches(stream, seed, "numa = 0; ");
			else
				fputs(random_next(seed, 2) ? "numa = 0; vf = 1; " : "numa = 0; ",
				      stream);
			fputs("}; ", stream);
		}
		fputs("}; }", stream);
	}
	fputs("\n);\n", stream);
	fclose(stream);
	return text;
}

struct vfv_facts random_facts(uint64_t *seed)
{
	static const char *const names[] = { "eth0", "eth1", "eth2" };
	static const struct vfv_words of_others = { 3, { "native", "reduced", "legacy" } };
	struct vfv_facts facts = sample_facts(0);

	facts.pf = (struct vfv_bdf){ 0, 0, (uint8_t)(random_next(seed, 3) << 3) };
	facts.index = random_next(seed, 5);
	facts.vf = facts.pf;
	facts.vf.devfn = (uint8_t)(facts.vf.devfn + 1 + facts.index % 7);
	facts.has_pf = random_next(seed, 10);
	facts.n_pf_names = random_next(seed, 3);
	for (size_t i = 0; i < facts.n_pf_names; i++)
		facts.pf_names[i] = names[random_next(seed, ARRAY_SIZE(names))];
	facts.device = random_next(seed, 2) ? 0x1041 : 0x1042;
	facts.class = random_next(seed, 2) ? 0x020000 : 0x010000;
	facts.available = sample_can(1 + 2 * random_next(seed, 4));
	/* Choose another driver, an undeclared one, or none. */
	switch (random_next(seed, 8)) {
	case 0:
	case 1:
		facts.driver = SAMPLE_DRIVER;
		facts.available = &of_others;
		break;
	case 2:
		facts.driver = "not_declared";
		break;
	case 3:
		facts.driver = NULL;
		break;
	default:
		break;
	}
	facts.host = (const char *[]){ "a1", "b1", "c1", NULL }[random_next(seed, 4)];
	facts.serial = random_next(seed, 4);
	facts.numa_node = (int32_t)random_next(seed, 3) - 1;
	facts.migratable = random_next(seed, 2);
	facts.pf_port = random_next(seed, 2) ? "p0" : NULL;
	return facts;
}

struct vfv_facts random_hide(const struct vfv_facts *facts, uint32_t hide)
{
	struct vfv_facts fewer = *facts;

	fewer.known &= ~hide;
	if (hide >> VFV_FACT_PF & 1) {
		fewer.has_pf = false;
		fewer.pf = (struct vfv_bdf){ 0 };
		fewer.index = 0;
	}
	if (hide >> VFV_FACT_NAMES & 1)
		fewer.n_pf_names = 0;
	if (hide >> VFV_FACT_ID & 1)
		fewer.vendor = fewer.device = 0;
	if (hide >> VFV_FACT_SUBSYSTEM & 1)
		fewer.subsystem_vendor = fewer.subsystem_device = 0;
	if (hide >> VFV_FACT_CLASS & 1)
		fewer.class = 0;
	if (hide >> VFV_FACT_AVAILABLE & 1)
		fewer.available = NULL;
	if (hide >> VFV_FACT_MIGRATABLE & 1)
		fewer.migratable = false;
	if (hide >> VFV_FACT_PORT & 1)
		fewer.pf_port = NULL;
	if (hide >> VFV_FACT_SERIAL & 1)
		fewer.serial = 0;
	if (hide >> VFV_FACT_NUMA & 1)
		fewer.numa_node = 0;
	if (hide >> VFV_FACT_HOST & 1)
		fewer.host = NULL;
	if (hide >> VFV_FACT_DRIVER & 1)
		fewer.driver = NULL;
	if (hide >> VFV_FACT_BDF & 1)
		fewer.vf = (struct vfv_bdf){ 0 };
	return fewer;
}

struct vfv_policy *random_policy(uint64_t *seed, const char *rules)
{
	static const char *const profiles[] = { "native", "transitional", "legacy", "reduced" };
	static const char *const allowed[] = { "", "allow_profiles = \"igb_vfio_pci/reduced\";",
					       "allow_profiles = [ \"igb_vfio_pci/reduced\","
					       " \"igb_vfio_pci/legacy\" ];" };
	static const char *const modes[] = { "log-only", "enforce", "enforce", "enforce" };
	static const char *const defined[] = {
		"",
		"defined = ( { pf = \"00:01.0\"; vf = 1; profile = \"native\"; uid = \"0\"; } );",
		"defined = ( { pf = \"00:01.0\"; vf = 1; profile = \"legacy\"; uid = \"1\"; } );",
		"defined = ( { pf = \"00:01.0\"; vf = 1; profile = \"gone\"; uid = \"0\"; } );",
		"defined = ( { pf = \"00:01.0\"; vf = 1; profile = \"legacy\"; uid = \"0\"; },"
		"{ serial = \"00-00-00-00-00-00-00-01\"; pf = \"00:02.0\"; vf = 1;"
		" profile = \"native\"; uid = \"0\"; } );",
	};
	const char *choice = defined[random_next(seed, ARRAY_SIZE(defined))];
	_cleanup_(vfv_diags_done) struct vfv_diags diags = { 0 };
	struct vfv_policy *policy = NULL;
	char settings[256];
	int length = snprintf(settings, sizeof(settings),
			      "allow_transitional = %s; allow_migration = %s; mode = \"%s\"; "
			      "default = { profile = \"%s\"; allow = \"legacy\"; }; %s",
			      random_next(seed, 6) ? "true" : "false",
			      random_next(seed, 3) ? "true" : "false", modes[random_next(seed, 4)],
			      profiles[random_next(seed, ARRAY_SIZE(profiles))],
			      allowed[random_next(seed, ARRAY_SIZE(allowed))]);
	const struct vfv_policy_file files[] = {
		{ SAMPLE_DRIVER ".conf", SAMPLE_DECLARATION, strlen(SAMPLE_DECLARATION),
		  VFV_FILE_DRIVER },
		{ "vfiovd.conf", settings, (size_t)length, VFV_FILE_MAIN },
		{ "rules.conf", rules, strlen(rules), VFV_FILE_RULES },
		{ "defined.conf", choice, strlen(choice), VFV_FILE_DEFINED },
	};

	if (vfv_policy_new(files, ARRAY_SIZE(files), 1, &diags, &policy) < 0)
		fail_msg("%s\n%s", diags.n ? diags.items[0].text : "no memory", rules);
	return policy;
}
