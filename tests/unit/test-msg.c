// SPDX-License-Identifier: GPL-2.0-only
/* Tests attributes and errors of netlink messages, both well-formed and malformed. */
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <linux/genetlink.h>
#include <linux/netlink.h>
#include <netlink/attr.h>
#include <netlink/genl/genl.h>
#include <netlink/msg.h>

#include "lib/macro.h"
#include "lib/msg.h"
#include "lib/nl-error.h"
#include "unit.h"

static struct nl_msg *begin(void)
{
	struct nl_msg *msg = nlmsg_alloc();

	assert_non_null(genlmsg_put(msg, 0, 0, 40, 0, 0, VFIOV_CMD_VF_GET, 1));
	return msg;
}

/* Parse a copy of the exact size, so that a sanitizer detects reads beyond the end. */
static int end(struct nl_msg *msg, const struct vfv_attr_set *set, void *object)
{
	struct genlmsghdr *genl = nlmsg_data(nlmsg_hdr(msg));
	int len = genlmsg_attrlen(genl, 0), r;
	void *copy = malloc(len ?: 1);

	memcpy(copy, genlmsg_attrdata(genl, 0), len);
	r = vfv_msg_parse(set, copy, len, object);
	free(copy);
	nlmsg_free(msg);
	return r;
}

static void everything_of_a_vf(void **state _unused_)
{
	struct nl_msg *msg = begin();
	struct nlattr *nest;
	struct vfv_vf vf;

	nla_put_string(msg, VFIOV_A_VF_BDF, "0000:3b:00.2");
	nla_put_u16(msg, VFIOV_A_VF_VENDOR, 0x1af4);
	nla_put_u32(msg, VFIOV_A_VF_NUMA_NODE, -1);
	nla_put_u8(msg, VFIOV_A_VF_MIGRATION, 1);
	nla_put_flag(msg, VFIOV_A_VF_WAITING);
	nla_put_u64(msg, VFIOV_A_VF_POLICY_GENERATION, 1ULL << 40);
	nest = nla_nest_start(msg, VFIOV_A_VF_SET);
	nla_put_u64(msg, VFIOV_A_SET_RESULT_TICKET, 7);
	nla_nest_end(msg, nest);
	/* Attributes from a newer kernel. */
	nla_put_u32(msg, VFIOV_A_VF_MAX + 5, 1);
	nla_put_u32(msg, 4000, 1);
	assert_int_equal(end(msg, &vfv_vf_set, &vf), 0);

	assert_string_equal(vf.bdf, "0000:3b:00.2");
	assert_int_equal(vf.vendor, 0x1af4);
	assert_int_equal(vf.numa_node, -1);
	assert_int_equal(vf.migration, 1);
	assert_true(vf.waiting);
	assert_true(vf.policy_generation == 1ULL << 40);
	assert_int_equal(vf.set.ticket, 7);
	assert_true(vfv_has(&vf, VFIOV_A_VF_SET));
	assert_true(vfv_has(&vf.set, VFIOV_A_SET_RESULT_TICKET));
	assert_false(vfv_has(&vf.set, VFIOV_A_SET_RESULT_VERDICT));
	assert_false(vfv_has(&vf, VFIOV_A_VF_PENDING));
	assert_false(vfv_has(&vf, VFIOV_A_VF_INDEX));
}

static void wrong_lengths(void **state _unused_)
{
	char text[VFIOV_BDF_MAX + 2];
	struct nl_msg *msg;
	struct vfv_vf vf;

	msg = begin();
	nla_put_u16(msg, VFIOV_A_VF_INDEX, 1);
	assert_int_equal(end(msg, &vfv_vf_set, &vf), -EBADMSG);

	msg = begin();
	nla_put_u64(msg, VFIOV_A_VF_INDEX, 1);
	assert_int_equal(end(msg, &vfv_vf_set, &vf), -EBADMSG);

	msg = begin();
	nla_put(msg, VFIOV_A_VF_BDF, 4, "abcd");
	assert_int_equal(end(msg, &vfv_vf_set, &vf), -EBADMSG);

	msg = begin();
	nla_put(msg, VFIOV_A_VF_BDF, 0, NULL);
	assert_int_equal(end(msg, &vfv_vf_set, &vf), -EBADMSG);

	memset(text, 'x', sizeof(text));
	text[sizeof(text) - 1] = 0;
	msg = begin();
	nla_put_string(msg, VFIOV_A_VF_BDF, text);
	assert_int_equal(end(msg, &vfv_vf_set, &vf), -EBADMSG);

	text[sizeof(text) - 2] = 0;
	msg = begin();
	nla_put_string(msg, VFIOV_A_VF_BDF, text);
	assert_int_equal(end(msg, &vfv_vf_set, &vf), 0);
	assert_int_equal(strlen(vf.bdf), VFIOV_BDF_MAX);
}

