// SPDX-License-Identifier: GPL-2.0-only
/* Tests the role of the owner, and loads and unloads of the module, with a scripted kernel. */
#include <errno.h>
#include <signal.h>
#include <string.h>

#include "daemon/server.h"
#include "fixture.h"
#include "unit.h"

static void module_is_loaded_unloaded_and_loaded(void **state)
{
	struct fixture *f = *state;
	struct peer_request *r;

	assert_int_equal(vd_manager_start(&f->m), 0);
	assert_int_equal(f->m.server.state, VD_SERVER_NO_MODULE);
	assert_status(f, "Waiting for kernel module");
	for (int i = 1; i <= 3; i++) {
		peer_load(&f->peer);
		run(f, 20);
		assert_int_equal(f->m.server.state, VD_SERVER_OWNER);
		r = peer_request(&f->peer, "0000:01:00.1", VFIOV_REQUEST_KIND_BIND, "native");
		peer_ring(&f->peer, VFIOV_CMD_REQUEST_NTF);
		peer_ring(&f->peer, VFIOV_CMD_AUDIT_NTF);
		run(f, 20);
		assert_true(r->answered);
		/* The records are load, request and decision; the numbers start again. */
		assert_int_equal(f->peer.audit_acked, 3);
		assert_int_equal(f->peer.counts[VFIOV_CMD_OWNER_REGISTER], i);
		peer_unload(&f->peer);
		run(f, 20);
		assert_int_equal(f->m.server.state, VD_SERVER_NO_MODULE);
	}
	assert_int_equal(sink_grep(&f->sink, "03000000-0000-0000-0000-000000000000 "), 3);
}

/* Events in the queue may report changes that the daemon already knows. */
static void outdated_module_events(void **state)
{
	struct fixture *f = *state;

	start_as_owner(f);
	peer_unload(&f->peer);
	peer_load(&f->peer);
	vd_server_find(&f->m);
	assert_int_equal(f->m.server.state, VD_SERVER_OWNER);
	run(f, 20);
	assert_int_equal(f->m.server.state, VD_SERVER_OWNER);
	assert_int_equal(f->peer.counts[VFIOV_CMD_OWNER_REGISTER], 2);
	assert_int_equal(f->peer.audit_acked, f->peer.audit_seq);
}

static void own_role_is_recognized(void **state)
{
	struct fixture *f = *state;

	start_as_owner(f);
	f->m.server.state = VD_SERVER_NO_MODULE;
	vd_server_find(&f->m);
	assert_int_equal(f->m.server.state, VD_SERVER_OWNER);
	assert_int_equal(f->peer.counts[VFIOV_CMD_OWNER_REGISTER], 1);
}

/*
 * Without a sign that the family exists, a lookup would load the module again after rmmod.
 */
static void absent_module_is_not_looked_up(void **state)
{
	struct fixture *f = *state;

	start_as_owner(f);
	f->peer.loaded = false;
	peer_unload(&f->peer);
	run(f, 20);
	f->peer.loaded = true; /* as the kernel's autoload would do on a lookup */
	(void)sd_event_source_set_time(f->m.server.tick, 0);
	run(f, 20);
	assert_int_equal(f->m.server.state, VD_SERVER_NO_MODULE);
}

static void waits_for_another_owner_to_exit(void **state)
{
	struct fixture *f = *state;
	struct peer_request *r;

	peer_load(&f->peer);
	strcpy(f->peer.other_owner, "vfiovd");
	r = peer_request(&f->peer, "0000:01:00.1", VFIOV_REQUEST_KIND_BIND, "native");
	assert_int_equal(vd_manager_start(&f->m), 0);
	peer_ring(&f->peer, VFIOV_CMD_REQUEST_NTF);
	peer_ring(&f->peer, VFIOV_CMD_AUDIT_NTF);
	run(f, 20);
	assert_int_equal(f->m.server.state, VD_SERVER_NOT_OWNER);
	assert_status(f, "vfiovd (pid 4711)");
	/* Every refused registration would add an audit record, so vfiovd does not try. */
	assert_int_equal(f->peer.counts[VFIOV_CMD_OWNER_REGISTER], 0);
	assert_false(r->answered);
	assert_int_equal(f->peer.counts[VFIOV_CMD_AUDIT_GET], 0);

	f->peer.other_owner[0] = 0;
	peer_status_ntf(&f->peer);
	run(f, 20);
	assert_int_equal(f->m.server.state, VD_SERVER_OWNER);
	assert_true(r->answered);
}

