// SPDX-License-Identifier: GPL-2.0-only
/*
 * Measures how long it takes to load policies of several sizes and to decide, and how much memory
 * the policies use, compared with libconfig for the same text. The figures are for people: no
 * result is a failure. -j prints observations as in tests/figures/figure.h.
 */
#include <malloc.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include <libconfig.h>

#include "client/report.h"
#include "lib/macro.h"
#include "policy/policy.h"

enum { ROUNDS = 5, DECISIONS = 200000, REPEAT_BELOW = 1000, REPEATS = 200, FEW = 10 };

static double now(void)
{
	struct timespec ts;

	clock_gettime(CLOCK_MONOTONIC, &ts);
	return (double)ts.tv_sec + (double)ts.tv_nsec / 1e9;
}

/* The keys that each rule matches. The last rule matches everything. */
enum kind {
	EACH_VF,   /* one VF, on many PFs */
	EACH_HOST, /* one host of a fleet whose PFs all have the same name */
	CLUSTER,   /* 64 hosts, each with two PFs of 64 VFs */
	ONE_LIST,  /* a single rule with this many addresses */
};

enum { HOSTS = 64 };

static void put_cluster(FILE *stream, size_t i)
{
	fputs("pf = [ \"3b:00.0\", \"3b:00.1\" ]; vf = \"0-63\"; host = [ ", stream);
	for (size_t host = 0; host < HOSTS; host++)
		fprintf(stream, "%s\"hv-%zu\"", host ? ", " : "", i * HOSTS + host);
	fputs(" ];", stream);
}

static void put_match(FILE *stream, enum kind kind, size_t i)
{
	switch (kind) {
	case EACH_VF:
		fprintf(stream, "pf = \"%04zx:3b:00.0\"; vf = %zu;", i / 64, i % 64);
		return;
	case EACH_HOST:
		fprintf(stream, "host = \"hv-%zu\"; pf = \"ens1f0np0\";", i);
		return;
	case CLUSTER:
		put_cluster(stream, i);
		return;
	case ONE_LIST:
		return;
	}
}

/* Writes one rule with the addresses of @n rules of EACH_VF. */
static void put_list(FILE *stream, size_t n)
{
	fputs("  { name = \"list\"; profile = \"transitional\"; match = { bdf = [", stream);
	for (size_t i = 0; i < n; i++)
		fprintf(stream, "%s\n    \"%04zx:3b:%02zx.%zx\"", i ? "," : "", i / 64,
			(i % 64 + 1) >> 3, (i % 64 + 1) & 7);
	fputs(" ]; }; },\n", stream);
}

static char *make_rules(enum kind kind, size_t n, size_t *size)
{
	char *text = NULL;
	FILE *stream = open_memstream(&text, size);

	fputs("version = 1;\nrules = (\n", stream);
	if (kind == ONE_LIST)
		put_list(stream, n);
	for (size_t i = 0; kind != ONE_LIST && i + 1 < n; i++) {
		fprintf(stream, "  { name = \"rule-%zu\"; match = { ", i);
		put_match(stream, kind, i);
		fputs(" };\n    profile = \"transitional\"; allow = [ \"legacy\" ]; },\n", stream);
	}
	fputs("  { name = \"last\"; profile = \"native\"; }\n);\n", stream);
	fclose(stream);
	return text;
}

static size_t memory(void)
{
	struct mallinfo2 info = mallinfo2();

	return info.uordblks + info.hblkhd;
}

static double parse_alone(const char *text, size_t repeats)
{
	double start = now();

	for (size_t i = 0; i < repeats; i++) {
		config_t config;

		config_init(&config);
		if (config_read_string(&config, text) != CONFIG_TRUE)
			abort();
		config_destroy(&config);
	}
	return (now() - start) / (double)repeats;
}

static struct vfv_policy *load(const char *text, size_t size)
{
	static const char gate[] = "allow_transitional = true;";
	const struct vfv_policy_file files[] = {
		{ "vfiovd.conf", gate, sizeof(gate) - 1, VFV_FILE_MAIN },
		{ "50-bench.conf", text, size, VFV_FILE_RULES },
	};
	struct vfv_diags diags = { 0 };
	struct vfv_policy *policy = NULL;

	if (vfv_policy_new(files, ARRAY_SIZE(files), 1, &diags, &policy) < 0)
		abort();
	vfv_diags_done(&diags);
	return policy;
}

