/* SPDX-License-Identifier: GPL-2.0-only */
/* Keys for the place of a device (port, numa, host) and for its driver. */
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "lib/macro.h"

#include "ascii.h"
#include "glob.h"
#include "match.h"

static int glob_parse(struct vfv_pred *pred, const char *text, const char **why)
{
	_cleanup_free_ char *pattern = NULL;
	int r;

	if (!*text) {
		*why = "an empty pattern matches nothing";
		return -EINVAL;
	}
	pattern = strdup(text);
	if (!pattern)
		return -ENOMEM;
	r = vfv_pred_append(pred, &(union vfv_value){ .text = pattern });
	if (r >= 0)
		(void)TAKE_PTR(pattern);
	return r;
}

static enum vfv_truth glob_test(const char *pattern, bool known, const char *fact)
{
	if (!known)
		return VFV_UNKNOWN;
	return fact && vfv_glob_match(pattern, fact) ? VFV_YES : VFV_NO;
}

static bool glob_covers(const union vfv_value *a, const union vfv_value *b)
{
	return vfv_glob_covers(a->text, b->text);
}

static void glob_write(const union vfv_value *value, char *text, size_t size)
{
	snprintf(text, size, "%s", value->text);
}

/* The length of the shortest text that @pattern matches. */
static size_t least_length(const char *pattern)
{
	size_t n = 0;

	for (; *pattern; pattern++)
		n += *pattern != '*';
	return n;
}

static void glob_done(union vfv_value *value)
{
	free(value->text);
}

static void show_text(const char *fact, char *text, size_t size)
{
	if (fact)
		snprintf(text, size, "\"%s\"", fact);
	else
		snprintf(text, size, "none");
}

static uint32_t port_facts(const union vfv_value *value _unused_)
{
	return 1U << VFV_FACT_PORT;
}

static enum vfv_truth port_test(const union vfv_value *value, const struct vfv_facts *facts)
{
	return glob_test(value->text, vfv_knows(facts, VFV_FACT_PORT), facts->pf_port);
}

static const char *port_never(const union vfv_value *value)
{
	return least_length(value->text) < VFV_PORT_NAME_SIZE
		       ? NULL
		       : "the name of a port has at most 15 characters";
}

static void port_show(const struct vfv_facts *facts, char *text, size_t size)
{
	show_text(facts->pf_port, text, size);
}

const struct vfv_match_ops vfv_match_port = {
	.name = "port",
	.parse = glob_parse,
	.facts = port_facts,
	.test = port_test,
	.never = port_never,
	.covers = glob_covers,
	.write = glob_write,
	.show = port_show,
	.done = glob_done,
};

static uint32_t host_facts(const union vfv_value *value _unused_)
{
	return 1U << VFV_FACT_HOST;
}

static enum vfv_truth host_test(const union vfv_value *value, const struct vfv_facts *facts)
{
	return glob_test(value->text, vfv_knows(facts, VFV_FACT_HOST), facts->host);
}

/* vfv_names_read_host() reads none of the names rejected here. */
static const char *host_never(const union vfv_value *value)
{
	if (strchr(value->text, '.'))
		return "the name of a host is compared without its domain";
	if (least_length(value->text) >= VFV_HOST_SIZE)
		return "the name of a host has at most 64 characters";
	if (!strcmp(value->text, "localhost") || !strcmp(value->text, "(none)"))
		return "a host with this name counts as unnamed";
	return NULL;
}

static void host_show(const struct vfv_facts *facts, char *text, size_t size)
{
	show_text(facts->host, text, size);
}

const struct vfv_match_ops vfv_match_host = {
	.name = "host",
	.parse = glob_parse,
	.facts = host_facts,
	.test = host_test,
	.never = host_never,
	.covers = glob_covers,
	.write = glob_write,
	.show = host_show,
	.done = glob_done,
};

static uint32_t driver_facts(const union vfv_value *value _unused_)
{
	return 1U << VFV_FACT_DRIVER;
}

static enum vfv_truth driver_test(const union vfv_value *value, const struct vfv_facts *facts)
{
	return glob_test(value->text, vfv_knows(facts, VFV_FACT_DRIVER), facts->driver);
}

static void driver_show(const struct vfv_facts *facts, char *text, size_t size)
{
	show_text(facts->driver, text, size);
}

const struct vfv_match_ops vfv_match_driver = {
	.name = "driver",
	.parse = glob_parse,
	.facts = driver_facts,
	.test = driver_test,
	.covers = glob_covers,
	.write = glob_write,
	.show = driver_show,
	.done = glob_done,
};

static int numa_parse(struct vfv_pred *pred, const char *text, const char **why)
{
	union vfv_value value = { .number = 0 };
	size_t length = strlen(text);

	if (!strcmp(text, "-1")) {
		value.number = -1;
		return vfv_pred_append(pred, &value);
	}
	if (!length || length > 4 || strspn(text, "0123456789") != length) {
		*why = "not the number of a NUMA node (0 to 9999, or -1 for none)";
		return -EINVAL;
	}
	for (; *text; text++)
		value.number = value.number * 10 + (*text - '0');
	return vfv_pred_append(pred, &value);
}

static uint32_t numa_facts(const union vfv_value *value _unused_)
{
	return 1U << VFV_FACT_NUMA;
}

static enum vfv_truth numa_test(const union vfv_value *value, const struct vfv_facts *facts)
{
	if (!vfv_knows(facts, VFV_FACT_NUMA))
		return VFV_UNKNOWN;
	return value->number == facts->numa_node ? VFV_YES : VFV_NO;
}

static bool numa_covers(const union vfv_value *a, const union vfv_value *b)
{
	return a->number == b->number;
}

static void numa_show(const struct vfv_facts *facts, char *text, size_t size)
{
	snprintf(text, size, "%d", facts->numa_node);
}

const struct vfv_match_ops vfv_match_numa = {
	.name = "numa",
	.takes_numbers = true,
	.parse = numa_parse,
	.facts = numa_facts,
	.test = numa_test,
	.covers = numa_covers,
	.show = numa_show,
};
