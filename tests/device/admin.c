// SPDX-License-Identifier: GPL-2.0-only
#include "admin.h"
#include "execute.h"
#include "object.h"
#include "qemu/bswap.h"
#include "qemu/iov.h"

/* One command, from its arrival in the queue to its answer. */
struct vfdev_request {
	struct vfdev_pf *pf;
	VirtQueueElement *element;
	struct vfdev_command command;
	size_t room; /* length of the part that the device writes */
	size_t short_len;
	int64_t used; /* the used length to report instead of the real one, or VFDEV_FAULT_UNSET */
	uint64_t seq; /* number in the trace, 0 for none */
	bool held;
	bool quiet;	 /* no interrupt */
	QEMUTimer timer; /* answers a delayed command */
	QTAILQ_ENTRY(vfdev_request) link;
};

static void read_command(struct vfdev_request *r)
{
	VirtQueueElement *e = r->element;
	struct vfdev_command *c = &r->command;
	size_t len = iov_size(e->out_sg, e->out_num);
	uint8_t header[VFDEV_COMMAND_HEADER] = { 0 };

	/* Missing bytes read as zero: parts may be shorter than the structures. */
	iov_to_buf(e->out_sg, e->out_num, 0, header, sizeof(header));
	c->opcode = lduw_le_p(header);
	c->group = lduw_le_p(header + 2);
	c->member = ldq_le_p(header + 16);
	c->data_len = len > sizeof(header) ? len - sizeof(header) : 0;

	r->room = iov_size(e->in_sg, e->in_num);
	c->result_room = r->room > VFDEV_ANSWER_HEADER ? r->room - VFDEV_ANSWER_HEADER : 0;
	vfdev_command_init(c);
	iov_to_buf(e->out_sg, e->out_num, sizeof(header), c->data, c->data_room);

	if (len % 8 || r->room % 8)
		r->pf->counts.odd[VFDEV_ODD_MULTIPLE]++;
	if (ldq_le_p(header + 4) || ldl_le_p(header + 12))
		r->pf->counts.odd[VFDEV_ODD_RESERVED]++;
}

static void trace_begin(struct vfdev_request *r, const struct vfdev_fault *fault)
{
	struct vfdev_command *c = &r->command;
	struct vfdev_trace_record *record = vfdev_trace_add(&r->pf->trace, VFDEV_TRACE_COMMAND);

	if (!record)
		return;
	r->seq = record->seq;
	record->command.member = c->member;
	record->command.opcode = c->opcode;
	record->command.offset = vfdev_command_offset(c);
	record->command.length = vfdev_command_length(c);
	record->command.data_len = MIN(c->data_len, VFDEV_TRACE_BYTES);
	memcpy(record->command.data, c->data, record->command.data_len);
	record->command.fault = fault ? fault->id : 0;
}

static void trace_end(struct vfdev_request *r, enum vfdev_trace_end end, uint32_t used)
{
	struct vfdev_command *c = &r->command;
	struct vfdev_trace_record *record = vfdev_trace_find(&r->pf->trace, r->seq);

	if (!record)
		return;
	record->command.end = end;
	record->command.status = c->status;
	record->command.qualifier = c->qualifier;
	record->command.result_len = MIN(c->result_len, VFDEV_TRACE_BYTES);
	memcpy(record->command.result, c->result, record->command.result_len);
	record->command.used = used;
	vfdev_trace_done(&r->pf->trace, record);
}

static void request_free(struct vfdev_request *r)
{
	timer_del(&r->timer);
	vfdev_command_free(&r->command);
	g_free(r->element);
	g_free(r);
}

/* Returns the buffers without an answer. */
static void drop(struct vfdev_request *r)
{
	trace_end(r, VFDEV_TRACE_DROPPED, 0);
	virtqueue_detach_element(r->pf->queue, r->element, 0);
	request_free(r);
}

static void answer(struct vfdev_request *r)
{
	struct vfdev_pf *pf = r->pf;
	struct vfdev_command *c = &r->command;
	VirtQueueElement *e = r->element;
	uint8_t header[VFDEV_ANSWER_HEADER] = { 0 };
	uint32_t used;

	c->result_len = MIN(c->result_len, r->short_len);
	stw_le_p(header, c->status);
	stw_le_p(header + 2, c->qualifier);
	used = iov_from_buf(e->in_sg, e->in_num, 0, header, sizeof(header));
	used += iov_from_buf(e->in_sg, e->in_num, sizeof(header), c->result, c->result_len);
	if (r->used != VFDEV_FAULT_UNSET)
		used = r->used;

	if (c->status)
		vfdev_counts_command(&pf->counts, c->member, c->opcode)->errors++;
	trace_end(r, VFDEV_TRACE_ANSWERED, used);
	virtqueue_push(pf->queue, e, used);
	if (!r->quiet)
		virtio_notify(virtio_bus_get_device(&pf->proxy.bus), pf->queue);
	request_free(r);
}

static void late(void *opaque)
{
	struct vfdev_request *r = opaque;

	QTAILQ_REMOVE(&r->pf->pending, r, link);
	answer(r);
}

