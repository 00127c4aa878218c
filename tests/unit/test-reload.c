// SPDX-License-Identifier: GPL-2.0-only
/*
 * Tests the policy in force: its generation and parameters, and the handling of a policy with
 * errors.
 */
#include <errno.h>
#include <pthread.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <syslog.h>

#include "daemon/generation.h"
#include "daemon/loader.h"
#include "daemon/reload.h"
#include "daemon/server.h"
#include "fixture.h"
#include "lib/names.h"
#include "policy/load.h"
#include "unit.h"

/* While the lock is held, no policy load makes progress. */
static pthread_mutex_t gate = PTHREAD_MUTEX_INITIALIZER;
static unsigned int loads;
static int load_fails; /* the error of each load: a negative errno, without a diagnostic */

int __real_vfv_policy_load(const char *root, uint64_t generation, struct vfv_diags *diags,
			   struct vfv_policy **ret);
int __wrap_vfv_policy_load(const char *root, uint64_t generation, struct vfv_diags *diags,
			   struct vfv_policy **ret);
int __wrap_vfv_policy_load(const char *root, uint64_t generation, struct vfv_diags *diags,
			   struct vfv_policy **ret)
{
	int r = load_fails ?: __real_vfv_policy_load(root, generation, diags, ret);

	pthread_mutex_lock(&gate);
	loads++;
	pthread_mutex_unlock(&gate);
	return r;
}

/* Assert that the error in the kernel's status begins with this place below the root. */
static void assert_error(const struct fixture *f, const char *place)
{
	char start[128];

	snprintf(start, sizeof(start), "%s%s", f->root, place);
	if (strncmp(f->peer.policy_error, start, strlen(start)))
		fail_msg("\"%s\" does not begin with \"%s\"", f->peer.policy_error, start);
}

static void request_is_answered_while_the_policy_is_read(void **state)
{
	struct fixture *f = *state;
	struct peer_request *r;
	unsigned int before;
	char hash[VFIOV_TEXT_MAX + 1];

	start_as_owner(f);
	strcpy(hash, f->peer.policy_hash);
	pthread_mutex_lock(&gate);
	before = loads;
	vd_policy_reload(&f->m);
	r = peer_request(&f->peer, "0000:01:00.1", VFIOV_REQUEST_KIND_BIND, "native");
	peer_ring(&f->peer, VFIOV_CMD_REQUEST_NTF);
	run(f, 10);
	assert_true(r->answered);
	assert_int_equal(r->answer.policy_generation, 1);

	/*
	 * This change may have come after the file was read, so all files are read again, but only
	 * once.
	 */
	write_file(f, "etc/vfiovd/policy.d/20-more.conf", "version = 1;");
	vd_policy_reload(&f->m);
	vd_policy_reload(&f->m);
	run(f, 10);
	assert_string_equal(f->peer.policy_hash, hash);
	pthread_mutex_unlock(&gate);
	while (f->m.policy.loading)
		run(f, 1);
	assert_int_equal(loads, before + 2);
	assert_int_equal(f->peer.policy_generation, 2);
	assert_string_not_equal(f->peer.policy_hash, hash);
}

static void stop_does_not_wait_for_a_policy(void **state)
{
	struct fixture *f = *state;
	struct vd_loader *loader;

	start_as_owner(f);
	pthread_mutex_lock(&gate);
	vd_policy_reload(&f->m);
	run(f, 10);
	loader = f->m.policy.loader;
	assert_non_null(loader);
	/* A stop does not disturb the loader. */
	vd_policy_done(&f->m, 1000);
	assert_null(f->m.policy.loader);
	assert_null(f->m.policy.current);
	pthread_mutex_unlock(&gate);
	/* The process would exit here. */
	assert_int_equal(vd_loader_stop(loader, 10000000), 0);
}

