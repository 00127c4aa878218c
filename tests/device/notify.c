// SPDX-License-Identifier: GPL-2.0-only
#include "device.h"
#include "legacy.h"
#include "notify.h"
#include "qemu/bswap.h"
#include "qemu/cutils.h"

/*
 * QEMU's ISR region occupies a page but uses one byte of it; the second half is used here. In a
 * VF's BAR the doorbell is at the start of that half. In the PF's BAR there is one doorbell for
 * each VF, 4 bytes apart.
 */
#define DOORBELLS 0x800
#define DOORBELL_STRIDE 4

static bool parse_raw(const char *text, struct vfdev_notify_entry *entry)
{
	g_auto(GStrv) part = g_strsplit(text, "/", 0);
	uint64_t flags, bar;

	if (g_strv_length(part) != 3 || qemu_strtou64(part[0], NULL, 0, &flags) ||
	    qemu_strtou64(part[1], NULL, 0, &bar) ||
	    qemu_strtou64(part[2], NULL, 0, &entry->offset) || flags > 255 || bar > 255)
		return false;
	entry->source = VFDEV_NOTIFY_RAW;
	entry->flags = flags;
	entry->bar = bar;
	return true;
}

bool vfdev_notify_parse(const char *text, struct vfdev_notify_info *info, Error **errp)
{
	g_auto(GStrv) word = g_strsplit(text, "+", 0);
	struct vfdev_notify_info new = { .supported = strcmp(text, "none") != 0 };

	if (new.supported && strcmp(text, "empty") != 0) {
		for (unsigned i = 0; word[i]; i++) {
			struct vfdev_notify_entry *entry = &new.entries[i];

			if (i == VFDEV_NOTIFY_ENTRIES) {
				error_setg(errp, "notify-info: more than %d entries", i);
				return false;
			}
			if (!strcmp(word[i], "owner")) {
				entry->source = VFDEV_NOTIFY_OWNER;
			} else if (!strcmp(word[i], "member")) {
				entry->source = VFDEV_NOTIFY_MEMBER;
			} else if (!parse_raw(word[i], entry)) {
				error_setg(errp,
					   "notify-info: '%s' is not owner, member or "
					   "FLAGS/BAR/OFFSET",
					   word[i]);
				return false;
			}
			new.count++;
		}
	}
	*info = new;
	return true;
}

char *vfdev_notify_format(const struct vfdev_notify_info *info)
{
	GString *text = g_string_new(NULL);

	if (!info->supported || !info->count)
		g_string_append(text, info->supported ? "empty" : "none");
	for (unsigned i = 0; i < info->count; i++) {
		const struct vfdev_notify_entry *entry = &info->entries[i];

		if (i)
			g_string_append_c(text, '+');
		switch (entry->source) {
		case VFDEV_NOTIFY_OWNER:
			g_string_append(text, "owner");
			break;
		case VFDEV_NOTIFY_MEMBER:
			g_string_append(text, "member");
			break;
		case VFDEV_NOTIFY_RAW:
			g_string_append_printf(text, "%u/%u/0x%" PRIx64, entry->flags, entry->bar,
					       entry->offset);
			break;
		}
	}
	return g_string_free(text, false);
}

void vfdev_notify_fill(struct vfdev_pf *pf, unsigned index,
		       uint8_t result[VFDEV_NOTIFY_ENTRIES * VFDEV_NOTIFY_ENTRY_SIZE])
{
	VirtIOPCIProxy *vf = &vfdev_pf_vf(pf, index)->proxy;

	memset(result, 0, VFDEV_NOTIFY_ENTRIES * VFDEV_NOTIFY_ENTRY_SIZE);
	for (unsigned i = 0; i < pf->notify.count; i++) {
		struct vfdev_notify_entry entry = pf->notify.entries[i];
		uint8_t *at = result + i * VFDEV_NOTIFY_ENTRY_SIZE;

		switch (entry.source) {
		case VFDEV_NOTIFY_OWNER:
			entry.flags = 1;
			entry.bar = pf->proxy.modern_mem_bar_idx;
			entry.offset = pf->proxy.isr.offset + DOORBELLS + DOORBELL_STRIDE * index;
			break;
		case VFDEV_NOTIFY_MEMBER:
			entry.flags = 2;
			entry.bar = vf->modern_mem_bar_idx;
			entry.offset = vf->isr.offset + DOORBELLS;
			break;
		case VFDEV_NOTIFY_RAW:
			break;
		}
		at[0] = entry.flags;
		at[1] = entry.bar;
		stq_le_p(at + 8, entry.offset);
	}
}

