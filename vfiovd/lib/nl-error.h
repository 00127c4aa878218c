/* SPDX-License-Identifier: GPL-2.0-only */
#pragma once

/* The kernel's error for a refused command: errno, sentence, attribute. */

#include <stddef.h>

struct nlmsghdr;
struct vfv_attr_set;

struct vfv_nl_error {
	int code;	    /* negative errno as the kernel sent it, 0 if there was none */
	char message[256];  /* the kernel's sentence, "" if it sent none */
	char attribute[64]; /* the spec's name of the bad or missing attribute, or "" */
};

/*
 * Read the error message ANSWER to REQUEST, whose attributes are those of SET. ANSWER has the type
 * NLMSG_ERROR or NLMSG_DONE, and nlmsg_ok() has checked its length. Returns ret->code, or -EBADMSG
 * for a truncated answer.
 */
int vfv_nl_error_parse(const struct nlmsghdr *answer, const struct nlmsghdr *request,
		       const struct vfv_attr_set *set, struct vfv_nl_error *ret);

/* The negative errno nearest to libnl's ERROR (negative NLE_*), for failures of libnl itself. */
int vfv_nl_errno(int error);

/*
 * One line for messages: the kernel's sentence if there is one, otherwise the text for the errno.
 */
const char *vfv_nl_error_text(const struct vfv_nl_error *error);
