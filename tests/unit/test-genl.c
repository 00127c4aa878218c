// SPDX-License-Identifier: GPL-2.0-only
/* Tests the client of the family with a scripted kernel. */
#include <errno.h>
#include <stdio.h>
#include <string.h>

#include <linux/netlink.h>
#include <netlink/errno.h>
#include <netlink/msg.h>

#include "lib/genl.h"
#include "peer.h"
#include "unit.h"

struct fixture {
	struct peer peer;
	struct vfv_genl *genl;
};

static int setup(void **state)
{
	struct fixture *f = calloc(1, sizeof(*f));
	struct vfv_genl_hook hook;

	peer_init(&f->peer);
	hook = peer_hook(&f->peer);
	*state = f;
	return vfv_genl_open(&f->genl, &hook);
}

static int setup_loaded(void **state)
{
	struct fixture *f;
	int r = setup(state);

	f = *state;
	peer_load(&f->peer);
	return r < 0 ? r : vfv_genl_resolve(f->genl);
}

static int teardown(void **state)
{
	struct fixture *f = *state;

	vfv_genl_close(f->genl);
	peer_done(&f->peer);
	free(f);
	return 0;
}

static void no_family(void **state)
{
	struct fixture *f = *state;
	struct vfv_nl_error error;
	struct vfv_status status;

	assert_int_equal(vfv_genl_resolve(f->genl), -ENOENT);
	assert_int_equal(vfv_genl_status_get(f->genl, &status, &error), -ENOENT);
	assert_int_equal(error.code, -ENOENT);
	assert_string_equal(vfv_nl_error_text(&error), "the kernel module is not loaded");
}

static void family_vanishes(void **state)
{
	struct fixture *f = *state;
	struct vfv_status status;

	assert_int_equal(vfv_genl_status_get(f->genl, &status, NULL), 0);
	peer_unload(&f->peer);
	assert_int_equal(vfv_genl_status_get(f->genl, &status, NULL), -ENOENT);
	/* After a reload the family has another id, which the client must look up. */
	peer_load(&f->peer);
	assert_int_equal(vfv_genl_status_get(f->genl, &status, NULL), -ENOENT);
	assert_int_equal(vfv_genl_resolve(f->genl), 0);
	assert_int_equal(vfv_genl_status_get(f->genl, &status, NULL), 0);
	assert_int_equal(status.abi, VFIOV_ABI);
	assert_false(vfv_has(&status, VFIOV_A_STATUS_OWNER_NAME));
}

static void refusal_with_message_and_attribute(void **state)
{
	struct fixture *f = *state;
	struct vfv_nl_error error;
	struct vfv_vf vf;

	assert_int_equal(vfv_genl_vf_get(f->genl, "0000:01:00.1", &vf, &error), -ENODEV);
	assert_int_equal(error.code, -ENODEV);
	assert_string_equal(error.message, "no such VF");
	assert_string_equal(error.attribute, "bdf");
}

static void refusal_names_what_is_missing(void **state)
{
	struct fixture *f = *state;
	struct vfv_request answer = { .bdf = "0000:01:00.1", .cookie = 1 };
	struct vfv_nl_error error;

	f->peer.fail[VFIOV_CMD_DECISION_SET].times = 1;
	f->peer.fail[VFIOV_CMD_DECISION_SET].error = -EINVAL;
	f->peer.fail[VFIOV_CMD_DECISION_SET].message = "attribute is missing";
	f->peer.fail[VFIOV_CMD_DECISION_SET].missing_attribute = VFIOV_A_REQUEST_PROFILE;
	assert_int_equal(vfv_genl_decision_set(f->genl, &answer, &error), -EINVAL);
	assert_string_equal(error.attribute, "profile");
}

static void refusal_without_message(void **state)
{
	struct fixture *f = *state;
	struct vfv_nl_error error;
	struct vfv_status status;

	f->peer.fail[VFIOV_CMD_STATUS_GET].times = 1;
	f->peer.fail[VFIOV_CMD_STATUS_GET].error = -EPERM;
	assert_int_equal(vfv_genl_status_get(f->genl, &status, &error), -EPERM);
	assert_string_equal(error.message, "");
	assert_string_equal(vfv_nl_error_text(&error), strerror(EPERM));
}

static void missing_answer(void **state)
{
	struct fixture *f = *state;
	struct vfv_status status;

	f->peer.mute = 1;
	assert_int_equal(vfv_genl_status_get(f->genl, &status, NULL), -ETIMEDOUT);
	assert_int_equal(vfv_genl_status_get(f->genl, &status, NULL), 0);
}

