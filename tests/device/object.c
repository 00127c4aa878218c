// SPDX-License-Identifier: GPL-2.0-only
#include "object.h"
#include "command.h"
#include "device.h"
#include "qemu/bswap.h"

#define CAP_DEV_PARTS 0
#define CAP_HEADER 8 /* le16 id, u8 reserved[6] */
#define CAP_SIZE 2   /* limits of objects that can be read and set */

#define OBJ_DEV_PARTS 0
#define OBJ_FLAGS 8    /* le64, after the header of CREATE, MODIFY and QUERY */
#define OBJ_SPECIFIC 8 /* u8 type, u8 reserved[7] */

struct object {
	uint32_t id;
	uint64_t member;
	enum vfdev_object_kind kind;
};

void vfdev_objects_init(struct vfdev_objects *objects)
{
	objects->by_id = g_hash_table_new_full(NULL, NULL, NULL, g_free);
}

void vfdev_objects_free(struct vfdev_objects *objects)
{
	g_hash_table_unref(objects->by_id);
}

void vfdev_objects_drop(struct vfdev_objects *objects)
{
	g_hash_table_remove_all(objects->by_id);
}

void vfdev_objects_reset(struct vfdev_objects *objects)
{
	vfdev_objects_drop(objects);
	memset(objects->limit, 0, sizeof(objects->limit));
}

void vfdev_objects_print(struct vfdev_objects *objects, GString *out)
{
	GHashTableIter iter;
	gpointer value;

	g_string_append_printf(out, "objects=%u limit-get=%u limit-set=%u\n",
			       g_hash_table_size(objects->by_id), objects->limit[VFDEV_OBJECT_GET],
			       objects->limit[VFDEV_OBJECT_SET]);
	g_hash_table_iter_init(&iter, objects->by_id);
	while (g_hash_table_iter_next(&iter, NULL, &value)) {
		struct object *object = value;

		g_string_append_printf(out, "object=%u vf=%" PRIu64 " kind=%s\n", object->id,
				       object->member - 1,
				       object->kind == VFDEV_OBJECT_GET ? "get" : "set");
	}
}

static struct object *find(struct vfdev_objects *objects, uint32_t id)
{
	return g_hash_table_lookup(objects->by_id, GUINT_TO_POINTER(id));
}

static unsigned count(struct vfdev_objects *objects, enum vfdev_object_kind kind)
{
	GHashTableIter iter;
	unsigned sum = 0;
	gpointer value;

	g_hash_table_iter_init(&iter, objects->by_id);
	while (g_hash_table_iter_next(&iter, NULL, &value))
		sum += ((struct object *)value)->kind == kind;
	return sum;
}

static void fail(struct vfdev_command *c, enum vfdev_status status)
{
	c->status = status;
	c->qualifier = VFDEV_Q_FIELD;
}

static bool any_set(const uint8_t *bytes, size_t len)
{
	for (size_t i = 0; i < len; i++) {
		if (bytes[i])
			return true;
	}
	return false;
}

static void cap_set(struct vfdev_pf *pf, struct vfdev_command *c)
{
	struct vfdev_objects *objects = &pf->objects;
	const uint8_t *limit = c->data + CAP_HEADER;

	if (c->data_len < CAP_HEADER + CAP_SIZE) {
		fail(c, VFDEV_EINVAL);
		return;
	}
	for (unsigned kind = 0; kind < VFDEV_OBJECT_KINDS; kind++) {
		if (limit[kind] > VFDEV_OBJECTS_MAX) {
			fail(c, VFDEV_EINVAL);
			return;
		}
	}
	/* The limits cannot change while there are objects. */
	if (g_hash_table_size(objects->by_id) && memcmp(objects->limit, limit, CAP_SIZE)) {
		fail(c, VFDEV_EBUSY);
		return;
	}
	memcpy(objects->limit, limit, CAP_SIZE);
}

