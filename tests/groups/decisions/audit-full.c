// SPDX-License-Identifier: GPL-2.0-only
/*
 * A ring that is full because nobody takes records: grants are refused and nothing else; binding,
 * closing and unbinding go on at once; what finds no room is counted, and told in one record as soon
 * as there is room. Sequences have no gap. What is left when the module goes is in the kernel log, and
 * so is how much found no room until then.
 */
#include <fcntl.h>
#include <string.h>

#include "client/util.h"
#include "lib/names.h"
#include "lib/opener.h"
#include "lib/stand-in.h"
#include "scene/ledger.h"

#define BLOCKED_NS 1000000000ull
#define CYCLES 60

struct full {
	struct scene *scene;
	struct vfv_genl *owner;
	struct vfv_status before; /* with the ring full */
};

/* Binds and unbinds a VF until the ring has no room. Returns the longest that one of these took. */
static uint64_t fill(struct full *f, char bdf[static VFIO_BDF_LEN])
{
	uint64_t longest = 0, start, took;

	scene_vf(f->scene, 5, bdf);
	for (unsigned int i = 0; i < CYCLES; i++) {
		start = util_now_ns();
		tap_must(bind_to(bdf, BIND_DRIVER, NULL), "bind %s", bdf);
		tap_must(bind_unbind(bdf), "unbind %s", bdf);
		took = util_now_ns() - start;
		if (took > longest)
			longest = took;
	}
	return longest;
}

static void grants(struct full *f)
{
	struct tap *tap = &f->scene->tap;
	struct vfv_nl_error error;
	char bdf[VFIO_BDF_LEN];
	uint64_t ticket;
	int r;

	stand_in_bind(f->scene, 1, bdf);
	r = stand_in_grant(f->owner, bdf, stand_in_pull(f->owner, bdf).cookie,
			   VFIOV_PROFILE_TRANSITIONAL, &error);
	tap_returned(tap, r, -ENOBUFS, "with a full ring nothing but native is granted");
	tap_ok(tap, error.message[0] && !strcmp(error.attribute, "profile"), "with a message: %s",
	       error.message);
	tap_ok(tap, stand_in_vf(f->scene->genl, bdf).waiting, "the request stays");
	tap_returned(tap,
		     stand_in_grant(f->owner, bdf, stand_in_pull(f->owner, bdf).cookie,
				    VFIOV_PROFILE_NATIVE, NULL),
		     0, "native is granted");
	tap_must(vfv_genl_profile_set(f->scene->genl, bdf, VFIOV_PROFILE_TRANSITIONAL, false, NULL,
				      &ticket, NULL),
		 "ask for transitional");
	tap_returned(tap,
		     stand_in_grant(f->owner, bdf, stand_in_pull(f->owner, bdf).cookie,
				    VFIOV_PROFILE_TRANSITIONAL, NULL),
		     -ENOBUFS, "nor is what an administrator asks for");
	tap_must(bind_unbind(bdf), "unbind %s", bdf);
}

/* A VF was granted transitional while there was room: that open finds none. */
static void open_and_close(struct full *f, const char *bdf)
{
	struct tap *tap = &f->scene->tap;
	struct opener_result result;
	struct opener opener;
	uint64_t start, took;

	opener_start(&opener, bdf);
	tap_must(opener_wait(&opener, &result, SCENE_TIMEOUT_MS), "open %s", bdf);
	tap_ok(tap,
	       result.r == 0 && result.native &&
		       stand_in_vf(f->scene->genl, bdf).cause == VFIOV_CAUSE_AUDIT_FULL,
	       "an open without room for its record is native, the cause is audit-full");
	start = util_now_ns();
	opener_close(&opener);
	tap_must(bind_unbind(bdf), "unbind %s", bdf);
	took = util_now_ns() - start;
	tap_ok(tap, took < BLOCKED_NS * scene_slower(), "close and unbind are not held up: %lu ms",
	       took / 1000000);
}

struct tally {
	uint64_t first, last, told;
	unsigned int records, losses;
	bool gap;
};

static int count(const struct vfv_audit_record *record, void *userdata)
{
	struct tally *t = userdata;

	t->first = t->records++ ? t->first : record->seq;
	t->gap |= t->last && record->seq != t->last + 1;
	t->last = record->seq;
	t->losses += record->event == VFIOV_EVENT_LOST;
	t->told += record->lost;
	return 0;
}

static struct tally look(struct full *f)
{
	struct tally t = { 0 };

	tap_must(vfv_genl_audit_dump(f->owner, 0, count, &t, NULL), "dump the audit");
	return t;
}

static void losses(struct full *f)
{
	struct tap *tap = &f->scene->tap;
	struct vfv_status now = stand_in_status(f->scene->genl);
	uint64_t lost = now.stats.audit_lost - f->before.stats.audit_lost;
	struct tally t = look(f);

	tap_ok(tap, t.records == VFIOV_RING_SIZE_MIN - 1 || t.records == VFIOV_RING_SIZE_MIN,
	       "the ring holds %u records of %d: one place is kept for the loss", t.records,
	       VFIOV_RING_SIZE_MIN);
	tap_ok(tap, lost > CYCLES, "%lu losses are counted", lost);
	tap_must(vfv_genl_audit_ack(f->owner, now.instance, t.last, NULL), "acknowledge");
	t = look(f);
	lost = stand_in_status(f->scene->genl).stats.audit_lost - f->before.stats.audit_lost;
	tap_ok(tap, t.records == 1 && t.losses == 1 && t.told == lost,
	       "once there is room, one record tells of %lu losses", t.told);
	tap_ok(tap, t.first == now.stats.audit_seq + 1, "it has the next sequence");
	now = stand_in_status(f->scene->genl);
	tap_must(vfv_genl_audit_ack(f->owner, now.instance, t.last, NULL), "acknowledge");
}

