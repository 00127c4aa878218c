/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * The control device as the guest sees it; both sides use this file. BAR 0 is memory:
 *
 *	0x0000  registers, 32 bits each, little-endian
 *	0x1000  request, text
 *	0x2000  reply, text: "ok\n" or "error: MESSAGE\n", then lines
 *
 * A client writes a line to the request and its length to the doorbell. The reply is complete when
 * that write returns. Only one client can use the mailbox at a time: clients lock the BAR's file
 * (flock).
 */
#pragma once

#define VFDEV_MAILBOX_VENDOR 0x1b36
#define VFDEV_MAILBOX_DEVICE 0x00fe

#define VFDEV_MAILBOX_MAGIC 0x56444656 /* "VFDV" */

#define VFDEV_MAILBOX_REG_MAGIC 0x00
#define VFDEV_MAILBOX_REG_DOORBELL 0x04
#define VFDEV_MAILBOX_REG_REPLY_LENGTH 0x08
/* Bus, device and function of the PF that it controls, as the guest has numbered them. */
#define VFDEV_MAILBOX_REG_PF 0x0c
#define VFDEV_MAILBOX_NO_PF 0xffffffff

#define VFDEV_MAILBOX_REQUEST 0x1000
#define VFDEV_MAILBOX_REQUEST_SIZE 0x1000
#define VFDEV_MAILBOX_REPLY 0x2000
#define VFDEV_MAILBOX_SIZE 0x40000
#define VFDEV_MAILBOX_REPLY_SIZE (VFDEV_MAILBOX_SIZE - VFDEV_MAILBOX_REPLY)