static void doorbell(struct vfdev_pf *pf, unsigned vf, enum vfdev_doorbell_via via, uint32_t place,
		     const uint64_t *value, unsigned width)
{
	enum vfdev_doorbell_kind kind = VFDEV_DOORBELL_GOOD;
	struct vfdev_trace_record *record;
	struct vfdev_vf *target = vfdev_pf_vf(pf, vf);

	if (!value)
		kind = VFDEV_DOORBELL_READ;
	else if (place || !target)
		kind = VFDEV_DOORBELL_PLACE;
	else if (width != 2)
		kind = VFDEV_DOORBELL_WIDTH;

	vfdev_counts_doorbell(&pf->counts, vf, via, kind);
	record = vfdev_trace_add(&pf->trace, VFDEV_TRACE_DOORBELL);
	if (record) {
		record->doorbell.vf = vf;
		record->doorbell.via = via;
		record->doorbell.kind = kind;
		record->doorbell.place = place;
		record->doorbell.width = width;
		record->doorbell.value = value ? *value : 0;
		vfdev_trace_done(&pf->trace, record);
	}
	/* The specification allows only a 16-bit write to the address itself. */
	if (kind == VFDEV_DOORBELL_GOOD)
		vfdev_legacy_notify(&target->proxy, *value);
}

static uint64_t owner_read(void *opaque, hwaddr at, unsigned width)
{
	doorbell(opaque, at / DOORBELL_STRIDE, VFDEV_DOORBELL_OWNER, at % DOORBELL_STRIDE, NULL,
		 width);
	return 0;
}

static void owner_write(void *opaque, hwaddr at, uint64_t value, unsigned width)
{
	doorbell(opaque, at / DOORBELL_STRIDE, VFDEV_DOORBELL_OWNER, at % DOORBELL_STRIDE, &value,
		 width);
}

static uint64_t member_read(void *opaque, hwaddr at, unsigned width)
{
	doorbell(vfdev_vf_pf(opaque), pcie_sriov_vf_number(opaque), VFDEV_DOORBELL_MEMBER, at, NULL,
		 width);
	return 0;
}

static void member_write(void *opaque, hwaddr at, uint64_t value, unsigned width)
{
	doorbell(vfdev_vf_pf(opaque), pcie_sriov_vf_number(opaque), VFDEV_DOORBELL_MEMBER, at,
		 &value, width);
}

/* Accesses of any width at any address arrive unchanged, so that wrong ones can be detected. */
static const MemoryRegionOps owner_ops = {
	.read = owner_read,
	.write = owner_write,
	.endianness = DEVICE_LITTLE_ENDIAN,
	.valid = { .min_access_size = 1, .max_access_size = 8, .unaligned = true },
	.impl = { .min_access_size = 1, .max_access_size = 8, .unaligned = true },
};

static const MemoryRegionOps member_ops = {
	.read = member_read,
	.write = member_write,
	.endianness = DEVICE_LITTLE_ENDIAN,
	.valid = { .min_access_size = 1, .max_access_size = 8, .unaligned = true },
	.impl = { .min_access_size = 1, .max_access_size = 8, .unaligned = true },
};

static void add(VirtIOPCIProxy *proxy, MemoryRegion *region, const MemoryRegionOps *ops)
{
	uint64_t size = proxy->isr.size - DOORBELLS;

	memory_region_init_io(region, OBJECT(proxy), ops, proxy, "vfdev-doorbell", size);
	memory_region_add_subregion_overlap(&proxy->modern_bar, proxy->isr.offset + DOORBELLS,
					    region, 1);
}

void vfdev_notify_add_owner(struct vfdev_pf *pf)
{
	add(&pf->proxy, &pf->doorbells, &owner_ops);
}

void vfdev_notify_add_member(struct vfdev_vf *vf)
{
	add(&vf->proxy, &vf->doorbell, &member_ops);
}

void vfdev_notify_remove_owner(struct vfdev_pf *pf)
{
	memory_region_del_subregion(&pf->proxy.modern_bar, &pf->doorbells);
}

void vfdev_notify_remove_member(struct vfdev_vf *vf)
{
	memory_region_del_subregion(&vf->proxy.modern_bar, &vf->doorbell);
}
