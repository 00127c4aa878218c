// SPDX-License-Identifier: GPL-2.0-only
#include "move.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "client/util.h"
#include "lib/names.h"

/* These options are those in vfiov-guests(7). */
#define VF_OPTIONS ",enable-migration=on,x-pre-copy-dirty-page-tracking=off"
#define VFS 2
#define MOVE_S 300
#define QMP(command, arguments) "{ \"execute\": \"" command "\", \"arguments\": { " arguments " } }"
#define URI "\"uri\": \"unix:/run/migration\""
/* Without this, the source is not informed that the destination refuses the state. */
#define RETURN_PATH                                            \
	QMP("migrate-set-capabilities", "\"capabilities\": [ " \
					"{ \"capability\": \"return-path\", \"state\": true } ]")
/* On a slow machine, the default of 300 ms might never be enough. */
#define DOWNTIME \
	QMP("migrate-set-parameters", "\"downtime-limit\": 10000, \"max-bandwidth\": 1073741824")

void move_begin(struct move *move, const char *pf, const char *profile, const char *other)
{
	struct vfv_vf vf;

	*move = (struct move){ .pf = pf };
	scene_begin(&move->scene);
	if (pf) {
		snprintf(move->scene.pf, sizeof(move->scene.pf), "%s", pf);
		tap_must(bind_make_vfs(pf, VFS), "make VFs of %s", pf);
	}
	tap_must(vfdev_open_pf(&move->device, move->scene.pf), "find the control of the PF");
	device_repair(move->device);
	device_do(move->device, "count reset");
	scene_migration(&move->scene, profile, other);
	for (unsigned int i = 0; i < VFS; i++)
		scene_bind_decided(&move->scene, i, move->bdf[i]);
	tap_must(vfv_genl_vf_get(move->scene.genl, move->bdf[0], &vf, NULL), "get the state of %s",
		 move->bdf[0]);
	if (!vf.migratable) {
		tap_skip(&move->scene.tap, "migration",
			 "this kernel has no calls for device parts");
		exit(move_end(move));
	}
}

static void start(struct move *move, unsigned int vf, const char *const *extra)
{
	struct guest_options options = move->options;
	char name[48];

	snprintf(name, sizeof(name), "%s-%u", options.name, ++move->started);
	options.name = name;
	options.vf = move->bdf[vf];
	options.vf_options = VF_OPTIONS;
	options.extra = extra;
	guest_start(&move->guest[vf], &options);
}

void move_boot(struct move *move, const char *name, const char *append)
{
	move->options = (struct guest_options){ .name = name, .append = append };
	start(move, 0, NULL);
	tap_note("from QEMU's start to the guest's shell %lu ms", guest_ready(&move->guest[0]));
}

struct guest *move_running(struct move *move)
{
	return &move->guest[move->at];
}

static void must_qmp(struct guest *guest, const char *command)
{
	tap_must(guest_qmp(guest, command), "run %s", command);
}

/* Waits until the source reports the end of the migration. */
static int wait_moved(struct guest *source)
{
	uint64_t deadline = util_now_ns() + MOVE_S * 1000000000ull;

	do {
		must_qmp(source, "{ \"execute\": \"query-migrate\" }");
		if (strstr(source->messages, "\"status\": \"completed\""))
			return 0;
		if (strstr(source->messages, "\"status\": \"failed\""))
			return -ECANCELED;
		util_sleep_ms(300);
	} while (util_now_ns() < deadline);
	return -ETIMEDOUT;
}

/*
 * Starts a QEMU for the other VF and migrates the guest to it. Returns 0 if QEMU completed the
 * migration, or -ECANCELED.
 */
static int migrate(struct move *move)
{
	static const char *const incoming[] = { "-incoming", "defer", NULL };
	struct guest *from = &move->guest[move->at], *to = &move->guest[!move->at];
	int r;

	start(move, !move->at, incoming);
	must_qmp(to, RETURN_PATH);
	must_qmp(from, RETURN_PATH);
	must_qmp(from, DOWNTIME);
	must_qmp(to, QMP("migrate-incoming", URI));
	must_qmp(from, QMP("migrate", URI));
	r = wait_moved(from);
	tap_note("%s: %s", from->name, from->messages);
	tap_must(r == -ECANCELED ? 0 : r, "end the migration");
	return r;
}

/* Claims that there is an audit record of this event, and gets one of its fields. */
static void recorded(struct move *move, unsigned int vf, const char *event, const char *field,
		     char value[static 256])
{
	int r = scene_audit(&move->scene, move->bdf[vf], event);

	value[0] = '\0';
	if (r == 0)
		scene_field(&move->scene, field, value);
	tap_ok(&move->scene.tap, r == 0 && *value, "the audit has %s of %s: %s", event,
	       move->bdf[vf], value);
}

static void runs(struct move *move, const char *where)
{
	struct guest *guest = move_running(move);

	must_qmp(guest, "{ \"execute\": \"query-status\" }");
	tap_ok(&move->scene.tap, strstr(guest->messages, "\"status\": \"running\"") != NULL,
	       "the guest runs %s", where);
}

void move_guest(struct move *move)
{
	struct tap *tap = &move->scene.tap;
	unsigned int from = move->at;
	char saved[256], resumed[256];

	tap_must(journal_mark(move->scene.journal), "mark the journal");
	tap_must(migrate(move), "migrate the guest");
	move->at = !from;
	tap_ok(tap, true, "QEMU migrates the guest from %s to %s", move->bdf[from],
	       move->bdf[move->at]);
	recorded(move, from, "migration-saved", VFV_FIELD_BYTES, saved);
	recorded(move, move->at, "migration-resumed", VFV_FIELD_BYTES, resumed);
	tap_ok(tap, !strcmp(saved, resumed), "with the same number of bytes");
	runs(move, "at the destination");
	tap_ok(tap, guest_stop(&move->guest[from]), "the source's QEMU exits normally");
}

void move_refused(struct move *move, unsigned int vf, const char *why)
{
	struct tap *tap = &move->scene.tap;
	char reason[256];

	tap_must(journal_mark(move->scene.journal), "mark the journal");
	tap_returned(tap, migrate(move), -ECANCELED, "QEMU cannot migrate the guest");
	recorded(move, vf, "migration-refused", VFV_FIELD_TEXT, reason);
	tap_ok(tap, !strcmp(reason, why), "because %s", why);
	runs(move, "at the source");
	/* QEMU may have exited by itself. */
	guest_stop(&move->guest[!move->at]);
}

int move_end(struct move *move)
{
	if (move->started)
		tap_ok(&move->scene.tap, guest_stop(move_running(move)), "QEMU exits normally");
	device_repair(move->device);
	vfdev_close(move->device);
	for (unsigned int i = 0; i < VFS; i++)
		tap_must(bind_unbind(move->bdf[i]), "unbind %s", move->bdf[i]);
	/* The scene must end with the network PF, with which it began. */
	if (move->pf) {
		tap_must(bind_make_vfs(move->pf, 0), "remove the VFs of %s", move->pf);
		tap_must(bind_find_pf(move->scene.pf), "find the network PF");
	}
	return scene_end(&move->scene);
}
