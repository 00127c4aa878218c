// SPDX-License-Identifier: GPL-2.0-only
/* The parts that all calls use. */
#include <errno.h>
#include <string.h>

#include <netlink/genl/genl.h>

#include "genl-internal.h"
#include "genl.h"

/* How often to try a dump that changes while it is read. */
enum { DUMP_TRIES = 8 };

int vfv_call_fail(struct vfv_nl_error *error, int r)
{
	if (error)
		*error = (struct vfv_nl_error){ .code = r };
	return r;
}

int vfv_call_new(struct vfv_genl *g, uint8_t command, int flags, struct nl_msg **ret)
{
	_cleanup_(nlmsg_freep) struct nl_msg *msg = NULL;

	if (!g->family)
		return -ENOENT;
	msg = nlmsg_alloc();
	if (!msg || !genlmsg_put(msg, NL_AUTO_PORT, NL_AUTO_SEQ, g->family, 0, flags, command,
				 VFIOV_FAMILY_VERSION))
		return -ENOMEM;
	*ret = TAKE_PTR(msg);
	return 0;
}

struct answer {
	const struct vfv_attr_set *set;
	void *object;
	bool seen;
};

static int on_answer(struct nlmsghdr *reply, void *userdata)
{
	struct answer *answer = userdata;

	answer->seen = true;
	return vfv_msg_parse(answer->set, genlmsg_attrdata(nlmsg_data(reply), 0),
			     genlmsg_attrlen(nlmsg_data(reply), 0), answer->object);
}

int vfv_call_do(struct vfv_genl *g, struct nl_msg *msg, const struct vfv_attr_set *set,
		void *object, struct vfv_nl_error *error)
{
	struct answer answer = { .set = set, .object = object };
	int r;

	r = vfv_genl_talk(g, g->request, msg, set, object ? on_answer : NULL, &answer, error);
	if (r == 0 && object && !answer.seen)
		return vfv_call_fail(error, -EBADMSG);
	return r;
}

static int on_list_item(struct nlmsghdr *reply, void *userdata)
{
	struct vfv_call_list *list = userdata;
	int r;

	if (list->n == list->max)
		return 0;
	if (list->n == list->room) {
		size_t room = list->room ? 2 * list->room : 16;
		char *objects = reallocarray(list->objects, room, list->size);

		if (!objects)
			return -ENOMEM;
		list->objects = objects;
		list->room = room;
	}
	r = vfv_msg_parse(list->set, genlmsg_attrdata(nlmsg_data(reply), 0),
			  genlmsg_attrlen(nlmsg_data(reply), 0),
			  list->objects + list->n * list->size);
	if (r == 0)
		list->n++;
	return r;
}

int vfv_call_list(struct vfv_genl *g, uint8_t command, struct vfv_call_list *list, void *ret,
		  size_t *n, struct vfv_nl_error *error)
{
	int r = -EINTR;

	for (int i = 0; i < DUMP_TRIES && r == -EINTR; i++) {
		_cleanup_(nlmsg_freep) struct nl_msg *msg = NULL;

		list->n = 0;
		r = vfv_call_new(g, command, NLM_F_DUMP, &msg);
		if (r < 0) {
			vfv_call_fail(error, r);
			break;
		}
		r = vfv_genl_talk(g, g->request, msg, list->set, on_list_item, list, error);
	}
	if (r < 0) {
		free(list->objects);
		return r == -EINTR ? vfv_call_fail(error, -EAGAIN) : r;
	}
	memcpy(ret, &list->objects, sizeof(list->objects));
	*n = list->n;
	return 0;
}