static void answers_of_others_are_dropped(void **state)
{
	struct fixture *f = *state;
	struct vfv_status status = { 0 };

	f->peer.forge_answers = true;
	assert_int_equal(vfv_genl_status_get(f->genl, &status, NULL), 0);
	assert_int_equal(status.abi, VFIOV_ABI);
}

static void late_answers_are_dropped(void **state)
{
	struct fixture *f = *state;
	struct vfv_status status = { 0 };
	struct vfv_vf vf;

	/* The second acknowledgement of a command stays in the socket. */
	f->peer.forge_answers = true;
	assert_int_equal(vfv_genl_status_get(f->genl, &status, NULL), 0);
	f->peer.forge_answers = false;
	for (size_t i = 0; i < f->peer.n_queue; i++)
		f->peer.queue[i].from_pid = 0;
	assert_int_equal(vfv_genl_vf_get(f->genl, "0000:01:00.1", &vf, NULL), -ENODEV);
}

static int owner(struct fixture *f)
{
	struct vfv_status status;

	return vfv_genl_owner_register(f->genl, "test", &status, NULL);
}

static void simultaneous_requests(void **state)
{
	struct fixture *f = *state;
	struct vfv_request *requests;
	size_t n;

	assert_int_equal(owner(f), 0);
	for (int i = 0; i < 3; i++) {
		char bdf[32];

		snprintf(bdf, sizeof(bdf), "0000:01:00.%d", i + 1);
		peer_request(&f->peer, bdf, VFIOV_REQUEST_KIND_BIND, "native");
	}
	f->peer.interrupt_dumps = 3;
	assert_int_equal(vfv_genl_request_dump(f->genl, 100, &requests, &n, NULL), 0);
	assert_int_equal(n, 3);
	assert_int_equal(f->peer.counts[VFIOV_CMD_REQUEST_GET], 4);
	assert_string_equal(requests[2].bdf, "0000:01:00.3");
	assert_string_equal(requests[2].vf.pf, "0000:01:00.0");
	assert_int_equal(requests[2].vf.device, 0x1041);
	free(requests);

	assert_int_equal(vfv_genl_request_dump(f->genl, 2, &requests, &n, NULL), 0);
	assert_int_equal(n, 2);
	free(requests);

	f->peer.interrupt_dumps = 1000;
	assert_int_equal(vfv_genl_request_dump(f->genl, 100, &requests, &n, NULL), -EAGAIN);
}

static int third_is_enough(const struct vfv_audit_record *record, void *userdata)
{
	uint64_t *last = userdata;

	*last = record->seq;
	return record->seq == 3;
}

static void audit_dump_ends_early(void **state)
{
	struct fixture *f = *state;
	uint64_t last = 0;

	for (int i = 0; i < 10; i++)
		peer_audit(&f->peer, VFIOV_EVENT_BIND);
	assert_int_equal(vfv_genl_audit_dump(f->genl, 0, third_is_enough, &last, NULL), 1);
	assert_int_equal(last, 3);
	assert_int_equal(vfv_genl_audit_dump(f->genl, 5, third_is_enough, &last, NULL), 0);
	assert_int_equal(last, 11);
}

struct heard {
	unsigned int n;
	enum vfv_notice_type types[16];
};

static void on_event(const struct vfv_notice *notice, void *userdata)
{
	struct heard *h = userdata;

	h->types[h->n++] = notice->type;
}

static void events(void **state)
{
	struct fixture *f = *state;
	struct heard h = { 0 };

	assert_int_equal(vfv_genl_events_open(f->genl), 0);
	assert_int_equal(vfv_genl_join(f->genl, VFV_GROUP_REQUEST | VFV_GROUP_AUDIT), 0);
	assert_int_equal(vfv_genl_events_read(f->genl, on_event, &h), 0);
	assert_int_equal(h.n, 1);
	assert_int_equal(h.types[0], VFV_NOTICE_FAMILY_NEW);

	peer_ring(&f->peer, VFIOV_CMD_REQUEST_NTF);
	peer_forge_ring(&f->peer, VFIOV_CMD_AUDIT_NTF);
	peer_status_ntf(&f->peer);
	peer_ring(&f->peer, VFIOV_CMD_AUDIT_NTF);
	assert_int_equal(vfv_genl_events_read(f->genl, on_event, &h), 0);
	assert_int_equal(h.n, 4);
	assert_int_equal(h.types[1], VFV_NOTICE_REQUEST);
	assert_int_equal(h.types[2], VFV_NOTICE_STATUS);
	assert_int_equal(h.types[3], VFV_NOTICE_AUDIT);

	peer_lose_events(&f->peer);
	peer_ring(&f->peer, VFIOV_CMD_REQUEST_NTF);
	assert_int_equal(vfv_genl_events_read(f->genl, on_event, &h), -ENOBUFS);
	assert_int_equal(h.n, 5);

	peer_unload(&f->peer);
	assert_int_equal(vfv_genl_events_read(f->genl, on_event, &h), 0);
	assert_int_equal(h.types[5], VFV_NOTICE_FAMILY_GONE);
}