void vfdev_capability(struct vfdev_pf *pf, struct vfdev_command *c)
{
	static const uint8_t limit[CAP_SIZE] = { VFDEV_OBJECTS_MAX, VFDEV_OBJECTS_MAX };
	static const uint8_t list[8] = { 1 << CAP_DEV_PARTS };

	if (c->opcode == VFDEV_OP_CAP_ID_LIST_QUERY) {
		vfdev_command_result(c, list, sizeof(list));
	} else if (lduw_le_p(c->data) != CAP_DEV_PARTS) {
		fail(c, VFDEV_ENXIO);
	} else {
		if (any_set(c->data + 2, CAP_HEADER - 2))
			pf->counts.odd[VFDEV_ODD_RESERVED]++;
		if (c->opcode == VFDEV_OP_DEVICE_CAP_GET)
			vfdev_command_result(c, limit, sizeof(limit));
		else
			cap_set(pf, c);
	}
}

static void create(struct vfdev_pf *pf, struct vfdev_command *c)
{
	struct vfdev_objects *objects = &pf->objects;
	uint32_t id = ldl_le_p(c->data + 4);
	uint8_t kind = c->data[VFDEV_OBJECT_HEADER + OBJ_FLAGS];
	struct object *object;

	if (ldq_le_p(c->data + VFDEV_OBJECT_HEADER) || kind >= VFDEV_OBJECT_KINDS ||
	    id >= objects->limit[kind]) {
		fail(c, VFDEV_EINVAL);
	} else if (find(objects, id)) {
		fail(c, VFDEV_EEXIST);
	} else if (count(objects, kind) >= objects->limit[kind]) {
		fail(c, VFDEV_ENOSPC);
	} else {
		object = g_new0(struct object, 1);
		object->id = id;
		object->member = c->member;
		object->kind = kind;
		g_hash_table_insert(objects->by_id, GUINT_TO_POINTER(id), object);
	}
}

static void modify(struct vfdev_pf *pf, struct vfdev_command *c, struct object *object)
{
	uint8_t kind = c->data[VFDEV_OBJECT_HEADER + OBJ_FLAGS];

	if (ldq_le_p(c->data + VFDEV_OBJECT_HEADER) || kind >= VFDEV_OBJECT_KINDS ||
	    object->id >= pf->objects.limit[kind])
		fail(c, VFDEV_EINVAL);
	else
		object->kind = kind;
}

static struct object *named(struct vfdev_pf *pf, struct vfdev_command *c)
{
	struct object *object = find(&pf->objects, ldl_le_p(c->data + 4));

	return lduw_le_p(c->data) == OBJ_DEV_PARTS && object && object->member == c->member ? object
											      : NULL;
}

void vfdev_object_command(struct vfdev_pf *pf, struct vfdev_command *c)
{
	struct object *object = named(pf, c);
	uint8_t specific[OBJ_SPECIFIC] = { 0 };

	if (any_set(c->data + 2, 2))
		pf->counts.odd[VFDEV_ODD_RESERVED]++;
	if (c->opcode == VFDEV_OP_OBJ_CREATE) {
		if (lduw_le_p(c->data) != OBJ_DEV_PARTS)
			fail(c, VFDEV_EINVAL);
		else
			create(pf, c);
		return;
	}
	if (!object) {
		fail(c, VFDEV_ENXIO);
		return;
	}
	if (c->opcode == VFDEV_OP_OBJ_MODIFY) {
		modify(pf, c, object);
	} else if (c->opcode == VFDEV_OP_OBJ_QUERY) {
		specific[0] = object->kind;
		vfdev_command_result(c, specific, sizeof(specific));
	} else {
		g_hash_table_remove(pf->objects.by_id, GUINT_TO_POINTER(object->id));
	}
}

bool vfdev_object_is(struct vfdev_pf *pf, struct vfdev_command *c, enum vfdev_object_kind kind)
{
	struct object *object = named(pf, c);

	if (!object)
		fail(c, VFDEV_ENXIO);
	else if (object->kind != kind)
		fail(c, VFDEV_EINVAL);
	return object && object->kind == kind;
}
