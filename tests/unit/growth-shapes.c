// SPDX-License-Identifier: GPL-2.0-only
#include "growth-shapes.h"

#include "lib/macro.h"

enum { SMALL = 2000 };

static void put_address(FILE *stream, size_t i)
{
	fprintf(stream, "\"%04zx:%02zx:%02zx.%zx\"", i >> 16, i >> 8 & 0xff, i >> 3 & 0x1f, i & 7);
}

/* Write a rule with a list of @n values for @key. */
static void put_list(FILE *stream, const char *name, const char *key, size_t n,
		     void (*put)(FILE *stream, size_t i))
{
	fprintf(stream, "{ name = \"%s\"; profile = \"native\"; match = { %s = [", name, key);
	for (size_t i = 0; i < n; i++) {
		fputs(i ? ",\n" : "\n", stream);
		put(stream, i);
	}
	fputs(" ]; }; }", stream);
}

static void put_one_list(FILE *stream, const char *key, size_t n,
			 void (*put)(FILE *stream, size_t i))
{
	fputs("rules = ( ", stream);
	put_list(stream, "a", key, n, put);
	fputs(" );\n", stream);
}

static void addresses(FILE *stream, size_t n)
{
	put_one_list(stream, "bdf", n, put_address);
}

static void put_number(FILE *stream, size_t i)
{
	fprintf(stream, "%zu", i * 2 % 65535);
}

static void numbers(FILE *stream, size_t n)
{
	put_one_list(stream, "vf", n, put_number);
}

static void put_host(FILE *stream, size_t i)
{
	fprintf(stream, "\"hv-%zu\"", i);
}

static void hosts(FILE *stream, size_t n)
{
	put_one_list(stream, "host", n, put_host);
}

static void put_serial(FILE *stream, size_t i)
{
	fprintf(stream, "\"00-15-4d-ff-%02zx-%02zx-%02zx-%02zx\"", i >> 24 & 0xff, i >> 16 & 0xff,
		i >> 8 & 0xff, i & 0xff);
}

static void serials(FILE *stream, size_t n)
{
	put_one_list(stream, "serial", n, put_serial);
}

static void one_string(FILE *stream, size_t n)
{
	fputs("rules = ( { name = \"a\"; profile = \"native\"; match = { vf = \"0", stream);
	for (size_t i = 1; i < n; i++)
		fprintf(stream, ",%zu", i * 2 % 65535);
	fputs("\"; }; } );\n", stream);
}

/* The second rule might be shadowed by the first, so the two are compared. */
static void two_lists(FILE *stream, size_t n)
{
	fputs("rules = ( ", stream);
	put_list(stream, "a", "bdf", n, put_address);
	fputs(", ", stream);
	put_list(stream, "b", "bdf", n, put_address);
	fputs(" );\n", stream);
}

static void users(FILE *stream, size_t n)
{
	fputs("rules = ( { name = \"a\"; profile = \"native\"; set_by = { uid = (", stream);
	for (size_t i = 0; i < n; i++)
		fprintf(stream, i & 1 ? ",\"%zu\"" : ",%zu" + !i, i);
	fputs(" ); }; } );\n", stream);
}

static void put_rules(FILE *stream, size_t n, void (*put)(FILE *stream, size_t i))
{
	fputs("rules = ( ", stream);
	for (size_t i = 0; i < n; i++) {
		fprintf(stream, "%s{ name = \"rule-%zu\"; profile = \"native\"; match = { ",
			i ? ",\n" : "", i);
		put(stream, i);
		fputs(" }; }", stream);
	}
	fputs(" );\n", stream);
}

static void put_vf(FILE *stream, size_t i)
{
	fprintf(stream, "pf = \"%04zx:3b:00.0\"; vf = %zu;", i / 64, i % 64);
}

static void rules(FILE *stream, size_t n)
{
	put_rules(stream, n, put_vf);
}

static void put_names(FILE *stream, size_t i)
{
	for (size_t host = 0; host < 64; host++)
		fprintf(stream, "%s\"hv-%zu\"", host ? ", " : "", i * 64 + host);
}

