// SPDX-License-Identifier: GPL-2.0-only
#include "bulk.h"

#include "client/util.h"

#define ECHO "10.0.2.7 7"
#define BULK_KB 8192u
#define PINGS 20
#define PING_SIZE 1400
/*
 * nc does not read while it waits to write, so it must not send more data than the buffers on the
 * return path can hold.
 */
#define SMALL_SEND_BUFFER "echo 4096 32768 65536 >/proc/sys/net/ipv4/tcp_wmem"
#define STATISTICS "/sys/class/net/eth0/statistics/"

struct counters {
	unsigned long rx_bytes, tx_bytes, rx_packets, tx_packets;
};

static void get_counters(struct guest *guest, struct counters *c)
{
	_cleanup_free_ char *out = NULL;
	int r = guest_sh(guest, &out,
			 "cd " STATISTICS " && echo "
			 "$(cat rx_bytes tx_bytes rx_packets tx_packets)");

	*c = (struct counters){ 0 };
	if (r || sscanf(out, "%lu %lu %lu %lu", &c->rx_bytes, &c->tx_bytes, &c->rx_packets,
			&c->tx_packets) != 4)
		tap_note("the guest's counters: %s", out);
}

/*
 * Sends data from the CPUs in the mask; *ms gets the duration. Returns 0 if the same data came
 * back.
 */
static int there_and_back(struct guest *guest, unsigned int mask, unsigned int kb, uint64_t *ms)
{
	_cleanup_free_ char *out = NULL;
	uint64_t since;
	int r;

	tap_must(guest_sh(guest, NULL,
			  SMALL_SEND_BUFFER " && dd if=/dev/urandom of=/tmp/there bs=1k count=%u",
			  kb),
		 "make data");
	since = util_now_ns();
	r = guest_sh(guest, &out, "taskset %x nc " ECHO " </tmp/there >/tmp/back", mask);
	*ms = (util_now_ns() - since) / 1000000;
	r = r ?: guest_sh(guest, NULL, "cmp /tmp/there /tmp/back");

	if (r)
		tap_note("status %d: %s", r, out ?: "");
	return r;
}

void guest_bulk(struct tap *tap, struct guest *guest, struct vfdev *device, unsigned int vf)
{
	_cleanup_fclose_ FILE *file = fopen("/share/figures.tsv", "ae");
	uint64_t commands = device_commands(device, vf), ms;
	const unsigned long bytes = BULK_KB * 1024ul;
	struct counters before, c;
	int r;

	get_counters(guest, &before);
	r = there_and_back(guest, ~0u, BULK_KB, &ms);
	get_counters(guest, &c);
	commands = device_commands(device, vf) - commands;
	c.rx_bytes -= before.rx_bytes;
	c.tx_bytes -= before.tx_bytes;
	c.rx_packets -= before.rx_packets;
	c.tx_packets -= before.tx_packets;
	tap_ok(tap, r == 0, "%u KiB return unchanged from a peer outside", BULK_KB);
	tap_ok(tap, c.rx_bytes > bytes && c.tx_bytes > bytes,
	       "eth0 counts them: %lu bytes received in %lu packets, %lu sent in %lu", c.rx_bytes,
	       c.rx_packets, c.tx_bytes, c.tx_packets);
	tap_ok(tap, commands == 0, "this takes no admin command (%lu)", commands);
	tap_note("%s: %u KiB there and back in %lu ms, %lu KiB/s each way", guest->name, BULK_KB,
		 ms, ms ? BULK_KB * 1000ul / ms : 0);
	if (file)
		fprintf(file, "%s\t%u KiB there and back\t%lu\t%lu\n", guest->name, BULK_KB, ms,
			commands);
	guest_show(guest, "grep virtio /proc/interrupts; ip -s link show eth0 || ifconfig eth0");
}

void guest_bulk_pair(struct tap *tap, struct guest *guest, unsigned int pair)
{
	_cleanup_free_ char *said = NULL;
	char input[32], output[32];
	unsigned long in, out;
	int r;

	snprintf(input, sizeof(input), "input.%u", pair);
	snprintf(output, sizeof(output), "output.%u", pair);
	in = guest_nic_interrupts(guest, input);
	out = guest_nic_interrupts(guest, output);
	r = guest_sh(guest, &said, "taskset %x ping -q -c %d -i 0.1 -s %d -W 10 10.0.2.2",
		     1u << pair, PINGS, PING_SIZE);
	in = guest_nic_interrupts(guest, input) - in;
	out = guest_nic_interrupts(guest, output) - out;
	if (!tap_ok(tap, r == 0 && in > 0 && out > 0,
		    "queue pair %u carries pings and their answers, with its own interrupts: "
		    "%lu for receiving, %lu for sending",
		    pair, in, out))
		tap_note("%s", said ?: "");
}
