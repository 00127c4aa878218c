// SPDX-License-Identifier: GPL-2.0-only
/*
 * No record is acknowledged, so a VF uses up its places in the ring. Only grants to this VF are
 * refused; bind, close and unbind still work at once. The module counts the events without a place,
 * and reports them in one record of the VF as soon as a place is free. Sequences have no gaps. On
 * unload, the module writes the remaining records and the count to the kernel log.
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
	struct vfv_status before; /* while the ring is full */
};

/*
 * The number of places that a VF can get in the smallest ring: its own, and half of the shared
 * ones.
 */
#define PLACES (8 + VFIOV_RING_SIZE_MIN / 2)

/* Changes a VF until it has no place left, because each change adds a record. */
static void fill(struct full *f, const char *bdf)
{
	for (unsigned int i = 0; i < CYCLES; i++) {
		uint64_t ticket;

		tap_must(vfv_genl_profile_set(f->scene->genl, bdf, "native", false, NULL, &ticket,
					      NULL),
			 "ask for native");
		if (f->owner)
			tap_must(stand_in_grant(f->owner, bdf, stand_in_pull(f->owner, bdf).cookie,
						"native", NULL),
				 "grant native");
	}
}

static void grants(struct full *f, const char *bdf)
{
	struct tap *tap = &f->scene->tap;
	struct vfv_nl_error error;
	uint64_t ticket;
	int r;

	tap_must(vfv_genl_profile_set(f->scene->genl, bdf, "transitional", false, NULL, &ticket,
				      NULL),
		 "ask for transitional");
	r = stand_in_grant(f->owner, bdf, stand_in_pull(f->owner, bdf).cookie, "transitional",
			   &error);
	tap_returned(tap, r, -ENOBUFS, "only native is granted without a free place");
	tap_ok(tap, error.message[0] && !strcmp(error.attribute, "profile"), "with a message: %s",
	       error.message);
	tap_ok(tap, stand_in_vf(f->scene->genl, bdf).waiting, "the request stays");
	tap_returned(
		tap,
		stand_in_grant(f->owner, bdf, stand_in_pull(f->owner, bdf).cookie, "native", NULL),
		0, "native is granted");
	tap_must(vfv_genl_profile_reset(f->scene->genl, bdf, NULL, &ticket, NULL), "reset");
	tap_returned(tap,
		     stand_in_grant(f->owner, bdf, stand_in_pull(f->owner, bdf).cookie,
				    "transitional", NULL),
		     -ENOBUFS, "a reset is refused as well");
}

/* Opens a VF with a grant of transitional repeatedly, until the ring has no place for an open. */
static void open_and_close(struct full *f, const char *bdf)
{
	struct tap *tap = &f->scene->tap;
	struct opener opener;
	uint64_t start, took;
	unsigned int n = stand_in_use_up(f->owner, bdf, &opener);

	tap_ok(tap, n >= 3 && stand_in_vf(f->scene->genl, bdf).cause == VFIOV_CAUSE_AUDIT_FULL,
	       "after %u opens, one without a free place is native with cause audit-full", n);
	start = util_now_ns();
	opener_close(&opener);
	tap_must(bind_unbind(bdf), "unbind %s", bdf);
	took = util_now_ns() - start;
	tap_ok(tap, took < BLOCKED_NS * scene_slower(), "close and unbind are not delayed: %lu ms",
	       took / 1000000);
}

struct tally {
	const char *bdf;
	uint64_t last, told;
	unsigned int records, losses; /* event counts for the VF */
	bool gap;
};

static int count(const struct vfv_audit_record *record, void *userdata)
{
	struct tally *t = userdata;

	t->gap |= t->last && record->seq != t->last + 1;
	t->last = record->seq;
	/* The record of a refusal names the VF, but uses one of the module's places. */
	if (strcmp(record->bdf, t->bdf) || record->event == VFIOV_EVENT_REFUSED)
		return 0;
	t->records++;
	t->losses += record->event == VFIOV_EVENT_LOST;
	t->told += record->lost;
	return 0;
}

static struct tally look(struct full *f, const char *bdf)
{
	struct tally t = { .bdf = bdf };

	tap_must(vfv_genl_audit_dump(f->owner, 0, count, &t, NULL), "dump the audit");
	tap_ok(&f->scene->tap, !t.gap, "records up to %lu have no gap", t.last);
	return t;
}

static void acknowledge(struct full *f)
{
	struct vfv_status now = stand_in_status(f->scene->genl);

	tap_must(vfv_genl_audit_ack(f->owner, now.instance, now.stats.audit_seq, NULL),
		 "acknowledge");
}