static void name_of_another_owner_is_cleaned(void **state)
{
	struct fixture *f = *state;

	peer_load(&f->peer);
	strcpy(f->peer.other_owner, "x\nWATCHDOG=trigger\n");
	assert_int_equal(vd_manager_start(&f->m), 0);
	assert_int_equal(f->m.server.state, VD_SERVER_NOT_OWNER);
	assert_status(f, "x?WATCHDOG=trigger? (pid 4711)");
	assert_null(strchr(status(f), '\n'));
}

static void race_for_the_role_is_lost(void **state)
{
	struct fixture *f = *state;

	peer_load(&f->peer);
	f->peer.fail[VFIOV_CMD_OWNER_REGISTER].times = 1;
	f->peer.fail[VFIOV_CMD_OWNER_REGISTER].error = -EEXIST;
	assert_int_equal(vd_manager_start(&f->m), 0);
	assert_int_equal(f->m.server.state, VD_SERVER_NOT_OWNER);
	peer_status_ntf(&f->peer);
	run(f, 20);
	assert_int_equal(f->m.server.state, VD_SERVER_OWNER);
}

/* The daemon does not try to register, and its status says what to upgrade. */
static void module_of_another_abi(void **state)
{
	struct fixture *f = *state;
	struct peer_request *r;

	peer_load(&f->peer);
	f->peer.abi = 1;
	r = peer_request(&f->peer, "0000:01:00.1", VFIOV_REQUEST_KIND_BIND, "native");
	assert_int_equal(vd_manager_start(&f->m), 0);
	peer_ring(&f->peer, VFIOV_CMD_REQUEST_NTF);
	run(f, 20);
	assert_int_equal(f->m.server.state, VD_SERVER_REJECTED);
	assert_status(f, "the module uses ABI 1, vfiovd needs ABI 2: upgrade the module");
	assert_false(r->answered);
	assert_int_equal(f->peer.counts[VFIOV_CMD_OWNER_REGISTER], 0);
	assert_int_equal(f->peer.counts[VFIOV_CMD_REQUEST_GET], 0);

	f->peer.abi = 3;
	peer_status_ntf(&f->peer);
	run(f, 20);
	assert_status(f, "the module uses ABI 3, vfiovd needs ABI 2: upgrade vfiovd");
	assert_int_equal(f->peer.counts[VFIOV_CMD_OWNER_REGISTER], 0);

	/* The module was upgraded, too. */
	f->peer.abi = 0;
	peer_status_ntf(&f->peer);
	run(f, 20);
	assert_int_equal(f->m.server.state, VD_SERVER_OWNER);
	assert_true(r->answered);
}

static void kernel_that_rejects_vfiovd(void **state)
{
	struct fixture *f = *state;

	peer_load(&f->peer);
	f->peer.fail[VFIOV_CMD_OWNER_REGISTER].times = 1;
	f->peer.fail[VFIOV_CMD_OWNER_REGISTER].error = -EPROTONOSUPPORT;
	f->peer.fail[VFIOV_CMD_OWNER_REGISTER].message = "abi 1 is not supported";
	assert_int_equal(vd_manager_start(&f->m), 0);
	assert_int_equal(f->m.server.state, VD_SERVER_REJECTED);
	assert_status(f, "abi 1 is not supported");
	(void)sd_event_source_set_time(f->m.server.tick, 0);
	run(f, 20);
	assert_int_equal(f->m.server.state, VD_SERVER_OWNER);
}