static void policy_is_announced_and_numbered(void **state)
{
	struct fixture *f = *state;
	char hash[VFIOV_TEXT_MAX + 1];

	start_as_owner(f);
	assert_int_equal(f->peer.policy_generation, 1);
	assert_int_equal(strlen(f->peer.policy_hash), 64);
	assert_int_equal(f->peer.params.open_wait_ms, 700);
	assert_true(vfv_has(&f->peer.params, VFIOV_A_STATUS_GRACE_MS));
	assert_int_equal(f->peer.params.grace_ms, VFV_GRACE_MS);
	strcpy(hash, f->peer.policy_hash);

	reload(f);
	assert_int_equal(f->peer.policy_generation, 1);

	write_file(f, "etc/vfiovd/policy.d/20-more.conf", "version = 1;");
	reload(f);
	assert_int_equal(f->peer.policy_generation, 2);
	assert_string_not_equal(f->peer.policy_hash, hash);

	write_file(f, "etc/vfiovd/policy.d/20-more.conf", "version = 1; ruls = ();");
	strcpy(hash, f->peer.policy_hash);
	reload(f);
	assert_int_equal(f->peer.policy_generation, 2);
	assert_string_equal(f->peer.policy_hash, hash);
	assert_status(f, "new policy INVALID, generation 2 stays in force (/");
	assert_status(f, "/etc/vfiovd/policy.d/20-more.conf:1: ");
	assert_true(f->m.policy.stale);
	assert_error(f, "/etc/vfiovd/policy.d/20-more.conf:1: ");
	assert_non_null(vd_generation_hash(&f->m, 1));
	assert_null(vd_generation_hash(&f->m, 3));

	write_file(f, "etc/vfiovd/policy.d/20-more.conf", "version = 1;");
	reload(f);
	assert_int_equal(f->peer.policy_generation, 2);
	assert_string_equal(f->peer.policy_hash, hash);
	assert_string_equal(f->peer.policy_error, "");
}

static void too_many_files_change_nothing(void **state)
{
	struct fixture *f = *state;
	char hash[VFIOV_TEXT_MAX + 1], name[64];

	start_as_owner(f);
	strcpy(hash, f->peer.policy_hash);
	for (int i = 0; i < VFV_FILES_MAX; i++) {
		snprintf(name, sizeof(name), "etc/vfiovd/policy.d/90-%04d.conf", i);
		write_file(f, name, "version = 1;");
	}
	/* With the existing file, this is one file too many. */
	f->m.log.writer = f->m.writer;
	reload(f);
	f->m.log.writer = NULL;
	run(f, 200);
	assert_int_equal(f->peer.policy_generation, 1);
	assert_string_equal(f->peer.policy_hash, hash);
	assert_status(f, "new policy INVALID, generation 1 stays");
	assert_int_equal(sink_grep(&f->sink, "90-1023.conf: error: too many files"), 1);
}

static void parameter_that_is_removed_is_reset(void **state)
{
	struct fixture *f = *state;

	write_file(f, "etc/vfiovd/vfiovd.conf",
		   "version = 1; open_wait_ms = 700; grace_ms = 0; ring_size = 100;");
	start_as_owner(f);
	assert_int_equal(f->peer.params.open_wait_ms, 700);
	assert_int_equal(f->peer.params.grace_ms, 0);
	assert_int_equal(f->peer.params.ring_size, 100);
	write_file(f, "etc/vfiovd/vfiovd.conf", "version = 1;");
	reload(f);
	assert_int_equal(f->peer.params.open_wait_ms, 1000);
	assert_int_equal(f->peer.params.grace_ms, 3000);
	assert_int_equal(f->peer.params.ring_size, 4096);

	/* A policy with errors sets no parameters. */
	f->peer.counts[VFIOV_CMD_PARAMS_SET] = 0;
	write_file(f, "etc/vfiovd/vfiovd.conf", "version = 1; grace_ms = x;");
	reload(f);
	assert_int_equal(f->peer.counts[VFIOV_CMD_PARAMS_SET], 0);
}

