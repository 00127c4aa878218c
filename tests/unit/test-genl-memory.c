// SPDX-License-Identifier: GPL-2.0-only
/*
 * Each call of the family is repeated, and each time a different allocation fails, or a different
 * attribute does not fit. The caller must get an error, and the next call must work.
 */
#include <netlink/genl/genl.h>
#include <netlink/netlink.h>

#include "fed-peer.h"
#include "lib/genl.h"
#include "lib/macro.h"
#include "unit.h"

WRAP(void *, calloc, (size_t n, size_t size), (n, size))
WRAP(void *, reallocarray, (void *old, size_t n, size_t size), (old, n, size))
WRAP(struct nl_sock *, nl_socket_alloc, (void), ())
WRAP(struct nl_msg *, nlmsg_alloc, (void), ())
WRAP(void *, genlmsg_put,
     (struct nl_msg * msg, uint32_t port, uint32_t seq, int family, int hdrlen, int flags,
      uint8_t command, uint8_t version),
     (msg, port, seq, family, hdrlen, flags, command, version))

#define WRAP_NL(name, parameters, arguments) WRAP_TO(-NLE_NOMEM, int, name, parameters, arguments)

WRAP_NL(genl_connect, (struct nl_sock * socket), (socket))
WRAP_NL(nl_socket_set_nonblocking, (const struct nl_sock *socket), (socket))
WRAP_NL(nl_socket_add_membership, (struct nl_sock * socket, int group), (socket, group))
WRAP_NL(nla_put, (struct nl_msg * msg, int type, int size, const void *data),
	(msg, type, size, data))
WRAP_NL(nla_put_string, (struct nl_msg * msg, int type, const char *text), (msg, type, text))
WRAP_NL(nla_put_u8, (struct nl_msg * msg, int type, uint8_t value), (msg, type, value))
WRAP_NL(nla_put_u32, (struct nl_msg * msg, int type, uint32_t value), (msg, type, value))
WRAP_NL(nla_put_u64, (struct nl_msg * msg, int type, uint64_t value), (msg, type, value))

static int status_get(struct vfv_genl *g, struct vfv_nl_error *error)
{
	struct vfv_status status;

	return vfv_genl_status_get(g, &status, error);
}

static int vf_get(struct vfv_genl *g, struct vfv_nl_error *error)
{
	struct vfv_vf vf;

	return vfv_genl_vf_get(g, "0000:3b:00.1", &vf, error);
}

static int vf_dump(struct vfv_genl *g, struct vfv_nl_error *error)
{
	_cleanup_free_ struct vfv_vf *vfs = NULL;
	size_t n;

	return vfv_genl_vf_dump(g, &vfs, &n, error);
}

static int request_dump(struct vfv_genl *g, struct vfv_nl_error *error)
{
	_cleanup_free_ struct vfv_request *requests = NULL;
	size_t n;

	return vfv_genl_request_dump(g, 8, &requests, &n, error);
}

static int profile_set(struct vfv_genl *g, struct vfv_nl_error *error)
{
	uint64_t ticket;

	return vfv_genl_profile_set(g, "0000:3b:00.1", "legacy", true, "for a reason", &ticket,
				    error);
}

static int profile_reset(struct vfv_genl *g, struct vfv_nl_error *error)
{
	uint64_t ticket;

	return vfv_genl_profile_reset(g, "0000:3b:00.1", NULL, &ticket, error);
}

static int params_set(struct vfv_genl *g, struct vfv_nl_error *error)
{
	const struct vfv_status params = {
		.present = 1U << VFIOV_A_STATUS_OPEN_WAIT_MS | 1U << VFIOV_A_STATUS_GRACE_MS |
			   1U << VFIOV_A_STATUS_RING_SIZE,
		.open_wait_ms = 100,
	};

	return vfv_genl_params_set(g, &params, error);
}

static int owner_register(struct vfv_genl *g, struct vfv_nl_error *error)
{
	struct vfv_status status;

	return vfv_genl_owner_register(g, "test", &status, error);
}

static int owner_update(struct vfv_genl *g, struct vfv_nl_error *error)
{
	return vfv_genl_owner_update(g, 7, "abc", "x", error);
}