static void lost_role_is_regained(void **state)
{
	struct fixture *f = *state;
	struct peer_request *r;

	start_as_owner(f);
	f->peer.owner = NULL;
	r = peer_request(&f->peer, "0000:01:00.1", VFIOV_REQUEST_KIND_BIND, "native");
	peer_ring(&f->peer, VFIOV_CMD_REQUEST_NTF);
	run(f, 200);
	assert_int_equal(f->m.server.state, VD_SERVER_OWNER);
	assert_true(r->answered);
}

static void lost_events_are_recovered(void **state)
{
	struct fixture *f = *state;
	struct peer_request *r;

	start_as_owner(f);
	r = peer_request(&f->peer, "0000:01:00.1", VFIOV_REQUEST_KIND_BIND, "native");
	peer_lose_events(&f->peer);
	run(f, 20);
	assert_true(r->answered);
	assert_int_equal(f->peer.audit_acked, f->peer.audit_seq);
}

static void lost_module_events_are_recovered(void **state)
{
	struct fixture *f = *state;
	struct peer_request *r;

	start_as_owner(f);
	peer_unload(&f->peer);
	peer_load(&f->peer);
	/* The buffer was full, so both events were lost. */
	peer_drop_queue(&f->peer);
	peer_lose_events(&f->peer);
	run(f, 20);
	assert_int_equal(f->m.server.state, VD_SERVER_OWNER);
	assert_int_equal(f->peer.counts[VFIOV_CMD_OWNER_REGISTER], 2);
	r = peer_request(&f->peer, "0000:01:00.1", VFIOV_REQUEST_KIND_BIND, "native");
	peer_ring(&f->peer, VFIOV_CMD_REQUEST_NTF);
	peer_ring(&f->peer, VFIOV_CMD_AUDIT_NTF);
	run(f, 20);
	assert_true(r->answered);
	assert_int_equal(f->peer.audit_acked, f->peer.audit_seq);
}

static void lost_doorbells_are_recovered(void **state)
{
	struct fixture *f = *state;
	struct peer_request *r;

	start_as_owner(f);
	r = peer_request(&f->peer, "0000:01:00.1", VFIOV_REQUEST_KIND_BIND, "native");
	(void)sd_event_source_set_time(f->m.server.tick, 0);
	run(f, 20);
	assert_true(r->answered);
	assert_int_equal(f->peer.audit_acked, f->peer.audit_seq);
}

static void forged_doorbell_wakes_nobody(void **state)
{
	struct fixture *f = *state;

	start_as_owner(f);
	peer_request(&f->peer, "0000:01:00.1", VFIOV_REQUEST_KIND_BIND, "native");
	f->peer.n_trace = 0;
	peer_forge_ring(&f->peer, VFIOV_CMD_REQUEST_NTF);
	run(f, 20);
	assert_int_equal(f->peer.n_trace, 0);
}

static void stop_releases_the_role(void **state)
{
	struct fixture *f = *state;

	start_as_owner(f);
	vd_manager_finish(&f->m);
	assert_null(f->peer.owner);
	assert_int_equal(f->peer.counts[VFIOV_CMD_OWNER_UNREGISTER], 1);
	memset(&f->m, 0, sizeof(f->m));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(module_is_loaded_unloaded_and_loaded),
		TEST(outdated_module_events),
		TEST(own_role_is_recognized),
		TEST(absent_module_is_not_looked_up),
		TEST(waits_for_another_owner_to_exit),
		TEST(name_of_another_owner_is_cleaned),
		TEST(race_for_the_role_is_lost),
		TEST(module_of_another_abi),
		TEST(kernel_that_rejects_vfiovd),
		TEST(lost_role_is_regained),
		TEST(lost_events_are_recovered),
		TEST(lost_module_events_are_recovered),
		TEST(lost_doorbells_are_recovered),
		TEST(forged_doorbell_wakes_nobody),
		TEST(stop_releases_the_role),
	};

	block_signals();
	return cmocka_run_group_tests_name("server", tests, NULL, NULL);
}