static int kmsg_open(void)
{
	int fd = open("/dev/kmsg", O_RDONLY | O_NONBLOCK | O_CLOEXEC);

	tap_must(util_errno(fd), "open the kernel log");
	lseek(fd, 0, SEEK_END);
	return fd;
}

/* What an instance of the module has left in the kernel log. */
struct left {
	unsigned int records;
	uint64_t last, lost; /* sequence of the last record; events without one */
};

static struct left kmsg_read(int fd, const uint8_t instance[static VFIOV_INSTANCE_LEN])
{
	struct left left = { 0 };
	char line[8192], name[37];
	ssize_t len;

	vfv_instance_format(instance, name);
	while ((len = read(fd, line, sizeof(line) - 1)) > 0 || (len < 0 && errno == EPIPE)) {
		const char *text;

		line[len > 0 ? len : 0] = '\0';
		text = strstr(line, name);
		if (!text)
			continue;
		text += strlen(name);
		left.records += sscanf(text, " %lu: event", &left.last) == 1;
		sscanf(text, ": %lu events lost", &left.lost);
	}
	return left;
}

/* Unloads the module and loads it again. */
static struct left reload(struct full *f, const char *with)
{
	struct vfv_status status = stand_in_status(f->scene->genl);
	int kmsg = kmsg_open();
	struct left left;

	tap_returned(&f->scene->tap, stand_in_unload(), 0,
		     "the module is unloaded with %u records in the ring and %s",
		     status.stats.audit_held, with);
	left = kmsg_read(kmsg, status.instance);
	close(kmsg);
	tap_must(module_load(), "load the module");
	tap_must(vfv_genl_resolve(f->scene->genl), "find the family");
	return left;
}

/* Without an owner, the module goes with records in its ring. */
static void unload(struct full *f)
{
	struct vfv_status status;
	char bdf[VFIO_BDF_LEN];
	struct left left;

	stand_in_bind(f->scene, 0, bdf);
	stand_in_leave(f->owner);
	status = stand_in_status(f->scene->genl);
	left = reload(f, "a request that waits");
	/* The unload unbinds the VF, which is one more. */
	tap_ok(&f->scene->tap,
	       left.records == status.stats.audit_held + 1 &&
		       left.last == status.stats.audit_seq + 1 && !left.lost,
	       "all of them and that of the unbind are in the kernel log: %u, up to %lu",
	       left.records, left.last);
}

/* The same with a ring that is full: there is no record any more to tell of the losses. */
static void unload_full(struct full *f)
{
	struct vfv_status status;
	char bdf[VFIO_BDF_LEN];
	struct left left;

	stand_in_params(f->scene->genl, -1, -1, VFIOV_RING_SIZE_MIN);
	fill(f, bdf);
	status = stand_in_status(f->scene->genl);
	left = reload(f, "events that found no room");
	/* VFs that the module had when it was loaded are unbound by the unload. */
	tap_ok(&f->scene->tap,
	       left.records == status.stats.audit_held && left.lost > CYCLES &&
		       left.lost == status.stats.audit_lost + status.vfs,
	       "%u records are in the kernel log, and that %lu events were lost", left.records,
	       left.lost);
}

int main(void)
{
	char bdf[VFIO_BDF_LEN], granted[VFIO_BDF_LEN];
	struct vfv_status status;
	struct scene scene;
	struct full f = { .scene = &scene };
	uint64_t longest;

	scene_begin(&scene);
	tap_must(daemon_stop(scene.genl), "stop vfiovd");
	tap_must(daemon_start(scene.genl), "start vfiovd");
	tap_must(ledger_wait_empty(scene.genl, &status, SCENE_TIMEOUT_MS), "wait for old records");
	stand_in_params(scene.genl, -1, -1, VFIOV_RING_SIZE_MIN);
	stand_in_take(&scene, &f.owner);
	status = stand_in_status(scene.genl);
	tap_must(vfv_genl_audit_ack(f.owner, status.instance, status.stats.audit_seq, NULL),
		 "acknowledge");
	stand_in_bind_granted(&scene, f.owner, 0, VFIOV_PROFILE_TRANSITIONAL, granted);
	f.before = stand_in_status(scene.genl);
	longest = fill(&f, bdf);
	tap_ok(&scene.tap, longest < BLOCKED_NS * scene_slower(),
	       "binding and unbinding are not held up by a full ring: at most %lu ms",
	       longest / 1000000);
	grants(&f);
	open_and_close(&f, granted);
	losses(&f);
	unload(&f);
	unload_full(&f);
	tap_must(daemon_start(scene.genl), "start vfiovd");
	return scene_end(&scene);
}