static int decision_set(struct vfv_genl *g, struct vfv_nl_error *error)
{
	const struct vfv_request answer = { .present = UINT32_MAX,
					    .bdf = "0000:3b:00.1",
					    .profile = "legacy",
					    .rule = "some",
					    .verdict = VFIOV_VERDICT_GRANT };

	return vfv_genl_decision_set(g, &answer, error);
}

static int pass(const struct vfv_audit_record *record, void *userdata)
{
	return 0;
}

static int audit_dump(struct vfv_genl *g, struct vfv_nl_error *error)
{
	return vfv_genl_audit_dump(g, 1, pass, NULL, error);
}

static int audit_ack(struct vfv_genl *g, struct vfv_nl_error *error)
{
	const uint8_t instance[VFIOV_INSTANCE_LEN] = { 0 };

	return vfv_genl_audit_ack(g, instance, 1, error);
}

static int owner_unregister(struct vfv_genl *g, struct vfv_nl_error *error)
{
	return vfv_genl_owner_unregister(g, error);
}

/* Return: the number of points at which the call can fail. */
static unsigned int try_all(struct vfv_genl *g,
			    int (*call)(struct vfv_genl *g, struct vfv_nl_error *error))
{
	for (unsigned int n = 0;; n++) {
		struct vfv_nl_error error = { 0 };
		bool is_last;
		int r;

		until_failure = n;
		r = call(g, &error);
		is_last = until_failure != NEVER;
		until_failure = NEVER;
		if (is_last)
			return n;
		if ((r != -ENOMEM && r != -EMSGSIZE) || error.code != r)
			fail_msg("point %u: %d, error %d", n, r, error.code);
	}
}

static void calls(void **state)
{
	static const struct {
		int (*call)(struct vfv_genl *g, struct vfv_nl_error *error);
		unsigned int least;
	} cases[] = {
		{ status_get, 2 },	 { vf_get, 3 },	       { vf_dump, 2 },
		{ profile_set, 6 },	 { profile_reset, 3 }, { params_set, 5 },
		{ owner_register, 4 },	 { owner_update, 4 },  { request_dump, 3 },
		{ decision_set, 11 },	 { audit_dump, 5 },    { audit_ack, 4 },
		{ owner_unregister, 2 },
	};
	_cleanup_(vfv_genl_closep) struct vfv_genl *g = NULL;
	struct vfv_genl_hook hook;
	struct peer peer;

	peer_init(&peer);
	peer_load(&peer);
	peer_request(&peer, "0000:3b:00.1", VFIOV_REQUEST_KIND_BIND, "native");
	hook = fed_hook(&peer);
	assert_int_equal(vfv_genl_open(&g, &hook), 0);
	assert_int_equal(vfv_genl_resolve(g), 0);
	for (size_t i = 0; i < ARRAY_SIZE(cases); i++) {
		unsigned int n = try_all(g, cases[i].call);

		if (n < cases[i].least)
			fail_msg("call %zu: %u points", i, n);
	}
	/* During an unload of the module, records are read one by one. */
	peer.unloading = true;
	assert_true(try_all(g, audit_dump) > 6);
	peer_done(&peer);
}

static int open_all(const struct vfv_genl_hook *hook)
{
	_cleanup_(vfv_genl_closep) struct vfv_genl *g = NULL;
	int r;

	r = vfv_genl_open(&g, hook);
	if (r == 0)
		r = vfv_genl_events_open(g);
	if (r == 0)
		r = vfv_genl_resolve(g);
	return r;
}

static void sockets(void **state)
{
	struct vfv_genl_hook hook;
	bool is_last = false;
	struct peer peer;
	unsigned int n;

	peer_init(&peer);
	peer_load(&peer);
	hook = fed_hook(&peer);
	for (n = 0; !is_last; n++) {
		int r;

		until_failure = n;
		r = open_all(&hook);
		is_last = until_failure != NEVER;
		until_failure = NEVER;
		assert_int_equal(r, is_last ? 0 : -ENOMEM);
	}
	assert_true(n > 8);
	peer_done(&peer);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(calls),
		cmocka_unit_test(sockets),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