static void truncated(void **state _unused_)
{
	struct nl_msg *msg = begin();
	const struct nlattr *head;
	struct vfv_vf vf;
	int len;

	nla_put_string(msg, VFIOV_A_VF_BDF, "0000:3b:00.2");
	nla_put_u32(msg, VFIOV_A_VF_INDEX, 3);
	head = genlmsg_attrdata(nlmsg_data(nlmsg_hdr(msg)), 0);
	len = genlmsg_attrlen(nlmsg_data(nlmsg_hdr(msg)), 0);
	for (int n = 0; n <= len; n++) {
		char *copy = malloc(n ?: 1);
		int r;

		memcpy(copy, head, n);
		r = vfv_msg_parse(&vfv_vf_set, (void *)copy, n, &vf);
		free(copy);
		if (n == len)
			assert_int_equal(r, 0);
		else
			assert_true(r == -EBADMSG || !vfv_has(&vf, VFIOV_A_VF_INDEX));
	}
	nlmsg_free(msg);
}

static void invalid_nest(void **state _unused_)
{
	struct nl_msg *msg = begin();
	struct nlattr *nest;
	struct vfv_vf vf;

	nest = nla_nest_start(msg, VFIOV_A_VF_SET);
	nla_put_u32(msg, VFIOV_A_SET_RESULT_TICKET, 7);
	nla_nest_end(msg, nest);
	assert_int_equal(end(msg, &vfv_vf_set, &vf), -EBADMSG);
}

static void put_name(struct nl_msg *msg, int attribute, const char *name)
{
	struct nlattr *nest = nla_nest_start(msg, attribute);

	nla_put_string(msg, VFIOV_A_NAMES_NAME, name);
	nla_nest_end(msg, nest);
}

/* "p0", "p1" and so on. */
static void put_names(struct nl_msg *msg, int attribute, unsigned int n)
{
	struct nlattr *nest = nla_nest_start(msg, attribute);
	char name[16];

	for (unsigned int i = 0; i < n; i++) {
		snprintf(name, sizeof(name), "p%u", i);
		nla_put_string(msg, VFIOV_A_NAMES_NAME, name);
	}
	/* An attribute from a newer kernel. */
	nla_put_u32(msg, VFIOV_A_NAMES_MAX + 1, 1);
	nla_nest_end(msg, nest);
}

static void names(void **state _unused_)
{
	struct nl_msg *msg = begin();
	struct vfv_vf vf;

	nla_put_string(msg, VFIOV_A_VF_DRIVER, "some_vfio_pci");
	nla_put_string(msg, VFIOV_A_VF_CURRENT, "reduced");
	put_names(msg, VFIOV_A_VF_AVAILABLE, VFV_WORDS_MAX);
	put_names(msg, VFIOV_A_VF_MISSING, 0);
	assert_int_equal(end(msg, &vfv_vf_set, &vf), 0);
	assert_string_equal(vf.driver, "some_vfio_pci");
	assert_string_equal(vf.current, "reduced");
	assert_int_equal(vf.available.n, VFV_WORDS_MAX);
	assert_string_equal(vf.available.items[VFV_WORDS_MAX - 1], "p15");
	assert_true(vfv_has(&vf, VFIOV_A_VF_MISSING));
	assert_int_equal(vf.missing.n, 0);

	/* Without a driver, the names mean nothing. */
	msg = begin();
	nla_put_string(msg, VFIOV_A_VF_CURRENT, "reduced");
	assert_int_equal(end(msg, &vfv_vf_set, &vf), 0);
	assert_string_equal(vf.driver, "");
}