/* Decides for @of different VFs or hosts; 100,000 of them do not fit into a CPU cache. */
static double decide(const struct vfv_policy *policy, enum kind kind, size_t n, size_t of)
{
	/* The values of a list are tried one by one, so decide less often. */
	static const struct vfv_words available = { 3, { "native", "transitional", "legacy" } };
	const size_t decisions = kind == ONE_LIST ? DECISIONS / 1000 : DECISIONS;
	double start = now();
	size_t granted = 0;

	for (size_t i = 0; i < decisions; i++) {
		size_t rule = i * 7919 % of * (n / of);
		char host[32];
		struct vfv_facts facts = {
			.vf = { (uint32_t)(rule / 64), 0x3b, (uint8_t)(rule % 64 + 1) },
			.known = VFV_FACTS_ALL,
			.has_pf = true,
			.pf = { (uint32_t)(rule / 64), 0x3b, 0 },
			.index = (uint32_t)(rule % 64),
			.available = &available,
			.n_pf_names = 1,
			.pf_names = { "ens1f0np0" },
			.host = host,
			.driver = "vfiov_vfio_pci",
		};
		struct vfv_decision decision;

		snprintf(host, sizeof(host), "hv-%zu", kind == CLUSTER ? rule * HOSTS + 17 : rule);
		if (kind == CLUSTER)
			facts.pf.domain = 0;
		vfv_policy_decide(policy, &facts, &decision);
		granted += !strcmp(decision.profile, "transitional");
	}
	if (granted < decisions / 2)
		abort();
	return (now() - start) / (double)decisions;
}

static double load_alone(const char *text, size_t size, size_t repeats)
{
	double start = now();

	for (size_t i = 0; i < repeats; i++)
		vfv_policy_unref(load(text, size));
	return (now() - start) / (double)repeats;
}

static const char *const kinds[] = {
	[EACH_VF] = "each VF",
	[EACH_HOST] = "each host",
	[CLUSTER] = "2 PFs, 64 VFs and 64 hosts",
	[ONE_LIST] = "all addresses",
};

static void observe(enum kind kind, const char *driver, unsigned int round, const char *what,
		    size_t n, double value)
{
	struct report report;

	report_begin(&report, true);
	report_text(&report, "figure", "policy");
	report_text(&report, "what", "%s, a rule for %s, %zu rules", what, kinds[kind], n);
	report_text(&report, "driver", "%s", driver);
	report_number(&report, "round", round);
	report_number(&report, "n", 1);
	report_number(&report, "p50", (uint64_t)value);
	report_number(&report, "p99", (uint64_t)value);
	report_end(&report);
}

static void bench(enum kind kind, size_t n, bool json)
{
	size_t size, before, bytes, repeats = n <= REPEAT_BELOW ? REPEATS : 1;
	_cleanup_free_ char *text = make_rules(kind, n, &size);
	struct vfv_policy *policy;

	before = memory();
	policy = load(text, size);
	bytes = memory() - before;
	for (unsigned int round = 0; round < (json ? ROUNDS : 1); round++) {
		double parse = parse_alone(text, repeats);
		double loading = load_alone(text, size, repeats);
		double decision = decide(policy, kind, n, n);

		if (!json) {
			printf("%7zu  %8.1f  %10.3f  %9.3f  %9.1f  %8.2f\n", n, (double)size / 1024,
			       parse * 1e3, loading * 1e3, (double)bytes / 1024, decision * 1e6);
			continue;
		}
		observe(kind, "libconfig", round, "load", n, parse * 1e9);
		observe(kind, "ours", round, "load", n, loading * 1e9);
		observe(kind, "ours", round, "decide", n, decision * 1e9);
		observe(kind, "ours", round, "decide for ten of them", n,
			decide(policy, kind, n, FEW) * 1e9);
	}
	vfv_policy_unref(policy);
}

int main(int argc, char **argv)
{
	static const struct {
		const char *name;
		size_t sizes[3];
	} all[] = {
		[EACH_VF] = { "a rule for each VF of many PFs", { 10, 1000, 100000 } },
		[EACH_HOST] = { "a rule for each host of a fleet, on one of them",
				{ 10, 1000, 100000 } },
		[CLUSTER] = { "a rule for each two PFs, 64 VFs and 64 hosts", { 10, 1000, 10000 } },
		[ONE_LIST] = { "one rule for so many addresses", { 1000, 100000, 400000 } },
	};
	bool json = argc > 1 && strcmp(argv[1], "-j") == 0;

	for (size_t kind = 0; kind < ARRAY_SIZE(all); kind++) {
		if (!json)
			printf("%s%s:\n"
			       "      n       KiB  libconfig  load (ms)  memory     decision\n"
			       "                  alone (ms)                (KiB)        (us)\n",
			       kind ? "\n" : "", all[kind].name);
		for (size_t i = 0; i < ARRAY_SIZE(all[kind].sizes); i++)
			bench((enum kind)kind, all[kind].sizes[i], json);
	}
	return 0;
}