/* Each cluster has 64 hosts of a fleet, with the same PFs on each host. */
static void put_cluster(FILE *stream, size_t i)
{
	fputs("pf = [ \"3b:00.0\", \"3b:00.1\" ]; vf = \"0-63\"; host = [ ", stream);
	put_names(stream, i);
	fputs(" ];", stream);
}

static void clusters(FILE *stream, size_t n)
{
	put_rules(stream, n, put_cluster);
}

/* A rule with as many PFs as hosts, and VFs that do not form a range. */
static void put_matrix(FILE *stream, size_t i)
{
	fputs("pf = [ ", stream);
	for (size_t pf = 0; pf < 64; pf++)
		fprintf(stream, "%s\"%02zx:00.0\"", pf ? ", " : "", pf);
	fputs(" ]; vf = \"0", stream);
	for (size_t vf = 2; vf < 128; vf += 2)
		fprintf(stream, ",%zu", vf);
	fputs("\"; host = [ ", stream);
	put_names(stream, i);
	fputs(" ];", stream);
}

static void matrices(FILE *stream, size_t n)
{
	put_rules(stream, n, put_matrix);
}

static void put_definition(FILE *stream, size_t n, size_t i)
{
	fprintf(stream,
		"%s\n{ pf = \"%04zx:3b:00.0\"; vf = %zu; profile = \"native\"; uid = \"0\"; }",
		i ? "," : "", (n - 1 - i) / 64, 63 - i % 64);
}

/* Write definitions in an order other than the stored one. */
static void definitions(FILE *stream, size_t n)
{
	fputs("defined = (", stream);
	for (size_t i = 0; i < n; i++)
		put_definition(stream, n, i);
	fputs(" );\n", stream);
}

static void put_garbage(FILE *stream, size_t i)
{
	fprintf(stream, "\"no-address-%zu\"", i);
}

static void errors(FILE *stream, size_t n)
{
	put_one_list(stream, "bdf", n, put_garbage);
}

static void put_now_and_then(FILE *stream, size_t i)
{
	if (i % 16 == 15)
		put_garbage(stream, i);
	else
		put_address(stream, i);
}

/* Make fewer errors than the limit, so that the line of each is looked up. */
static void some_errors(FILE *stream, size_t n)
{
	put_one_list(stream, "bdf", n, put_now_and_then);
}

static void put_unknown(FILE *stream, size_t i)
{
	fprintf(stream, "hots = \"hv-%zu\";", i);
}

static void unknown_keys(FILE *stream, size_t n)
{
	put_rules(stream, n, put_unknown);
}

static void put_same(FILE *stream, size_t i _unused_)
{
	fputs("bdf = \"3b:00.1\";", stream);
}

static void same_device(FILE *stream, size_t n)
{
	put_rules(stream, n, put_same);
}

const struct shape growth_shapes[GROWTH_SHAPES] = {
	{ "addresses in one list", VFV_FILE_RULES, addresses, SMALL },
	{ "numbers in one list", VFV_FILE_RULES, numbers, SMALL },
	{ "hosts in one list", VFV_FILE_RULES, hosts, SMALL },
	{ "serial numbers in one list", VFV_FILE_RULES, serials, SMALL },
	{ "numbers in one string", VFV_FILE_RULES, one_string, SMALL },
	{ "two equal lists", VFV_FILE_RULES, two_lists, SMALL },
	{ "user ids", VFV_FILE_RULES, users, SMALL },
	{ "rules", VFV_FILE_RULES, rules, SMALL },
	{ "rules for one device", VFV_FILE_RULES, same_device, SMALL },
	{ "clusters", VFV_FILE_RULES, clusters, 50 },
	{ "matrices", VFV_FILE_RULES, matrices, 10 },
	{ "definitions", VFV_FILE_DEFINED, definitions, SMALL },
	{ "invalid values", VFV_FILE_RULES, errors, SMALL, true },
	{ "some invalid values", VFV_FILE_RULES, some_errors, SMALL, true },
	{ "unknown keys", VFV_FILE_RULES, unknown_keys, SMALL, true },
};

const struct shape growth_clusters = { "clusters", VFV_FILE_RULES, clusters, 20 };
const struct shape growth_matrices = { "matrices", VFV_FILE_RULES, matrices, 20 };