/* Changes or delays the device's answer as the test requests. */
static void spoil(struct vfdev_request *r, const struct vfdev_fault *fault)
{
	struct vfdev_command *c = &r->command;

	if (fault->data)
		vfdev_command_result(c, fault->data, fault->data_len);
	if (fault->short_len != VFDEV_FAULT_UNSET)
		r->short_len = fault->short_len;
	r->used = fault->used;
	r->quiet = fault->quiet;
}

/*
 * Commands are executed in the order of the queue; only an answer can be delayed. Returns true if
 * the command was answered.
 */
static bool serve(struct vfdev_request *r)
{
	struct vfdev_pf *pf = r->pf;
	struct vfdev_command *c = &r->command;
	const struct vfdev_fault *fault;

	fault = vfdev_fault_match(&pf->faults, c->member, c->opcode, vfdev_command_offset(c));
	vfdev_counts_command(&pf->counts, c->member, c->opcode)->commands++;
	trace_begin(r, fault);

	if (fault && fault->breaks) {
		drop(r);
		vfdev_admin_break(pf);
		return false;
	}
	if (fault && (fault->status > 0 || fault->qualifier > 0)) {
		c->status = MAX(fault->status, 0);
		c->qualifier = MAX(fault->qualifier, 0);
	} else {
		vfdev_command_execute(pf, c);
	}
	if (fault)
		spoil(r, fault);
	if (fault && (fault->hold || fault->delay_us > 0)) {
		r->held = fault->hold;
		QTAILQ_INSERT_TAIL(&pf->pending, r, link);
		if (!r->held)
			timer_mod(&r->timer,
				  qemu_clock_get_us(QEMU_CLOCK_VIRTUAL) + fault->delay_us);
		return true;
	}
	answer(r);
	return true;
}

static void handle(VirtIODevice *vdev, VirtQueue *queue)
{
	VirtQueueElement *element;

	while ((element = virtqueue_pop(queue, sizeof(*element)))) {
		struct vfdev_request *r = g_new0(struct vfdev_request, 1);

		r->pf = vfdev_pf_of(vdev);
		r->element = element;
		r->short_len = SIZE_MAX;
		r->used = VFDEV_FAULT_UNSET;
		timer_init_us(&r->timer, QEMU_CLOCK_VIRTUAL, late, r);
		read_command(r);
		if (!serve(r))
			break;
	}
}

bool vfdev_admin_init(struct vfdev_pf *pf, Error **errp)
{
	VirtIODevice *vdev = virtio_bus_get_device(&pf->proxy.bus);

	/*
	 * virtio_add_queue() takes the first free index, so temporarily occupy those before ours.
	 */
	pf->num_queues = virtio_get_num_queues(vdev);
	if (pf->num_queues > VFDEV_ADMIN_QUEUE) {
		error_setg(errp, "the PF can have %d queues", VFDEV_ADMIN_QUEUE);
		return false;
	}
	do {
		pf->queue = virtio_add_queue(vdev, pf->queue_size, handle);
	} while (virtio_get_queue_index(pf->queue) < VFDEV_ADMIN_QUEUE);
	for (int i = pf->num_queues; i < VFDEV_ADMIN_QUEUE; i++)
		virtio_del_queue(vdev, i);
	pf->used_commands = VFDEV_COMMANDS_LIST;
	pf->self_commands = VFDEV_COMMANDS_LIST;
	return true;
}

void vfdev_admin_free(struct vfdev_pf *pf)
{
	if (!pf->queue)
		return;
	vfdev_admin_drop(pf);
	virtio_delete_queue(pf->queue);
	pf->queue = NULL;
}

void vfdev_admin_drop(struct vfdev_pf *pf)
{
	struct vfdev_request *r, *next;

	QTAILQ_FOREACH_SAFE(r, &pf->pending, link, next)
	{
		QTAILQ_REMOVE(&pf->pending, r, link);
		drop(r);
	}
}

void vfdev_admin_reset(struct vfdev_pf *pf)
{
	vfdev_admin_drop(pf);
	pf->used_commands = VFDEV_COMMANDS_LIST;
	pf->self_commands = VFDEV_COMMANDS_LIST;
	pf->self_used = false;
	vfdev_objects_reset(&pf->objects);
}

unsigned vfdev_admin_release(struct vfdev_pf *pf, int64_t vf, int64_t op)
{
	struct vfdev_request *r, *next;
	unsigned count = 0;

	QTAILQ_FOREACH_SAFE(r, &pf->pending, link, next)
	{
		if (!r->held || (vf >= 0 && (uint64_t)vf + 1 != r->command.member) ||
		    (op >= 0 && op != r->command.opcode))
			continue;
		QTAILQ_REMOVE(&pf->pending, r, link);
		answer(r);
		count++;
	}
	return count;
}

void vfdev_admin_break(struct vfdev_pf *pf)
{
	virtio_error(virtio_bus_get_device(&pf->proxy.bus), "vfdev: broken on request of the test");
}

void vfdev_admin_print_pending(struct vfdev_pf *pf, GString *out)
{
	struct vfdev_request *r;

	QTAILQ_FOREACH(r, &pf->pending, link)
	{
		g_string_append_printf(
			out, "%s member=%" PRIu64 " op=%u offset=%d seq=%" PRIu64 "\n",
			r->held ? "held" : "late", r->command.member, r->command.opcode,
			vfdev_command_offset(&r->command), r->seq);
	}
}