static void invalid_names(void **state _unused_)
{
	static const char *const bad[] = { "", "-a", "a b", "a\n",
					   "12345678901234567890123456789012" };
	struct nl_msg *msg;
	struct vfv_vf vf;

	for (size_t i = 0; i < ARRAY_SIZE(bad); i++) {
		msg = begin();
		nla_put_string(msg, VFIOV_A_VF_CURRENT, bad[i]);
		assert_int_equal(end(msg, &vfv_vf_set, &vf), -EBADMSG);
		msg = begin();
		put_name(msg, VFIOV_A_VF_AVAILABLE, bad[i]);
		assert_int_equal(end(msg, &vfv_vf_set, &vf), -EBADMSG);
	}
	msg = begin();
	put_names(msg, VFIOV_A_VF_AVAILABLE, VFV_WORDS_MAX + 1);
	assert_int_equal(end(msg, &vfv_vf_set, &vf), -EBADMSG);

	/* Test a number, as in ABI 1. */
	msg = begin();
	nla_put_u32(msg, VFIOV_A_VF_CURRENT, 1);
	assert_int_equal(end(msg, &vfv_vf_set, &vf), -EBADMSG);
	msg = begin();
	nla_put_u32(msg, VFIOV_A_VF_AVAILABLE, 3);
	assert_int_equal(end(msg, &vfv_vf_set, &vf), -EBADMSG);
}

static void put_counters(struct nl_msg *msg, unsigned int n)
{
	struct nlattr *stats = nla_nest_start(msg, VFIOV_A_VF_STATS);

	for (unsigned int i = 0; i < n; i++) {
		struct nlattr *nest = nla_nest_start(msg, VFIOV_A_VF_STATS_COUNTER);
		char name[8];

		snprintf(name, sizeof(name), "c%u", i);
		nla_put_string(msg, VFIOV_A_COUNTER_NAME, name);
		nla_put_u64(msg, VFIOV_A_COUNTER_VALUE, 100 + i);
		nla_nest_end(msg, nest);
	}
	nla_nest_end(msg, stats);
}

static void counters(void **state _unused_)
{
	struct nl_msg *msg = begin();
	struct vfv_vf vf;

	put_counters(msg, VFV_WORDS_MAX);
	assert_int_equal(end(msg, &vfv_vf_set, &vf), 0);
	assert_int_equal(vf.stats.n_counters, VFV_WORDS_MAX);
	assert_int_equal(vfv_counter_value(&vf.stats, "c0"), 100);
	assert_int_equal(vfv_counter_value(&vf.stats, "c15"), 115);
	assert_int_equal(vfv_counter_value(&vf.stats, "c16"), 0);

	msg = begin();
	put_counters(msg, VFV_WORDS_MAX + 1);
	assert_int_equal(end(msg, &vfv_vf_set, &vf), -EBADMSG);
}

static void instance_as_text(void **state _unused_)
{
	const uint8_t instance[] = { 0x1b, 0x4e, 0x28, 0xba, 0x2f, 0xa1, 0x11, 0xd2,
				     0x88, 0x3f, 0x00, 0x16, 0xd3, 0xcc, 0xa4, 0x27 };
	char text[37];

	vfv_instance_format(instance, text);
	assert_string_equal(text, "1b4e28ba-2fa1-11d2-883f-0016d3cca427");
}

/* A request, the kernel's answer, and the client's result. */
struct error_case {
	struct nl_msg *request;
	struct nl_msg *answer;
	struct vfv_nl_error error;
};

static void error_begin(struct error_case *c, uint16_t type, int flags, int code, bool echo)
{
	struct nlattr *vf;

	c->request = nlmsg_alloc();
	genlmsg_put(c->request, 0, 0, 40, 0, 0, VFIOV_CMD_PROFILE_SET, 1);
	nla_put_string(c->request, VFIOV_A_REQUEST_BDF, "0000:3b:00.2");
	vf = nla_nest_start(c->request, VFIOV_A_REQUEST_VF);
	nla_put_u32(c->request, VFIOV_A_VF_INDEX, 1);
	nla_nest_end(c->request, vf);

	c->answer = nlmsg_alloc();
	nlmsg_put(c->answer, 0, 0, type, 0, flags);
	nlmsg_append(c->answer, &code, sizeof(code), 0);
	if (type == NLMSG_ERROR)
		nlmsg_append(c->answer, nlmsg_hdr(c->request), NLMSG_HDRLEN, 0);
	if (echo)
		nlmsg_append(c->answer, nlmsg_data(nlmsg_hdr(c->request)),
			     nlmsg_datalen(nlmsg_hdr(c->request)), NLMSG_ALIGNTO);
}

static int error_end(struct error_case *c)
{
	int r = vfv_nl_error_parse(nlmsg_hdr(c->answer), nlmsg_hdr(c->request), &vfv_request_set,
				   &c->error);

	nlmsg_free(c->request);
	nlmsg_free(c->answer);
	return r;
}