static void losses(struct full *f, const char *bdf)
{
	struct tap *tap = &f->scene->tap;
	struct vfv_status now = stand_in_status(f->scene->genl);
	struct tally t = look(f, bdf);
	uint64_t lost;

	tap_ok(tap, t.records == PLACES || t.records == PLACES - 1,
	       "the ring holds %u records of the VF, which has %d places", t.records, PLACES);
	lost = now.stats.audit_lost - f->before.stats.audit_lost;
	tap_ok(tap, lost > CYCLES, "%lu losses are counted", lost);
	tap_must(vfv_genl_audit_ack(f->owner, now.instance, t.last, NULL), "acknowledge");
	t = look(f, bdf);
	tap_ok(tap, t.records == 1 && t.losses == 1 && t.told == lost,
	       "once there is a place, one record of the VF reports %lu losses", t.told);
	tap_ok(tap, t.last == now.stats.audit_seq + 1, "it has the next sequence");
	acknowledge(f);
}

static int kmsg_open(void)
{
	int fd = open("/dev/kmsg", O_RDONLY | O_NONBLOCK | O_CLOEXEC);

	tap_must(util_errno(fd), "open the kernel log");
	lseek(fd, 0, SEEK_END);
	return fd;
}

/* The records of a module instance in the kernel log. */
struct left {
	unsigned int records;
	uint64_t last, lost; /* sequence of the last record, and number of events without a
			      * record */
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

/* Reloads the module; returns what it left in the kernel log. */
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

/* Unloads the module without an owner, and with records in its ring. */
static void unload(struct full *f)
{
	struct vfv_status status;
	char bdf[VFIO_BDF_LEN];
	struct left left;

	stand_in_bind(f->scene, 0, bdf);
	stand_in_leave(f->owner);
	status = stand_in_status(f->scene->genl);
	left = reload(f, "a request that waits");
	/* The unload unbinds the VF, which adds one more record. */
	tap_ok(&f->scene->tap,
	       left.records == status.stats.audit_held + 1 &&
		       left.last == status.stats.audit_seq + 1 && !left.lost,
	       "all of them, and the unbind's, are in the kernel log: %u, up to %lu", left.records,
	       left.last);
}

/* Unloads the module when a VF has no place left, so that no record can report the losses. */
static void unload_full(struct full *f)
{
	struct vfv_status status;
	char bdf[VFIO_BDF_LEN];
	struct left left;

	stand_in_params(f->scene->genl, -1, 0, VFIOV_RING_SIZE_MIN);
	f->owner = NULL;
	stand_in_bind(f->scene, 0, bdf);
	fill(f, bdf);
	status = stand_in_status(f->scene->genl);
	left = reload(f, "events without a free place");
	/*
	 * The unload also unbinds the VFs that were bound at load time. This VF leaves no record.
	 */
	tap_ok(&f->scene->tap,
	       left.records == status.stats.audit_held + status.vfs - 1 && left.lost > 0 &&
		       left.lost == status.stats.audit_lost + 1,
	       "the kernel log has %u records, and the loss of %lu events", left.records,
	       left.lost);
}

int main(void)
{
	char full[VFIO_BDF_LEN], granted[VFIO_BDF_LEN], other[VFIO_BDF_LEN];
	struct vfv_status status;
	struct scene scene;
	struct full f = { .scene = &scene };

	scene_begin(&scene);
	tap_must(daemon_stop(scene.genl), "stop vfiovd");
	tap_must(daemon_start(scene.genl), "start vfiovd");
	tap_must(ledger_wait_empty(scene.genl, &status, SCENE_TIMEOUT_MS), "wait for old records");
	stand_in_params(scene.genl, -1, -1, VFIOV_RING_SIZE_MIN);
	stand_in_take(&scene, &f.owner);
	acknowledge(&f);
	stand_in_bind_granted(&scene, f.owner, 0, "transitional", granted);
	stand_in_bind_granted(&scene, f.owner, 5, "native", full);
	f.before = stand_in_status(scene.genl);
	fill(&f, full);
	grants(&f, full);
	stand_in_bind_granted(&scene, f.owner, 1, "transitional", other);
	tap_ok(&scene.tap, !strcmp(stand_in_vf(scene.genl, other).current, "transitional"),
	       "a request of another VF is granted");
	losses(&f, full);
	open_and_close(&f, granted);
	tap_must(bind_unbind(other), "unbind %s", other);
	tap_must(bind_unbind(full), "unbind %s", full);
	acknowledge(&f);
	unload(&f);
	unload_full(&f);
	tap_must(daemon_start(scene.genl), "start vfiovd");
	return scene_end(&scene);
}
