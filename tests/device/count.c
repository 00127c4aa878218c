// SPDX-License-Identifier: GPL-2.0-only
#include "count.h"

static const char *const via_names[] = {
	[VFDEV_DOORBELL_OWNER] = "owner",
	[VFDEV_DOORBELL_MEMBER] = "member",
};

const char *vfdev_doorbell_via_name(enum vfdev_doorbell_via via)
{
	return via_names[via];
}

static const char *const kind_names[] = {
	[VFDEV_DOORBELL_GOOD] = "good",
	[VFDEV_DOORBELL_WIDTH] = "width",
	[VFDEV_DOORBELL_PLACE] = "place",
	[VFDEV_DOORBELL_READ] = "read",
};

static const char *const odd_names[] = {
	[VFDEV_ODD_RESERVED] = "reserved", [VFDEV_ODD_MULTIPLE] = "multiple",
	[VFDEV_ODD_USE_BUSY] = "use-busy", [VFDEV_ODD_VFE_BUSY] = "vfe-busy",
	[VFDEV_ODD_UNUSED] = "unused",
};

static size_t slots(const struct vfdev_counts *counts)
{
	return (counts->members + 2) * VFDEV_COUNT_OPS;
}

void vfdev_counts_init(struct vfdev_counts *counts, unsigned total_vfs)
{
	counts->members = total_vfs;
	counts->commands = g_new0(struct vfdev_count, slots(counts));
	counts->doorbells = g_malloc0((total_vfs + 1) * sizeof(*counts->doorbells));
}

void vfdev_counts_free(struct vfdev_counts *counts)
{
	g_clear_pointer(&counts->commands, g_free);
	g_clear_pointer(&counts->doorbells, g_free);
}

void vfdev_counts_reset(struct vfdev_counts *counts)
{
	memset(counts->commands, 0, slots(counts) * sizeof(*counts->commands));
	memset(counts->doorbells, 0, (counts->members + 1) * sizeof(*counts->doorbells));
	memset(counts->odd, 0, sizeof(counts->odd));
}

struct vfdev_count *vfdev_counts_command(struct vfdev_counts *counts, uint64_t member, unsigned op)
{
	member = MIN(member, counts->members + 1);
	op = MIN(op, VFDEV_COUNT_OPS - 1);
	return &counts->commands[member * VFDEV_COUNT_OPS + op];
}

void vfdev_counts_doorbell(struct vfdev_counts *counts, unsigned vf, enum vfdev_doorbell_via via,
			   enum vfdev_doorbell_kind kind)
{
	counts->doorbells[MIN(vf, counts->members)][via][kind]++;
}

static void print_commands(struct vfdev_counts *counts, unsigned member, int64_t op, GString *out)
{
	for (unsigned i = 0; i < VFDEV_COUNT_OPS; i++) {
		struct vfdev_count *c = vfdev_counts_command(counts, member, i);

		if (!c->commands || (op >= 0 && op != i))
			continue;
		if (member == 0)
			g_string_append(out, "vf=-");
		else if (member > counts->members)
			g_string_append(out, "vf=?");
		else
			g_string_append_printf(out, "vf=%u", member - 1);
		g_string_append_printf(out, " op=%u commands=%" PRIu64 " errors=%" PRIu64 "\n", i,
				       c->commands, c->errors);
	}
}

/* The last slot counts doorbells of VFs that the PF cannot have. */
static void print_doorbells(struct vfdev_counts *counts, unsigned vf, GString *out)
{
	g_autofree char *name = vf < counts->members ? g_strdup_printf("%u", vf) : g_strdup("?");

	for (unsigned via = 0; via < VFDEV_DOORBELL_VIAS; via++) {
		uint64_t *kinds = counts->doorbells[vf][via], sum = 0;

		for (unsigned kind = 0; kind < VFDEV_DOORBELL_KINDS; kind++)
			sum += kinds[kind];
		if (!sum)
			continue;
		g_string_append_printf(out, "vf=%s doorbell=%s", name, via_names[via]);
		for (unsigned kind = 0; kind < VFDEV_DOORBELL_KINDS; kind++)
			g_string_append_printf(out, " %s=%" PRIu64, kind_names[kind], kinds[kind]);
		g_string_append_c(out, '\n');
	}
}

void vfdev_counts_print(struct vfdev_counts *counts, int64_t vf, int64_t op, GString *out)
{
	for (unsigned member = 0; member <= counts->members + 1; member++) {
		if (vf >= 0 && vf + 1 != member)
			continue;
		print_commands(counts, member, op, out);
		if (op < 0 && member >= 1)
			print_doorbells(counts, member - 1, out);
	}
	if (vf >= 0 || op >= 0)
		return;
	for (unsigned i = 0; i < VFDEV_ODDS; i++) {
		if (counts->odd[i])
			g_string_append_printf(out, "odd=%s count=%" PRIu64 "\n", odd_names[i],
					       counts->odd[i]);
	}
}