/* Offset of the index, which follows the headers, the bdf attribute and the header of the nest. */
enum { BDF_LEN = 20, INDEX_AT = NLMSG_HDRLEN + GENL_HDRLEN + BDF_LEN + NLA_HDRLEN };

static void error_with_echo_and_without(void **state _unused_)
{
	for (int echo = 0; echo < 2; echo++) {
		struct error_case c;

		error_begin(&c, NLMSG_ERROR, NLM_F_ACK_TLVS | (echo ? 0 : NLM_F_CAPPED), -ERANGE,
			    echo);
		nla_put_string(c.answer, NLMSGERR_ATTR_MSG, "out of range");
		nla_put_u32(c.answer, NLMSGERR_ATTR_OFFS, INDEX_AT);
		assert_int_equal(error_end(&c), -ERANGE);
		assert_int_equal(c.error.code, -ERANGE);
		assert_string_equal(c.error.message, "out of range");
		assert_string_equal(c.error.attribute, "vf.index");
	}
}

static void error_of_a_dump(void **state _unused_)
{
	struct error_case c;

	error_begin(&c, NLMSG_DONE, NLM_F_MULTI | NLM_F_ACK_TLVS, -EPERM, false);
	nla_put_string(c.answer, NLMSGERR_ATTR_MSG, "not the owner");
	assert_int_equal(error_end(&c), -EPERM);
	assert_string_equal(c.error.message, "not the owner");
}

static void missing_in_a_nest(void **state _unused_)
{
	struct error_case c;

	error_begin(&c, NLMSG_ERROR, NLM_F_ACK_TLVS | NLM_F_CAPPED, -EINVAL, false);
	nla_put_u32(c.answer, NLMSGERR_ATTR_MISS_NEST, INDEX_AT - NLA_HDRLEN);
	nla_put_u32(c.answer, NLMSGERR_ATTR_MISS_TYPE, VFIOV_A_VF_CLASS);
	assert_int_equal(error_end(&c), -EINVAL);
	assert_string_equal(c.error.attribute, "vf.class");
	assert_string_equal(vfv_nl_error_text(&c.error), strerror(EINVAL));
}

static void invalid_errors(void **state _unused_)
{
	struct error_case c;

	error_begin(&c, NLMSG_ERROR, NLM_F_CAPPED, 5, false);
	assert_int_equal(error_end(&c), -EBADMSG);
	error_begin(&c, NLMSG_ERROR, NLM_F_CAPPED, -100000, false);
	assert_int_equal(error_end(&c), -EBADMSG);

	/* Test offsets and types that the request does not contain. */
	error_begin(&c, NLMSG_ERROR, NLM_F_ACK_TLVS | NLM_F_CAPPED, -EINVAL, false);
	nla_put_u32(c.answer, NLMSGERR_ATTR_OFFS, 100000);
	assert_int_equal(error_end(&c), -EINVAL);
	assert_string_equal(c.error.attribute, "");
	error_begin(&c, NLMSG_ERROR, NLM_F_ACK_TLVS | NLM_F_CAPPED, -EINVAL, false);
	nla_put_u32(c.answer, NLMSGERR_ATTR_MISS_TYPE, 1000);
	assert_int_equal(error_end(&c), -EINVAL);
	assert_string_equal(c.error.attribute, "#1000");

	/*
	 * Test an error that is shorter than its struct, and an echo that is longer than the
	 * message.
	 */
	error_begin(&c, NLMSG_DONE, 0, -EINVAL, false);
	nlmsg_hdr(c.answer)->nlmsg_type = NLMSG_ERROR;
	assert_int_equal(error_end(&c), -EBADMSG);
	error_begin(&c, NLMSG_ERROR, NLM_F_ACK_TLVS, -EINVAL, false);
	assert_int_equal(error_end(&c), -EINVAL);
	assert_string_equal(c.error.message, "");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(everything_of_a_vf),
		cmocka_unit_test(wrong_lengths),
		cmocka_unit_test(truncated),
		cmocka_unit_test(invalid_nest),
		cmocka_unit_test(names),
		cmocka_unit_test(invalid_names),
		cmocka_unit_test(counters),
		cmocka_unit_test(instance_as_text),
		cmocka_unit_test(error_with_echo_and_without),
		cmocka_unit_test(error_of_a_dump),
		cmocka_unit_test(missing_in_a_nest),
		cmocka_unit_test(invalid_errors),
	};

	return cmocka_run_group_tests_name("msg", tests, NULL, NULL);
}
