// SPDX-License-Identifier: GPL-2.0-only
#include "fault.h"

void vfdev_faults_init(struct vfdev_faults *faults)
{
	QTAILQ_INIT(&faults->list);
}

struct vfdev_fault *vfdev_fault_new(void)
{
	struct vfdev_fault *fault = g_new0(struct vfdev_fault, 1);

	fault->vf = fault->op = fault->offset = fault->times = VFDEV_FAULT_ANY;
	fault->status = fault->qualifier = fault->delay_us = VFDEV_FAULT_UNSET;
	fault->short_len = fault->used = VFDEV_FAULT_UNSET;
	return fault;
}

void vfdev_fault_free(struct vfdev_fault *fault)
{
	if (!fault)
		return;
	g_free(fault->data);
	g_free(fault);
}

unsigned vfdev_fault_add(struct vfdev_faults *faults, struct vfdev_fault *fault)
{
	fault->id = ++faults->last_id;
	QTAILQ_INSERT_TAIL(&faults->list, fault, link);
	return fault->id;
}

bool vfdev_fault_delete(struct vfdev_faults *faults, unsigned id)
{
	struct vfdev_fault *fault;

	QTAILQ_FOREACH(fault, &faults->list, link)
	{
		if (fault->id == id) {
			QTAILQ_REMOVE(&faults->list, fault, link);
			vfdev_fault_free(fault);
			return true;
		}
	}
	return false;
}

void vfdev_faults_clear(struct vfdev_faults *faults)
{
	struct vfdev_fault *fault, *next;

	QTAILQ_FOREACH_SAFE(fault, &faults->list, link, next)
	{
		QTAILQ_REMOVE(&faults->list, fault, link);
		vfdev_fault_free(fault);
	}
}

static void print_number(GString *out, const char *name, int64_t value)
{
	if (value >= 0)
		g_string_append_printf(out, " %s=%" PRId64, name, value);
}

void vfdev_faults_print(const struct vfdev_faults *faults, GString *out)
{
	struct vfdev_fault *fault;

	QTAILQ_FOREACH(fault, &faults->list, link)
	{
		g_string_append_printf(out, "id=%u", fault->id);
		print_number(out, "vf", fault->vf);
		print_number(out, "op", fault->op);
		print_number(out, "offset", fault->offset);
		if (fault->skip)
			print_number(out, "skip", fault->skip);
		print_number(out, "times", fault->times);
		print_number(out, "status", fault->status);
		print_number(out, "qualifier", fault->qualifier);
		print_number(out, "delay-us", fault->delay_us);
		print_number(out, "short", fault->short_len);
		print_number(out, "used", fault->used);
		if (fault->data) {
			g_string_append(out, " data=");
			for (size_t i = 0; i < fault->data_len; i++)
				g_string_append_printf(out, "%02x", fault->data[i]);
		}
		g_string_append_printf(out, "%s%s%s hits=%" PRIu64 "\n", fault->hold ? " hold" : "",
				       fault->quiet ? " quiet" : "", fault->breaks ? " break" : "",
				       fault->hits);
	}
}

const struct vfdev_fault *vfdev_fault_match(struct vfdev_faults *faults, uint64_t member,
					    unsigned op, int offset)
{
	struct vfdev_fault *fault;

	QTAILQ_FOREACH(fault, &faults->list, link)
	{
		if (fault->vf >= 0 && (uint64_t)fault->vf + 1 != member)
			continue;
		if (fault->op >= 0 && fault->op != op)
			continue;
		if (fault->offset >= 0 && fault->offset != offset)
			continue;
		if (!fault->times)
			continue;
		if (fault->skip) {
			fault->skip--;
			continue;
		}
		if (fault->times > 0)
			fault->times--;
		fault->hits++;
		return fault;
	}
	return NULL;
}
