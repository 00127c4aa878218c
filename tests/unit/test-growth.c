// SPDX-License-Identifier: GPL-2.0-only
/*
 * Tests how the cost of a policy grows with its text: steps, copied bytes and memory must grow
 * linearly with the text, and rules for other devices must not slow down a decision. The test
 * counts operations; it does not measure time.
 *
 * A step is one basic block of the policy library, which is built with -fsanitize-coverage=trace-pc
 * for this program. Bytes are those that the library allocates or moves. libconfig is not counted.
 */
#include <inttypes.h>
#include <malloc.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include "growth-shapes.h"
#include "lib/macro.h"
#include "policy/policy.h"
#include "policy/sample-facts.h"
#include "unit.h"

static struct {
	uint64_t steps;
	uint64_t bytes;
	size_t live;
	size_t peak;
} count;

void __sanitizer_cov_trace_pc(void);
void __sanitizer_cov_trace_pc(void)
{
	count.steps++;
}

/* Adds @data, if any, to the counts. */
static void *counted(void *data)
{
	size_t size = data ? malloc_usable_size(data) : 0;

	count.bytes += size;
	count.live += size;
	if (count.live > count.peak)
		count.peak = count.live;
	return data;
}

static void *uncounted(void *data)
{
	if (data)
		count.live -= malloc_usable_size(data);
	return data;
}

/* clang-format off */
#define REPLACE(type, name, parameters, result)	\
	type __real_##name parameters;		\
	type __wrap_##name parameters;		\
	type __wrap_##name parameters		\
	{					\
		return result;			\
	}

REPLACE(void *, malloc, (size_t size), counted(__real_malloc(size)))
REPLACE(void *, calloc, (size_t n, size_t size), counted(__real_calloc(n, size)))
REPLACE(void *, reallocarray, (void *old, size_t n, size_t size),
	counted(__real_reallocarray(uncounted(old), n, size)))
REPLACE(char *, strdup, (const char *text), counted(__real_strdup(text)))
REPLACE(void, free, (void *data), __real_free(uncounted(data)))
/* clang-format on */

void *__wrap_memmove(void *to, const void *from, size_t size);
void *__real_memmove(void *to, const void *from, size_t size);
void *__wrap_memmove(void *to, const void *from, size_t size)
{
	count.bytes += size;
	return __real_memmove(to, from, size);
}

int __wrap_vasprintf(char **ret, const char *format, va_list args);
int __real_vasprintf(char **ret, const char *format, va_list args);
int __wrap_vasprintf(char **ret, const char *format, va_list args)
{
	int r = __real_vasprintf(ret, format, args);

	if (r >= 0)
		counted(*ret);
	return r;
}

int __wrap_asprintf(char **ret, const char *format, ...);
int __wrap_asprintf(char **ret, const char *format, ...)
{
	va_list args;
	int r;

	va_start(args, format);
	r = __wrap_vasprintf(ret, format, args);
	va_end(args);
	return r;
}

static char *make_text(const struct shape *shape, size_t n, size_t *size)
{
	char *text = NULL;
	FILE *stream = open_memstream(&text, size);

	assert_non_null(stream);
	shape->put(stream, n);
	assert_int_equal(fclose(stream), 0);
	return text;
}

/*
 * Load @n parts of a shape. Return: the policy; its cost is in count, the size of the text in
 * @size.
 */
static struct vfv_policy *load(const struct shape *shape, size_t n, size_t *size)
{
	char *text = make_text(shape, n, size);
	const struct vfv_policy_file file = { "50-growth.conf", text, *size, shape->kind };
	struct vfv_policy *policy = NULL;
	struct vfv_diags diags = { 0 };
	int r;

	memset(&count, 0, sizeof(count));
	r = vfv_policy_new(&file, 1, 1, &diags, &policy);
	if (r < 0 && !shape->is_bad)
		fail_msg("%s: %s", shape->name, diags.n ? diags.items[0].text : strerror(-r));
	assert_int_equal(r < 0, shape->is_bad);
	vfv_diags_done(&diags);
	__real_free(text);
	return policy;
}

enum {
	MEMORY_A_BYTE = 8, /* in addition to the text and libconfig's copy of it */
	PERCENT_MORE = 130,
	GROWS = 4,
};

struct cost {
	double steps, bytes, memory; /* per byte of the text */
};

static struct cost cost_of(const struct shape *shape, size_t n)
{
	struct cost cost;
	size_t size;

	vfv_policy_unref(load(shape, n, &size));
	assert_int_equal(count.live, 0);
	/* Make sure that the library is instrumented. */
	assert_true(count.steps > size);
	cost.steps = (double)count.steps / (double)size;
	cost.bytes = (double)count.bytes / (double)size;
	cost.memory = (double)count.peak / (double)size;
	return cost;
}

static bool grows(double small, double large)
{
	return large > small * PERCENT_MORE / 100;
}

static void load_is_linear(void **state _unused_)
{
	bool fails = false;

	for (size_t i = 0; i < GROWTH_SHAPES; i++) {
		struct cost small = cost_of(&growth_shapes[i], growth_shapes[i].n);
		struct cost large = cost_of(&growth_shapes[i], growth_shapes[i].n * GROWS);

		print_message("a byte of %s: %.1f, then %.1f steps; %.1f, %.1f bytes; "
			      "%.1f, %.1f of memory\n",
			      growth_shapes[i].name, small.steps, large.steps, small.bytes,
			      large.bytes, small.memory, large.memory);
		fails |= grows(small.steps, large.steps) || grows(small.bytes, large.bytes) ||
			 large.memory > MEMORY_A_BYTE;
	}
	assert_false(fails);
}

/* Returns the steps of a decision for a VF of cluster or matrix @i. */
static uint64_t decide(const struct vfv_policy *policy, size_t i, const char *rule)
{
	char host[32];
	struct vfv_facts facts = sample_facts(34);
	struct vfv_decision decision;

	snprintf(host, sizeof(host), "hv-%zu", i * 64 + 17);
	facts.host = host;
	count.steps = 0;
	vfv_policy_decide(policy, &facts, &decision);
	assert_string_equal(decision.rule, rule);
	return count.steps;
}

static void decision_ignores_other_hosts(void **state _unused_)
{
	const struct shape *const all[] = { &growth_clusters, &growth_matrices };

	for (size_t i = 0; i < ARRAY_SIZE(all); i++) {
		uint64_t steps[2];

		for (size_t j = 0; j < 2; j++) {
			size_t n = j ? all[i]->n * 10 : all[i]->n, size;
			struct vfv_policy *policy = load(all[i], n, &size);

			steps[j] = decide(policy, 7, "rule-7");
			vfv_policy_unref(policy);
		}
		/* Twice the steps are allowed because two anchors may share a bucket. */
		if (steps[1] > steps[0] * 2)
			fail_msg("%s: %" PRIu64 " steps, then %" PRIu64, all[i]->name, steps[0],
				 steps[1]);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(load_is_linear),
		cmocka_unit_test(decision_ignores_other_hosts),
	};

	return cmocka_run_group_tests_name("growth", tests, NULL, NULL);
}