static void number_continues_after_a_restart(void **state)
{
	struct fixture *f = *state;

	peer_load(&f->peer);
	f->peer.policy_generation = 7;
	strcpy(f->peer.policy_hash, "of another policy");
	assert_int_equal(vd_manager_start(&f->m), 0);
	assert_int_equal(f->peer.policy_generation, 8);
	f->peer.owner = NULL;
	f->m.server.state = VD_SERVER_REJECTED;
	vd_server_find(&f->m);
	assert_int_equal(f->peer.policy_generation, 8);
}

static void bad_policy_at_the_start(void **state)
{
	struct fixture *f = *state;
	struct peer_request *r;
	char label[128];

	write_file(f, "etc/vfiovd/vfiovd.conf", "allow_transitional = \"yes\";");
	start_as_owner(f);
	assert_status(f, "POLICY INVALID: every VF stays native (/");
	assert_int_equal(f->peer.policy_generation, 1);
	assert_string_equal(f->peer.policy_hash, "");
	assert_error(f, "/etc/vfiovd/vfiovd.conf:1: ");
	r = peer_request(&f->peer, "0000:01:00.1", VFIOV_REQUEST_KIND_BIND, "native");
	peer_ring(&f->peer, VFIOV_CMD_REQUEST_NTF);
	run(f, 10);
	assert_true(r->answered);
	assert_string_equal(r->answer.profile, "native");
	assert_int_equal(r->answer.explicit, 0);
	snprintf(label, sizeof(label), "policy INVALID, see %s/etc/vfiovd/vfiovd.conf:1", f->root);
	assert_string_equal(r->answer.rule, label);

	/* The files are still invalid, but with another error. */
	write_file(f, "etc/vfiovd/vfiovd.conf", "\n\nversion = 1; grace_ms = true;");
	reload(f);
	assert_string_equal(f->peer.policy_hash, "");
	assert_error(f, "/etc/vfiovd/vfiovd.conf:3: ");

	write_file(f, "etc/vfiovd/vfiovd.conf", open_gate);
	reload(f);
	assert_string_equal(f->peer.policy_error, "");
	assert_int_equal(strlen(f->peer.policy_hash), 64);
	assert_null(strstr(status(f), "INVALID"));
	assert_int_equal(f->peer.policy_generation, 2);
}

/* The module is older than the attribute for the error. */
static void kernel_refuses_the_error(void **state)
{
	struct fixture *f = *state;

	write_file(f, "etc/vfiovd/vfiovd.conf", "grace_ms = x;");
	f->peer.fail[VFIOV_CMD_OWNER_UPDATE].times = 1;
	f->peer.fail[VFIOV_CMD_OWNER_UPDATE].error = -EINVAL;
	f->peer.fail[VFIOV_CMD_OWNER_UPDATE].message = "Unknown attribute type";
	f->peer.fail[VFIOV_CMD_OWNER_UPDATE].bad_attribute = VFIOV_A_STATUS_POLICY_ERROR;
	start_as_owner(f);
	assert_int_equal(f->peer.counts[VFIOV_CMD_OWNER_UPDATE], 2);
	assert_int_equal(f->peer.policy_generation, 1);
	assert_string_equal(f->peer.policy_error, "");
}

static void unreadable_policy(void **state)
{
	struct fixture *f = *state;

	start_as_owner(f);
	load_fails = -ENOMEM;
	f->m.log.writer = f->m.writer;
	reload(f);
	run(f, 200);
	f->m.log.writer = NULL;
	load_fails = 0;
	assert_string_equal(f->peer.policy_error, "cannot read the policy: Cannot allocate memory");
	assert_int_equal(sink_grep(&f->sink, "INVALID (cannot read the policy: Cannot allocate "
					     "memory), the previous policy stays in force"),
			 1);
	reload(f);
	assert_string_equal(f->peer.policy_error, "");
}