static void unsolicited_events(void **state)
{
	struct fixture *f = *state;
	struct heard h = { 0 };

	assert_int_equal(vfv_genl_events_fd(f->genl), -1);
	assert_int_equal(vfv_genl_join(f->genl, VFV_GROUP_VF), -EBADF);
	assert_int_equal(vfv_genl_events_open(f->genl), 0);
	/* A second open does nothing. */
	assert_int_equal(vfv_genl_events_open(f->genl), 0);
	/* The numbers of the groups are unknown until the family is found. */
	assert_int_equal(vfv_genl_join(f->genl, VFV_GROUP_VF), -ENOENT);
	peer_load(&f->peer);
	assert_int_equal(vfv_genl_resolve(f->genl), 0);
	assert_int_equal(vfv_genl_join(f->genl, VFV_GROUP_VF), 0);
	/* This is an error of libnl itself. */
	peer_drop_queue(&f->peer);
	peer_fail_events(&f->peer, NLE_FAILURE);
	assert_int_equal(vfv_genl_events_read(f->genl, on_event, &h), -EIO);
	assert_int_equal(h.n, 0);
}

/* Refuses dumps, and answers every other read with the first record. */
static bool repeat(struct peer_talk *talk, void *userdata)
{
	struct nl_msg *msg;

	if (talk->request->nlmsg_flags & NLM_F_DUMP) {
		peer_end(talk, -EPROTONOSUPPORT, NULL, 0, 0);
		return true;
	}
	msg = peer_reply(talk, 0);
	nla_put_u64(msg, VFIOV_A_AUDIT_SEQ, 1);
	peer_push(talk->peer, talk->socket, msg);
	peer_end(talk, 0, NULL, 0, 0);
	return true;
}

static int count(const struct vfv_audit_record *record, void *userdata)
{
	++*(unsigned int *)userdata;
	return 0;
}

static void kernel_that_repeats_itself(void **state)
{
	struct fixture *f = *state;
	struct vfv_nl_error error;
	unsigned int n = 0;

	f->peer.serve = repeat;
	assert_int_equal(vfv_genl_audit_dump(f->genl, 0, count, &n, &error), -EBADMSG);
	assert_int_equal(n, 1);
	assert_int_equal(error.code, -EBADMSG);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(no_family, setup, teardown),
		cmocka_unit_test_setup_teardown(family_vanishes, setup_loaded, teardown),
		cmocka_unit_test_setup_teardown(refusal_with_message_and_attribute, setup_loaded,
						teardown),
		cmocka_unit_test_setup_teardown(refusal_names_what_is_missing, setup_loaded,
						teardown),
		cmocka_unit_test_setup_teardown(refusal_without_message, setup_loaded, teardown),
		cmocka_unit_test_setup_teardown(missing_answer, setup_loaded, teardown),
		cmocka_unit_test_setup_teardown(answers_of_others_are_dropped, setup_loaded,
						teardown),
		cmocka_unit_test_setup_teardown(late_answers_are_dropped, setup_loaded, teardown),
		cmocka_unit_test_setup_teardown(simultaneous_requests, setup_loaded, teardown),
		cmocka_unit_test_setup_teardown(audit_dump_ends_early, setup_loaded, teardown),
		cmocka_unit_test_setup_teardown(events, setup_loaded, teardown),
		cmocka_unit_test_setup_teardown(unsolicited_events, setup, teardown),
		cmocka_unit_test_setup_teardown(kernel_that_repeats_itself, setup_loaded, teardown),
	};

	return cmocka_run_group_tests_name("genl", tests, NULL, NULL);
}