static void rejection_has_file_and_line(void **state)
{
	struct fixture *f = *state;
	unsigned int found = 0;
	char file[128];

	start_as_owner(f);
	f->m.log.writer = f->m.writer;
	write_file(f, "etc/vfiovd/policy.d/20-x.conf", "\nversion = 1; ruls = ();");
	reload(f);
	run(f, 200);
	f->m.log.writer = NULL;
	assert_int_equal(sink_grep(&f->sink, "The policy is INVALID (1 error), the previous "
					     "policy stays in force; first error: /"),
			 1);
	snprintf(file, sizeof(file), "%s/etc/vfiovd/policy.d/20-x.conf", f->root);
	for (size_t i = 0; i < f->sink.n; i++)
		found += strcmp(f->sink.entries[i].policy_file, file) == 0 &&
			 strcmp(f->sink.entries[i].policy_line, "2") == 0;
	assert_int_equal(found, 1);
}

static void one_is_singular(void **state)
{
	struct fixture *f = *state;

	start_as_owner(f);
	f->m.log.writer = f->m.writer;
	f->m.log.level = LOG_NOTICE;
	write_file(f, "etc/vfiovd/policy.d/20-x.conf", "version = 1;");
	reload(f);
	write_file(f, "etc/vfiovd/policy.d/20-x.conf", "version = 1; ruls = ();");
	reload(f);
	run(f, 200);
	f->m.log.writer = NULL;
	assert_int_equal(sink_grep(&f->sink, "with 1 rule is in force"), 1);
	assert_int_equal(sink_grep(&f->sink, "INVALID (1 error),"), 1);
}

static void verdict_follows_any_number_of_errors(void **state)
{
	_cleanup_free_ char *text = calloc(1, 65536);
	struct fixture *f = *state;
	unsigned int named = 0;
	char *at = text;

	start_as_owner(f);
	assert_non_null(text);
	at += sprintf(at, "version = 1; rules = (");
	for (int i = 0; i < 900; i++)
		at += sprintf(at, "%s\n{ name = \"r%d\"; profil = \"native\"; }", i ? "," : "", i);
	sprintf(at, ");");
	write_file(f, "etc/vfiovd/policy.d/20-x.conf", text);
	/* The writer takes nothing from the queue while it fills up. */
	sink_set(&f->sink, &f->sink.stuck, true);
	f->m.log.writer = f->m.writer;
	reload(f);
	sink_set(&f->sink, &f->sink.stuck, false);
	f->m.log.writer = NULL;
	run(f, 200);
	assert_int_equal(sink_grep(&f->sink, "/etc/vfiovd/policy.d"), 50);
	assert_int_equal(sink_grep(&f->sink, " more, see vfiovctl policy check"), 1);
	assert_int_equal(sink_grep(&f->sink, "(1800 errors), the previous policy"), 1);
	assert_int_equal(sink_grep(&f->sink, "dropped"), 0);
	/* The file is named as in audit records. */
	for (size_t i = 0; i < f->sink.n; i++)
		named += strcmp(f->sink.entries[i].file, "20-x.conf") == 0;
	assert_int_equal(named, 50);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(policy_is_announced_and_numbered),
		TEST(too_many_files_change_nothing),
		TEST(parameter_that_is_removed_is_reset),
		TEST(number_continues_after_a_restart),
		TEST(bad_policy_at_the_start),
		TEST(kernel_refuses_the_error),
		TEST(unreadable_policy),
		TEST(rejection_has_file_and_line),
		TEST(one_is_singular),
		TEST(verdict_follows_any_number_of_errors),
		TEST(request_is_answered_while_the_policy_is_read),
		TEST(stop_does_not_wait_for_a_policy),
	};

	block_signals();
	return cmocka_run_group_tests_name("reload", tests, NULL, NULL);
}
