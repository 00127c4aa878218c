# shellcheck shell=bash
# SPDX-License-Identifier: GPL-2.0-only
#
# A PF, and a VF for a guest, for scripts.

# shellcheck disable=SC2034 # those who source it use them

pf=0000:01:00.0 vf=0000:01:00.1
# This is the same copy as in tests/scene/policy.c.
shipped=/run/vfiovd.conf.shipped

driver_of() {
	local link

	link=$(readlink "/sys/bus/pci/devices/$1/driver") && echo "${link##*/}"
}

driver_is() {
	[ "$(driver_of "$1")" = "$2" ]
}

# bare_host: restore the state of a freshly booted machine: no VFs, no daemon, the installed policy
bare_host() {
	[ "$(cat /sys/bus/pci/devices/$pf/sriov_numvfs)" = 0 ] ||
		must sh -c "echo 0 >/sys/bus/pci/devices/$pf/sriov_numvfs"
	systemctl stop vfiovd
	rm -f /etc/vfiovd/policy.d/*.conf /etc/driverctl.d/*
	[ -e "$shipped" ] || cp /etc/vfiovd/vfiovd.conf "$shipped"
	cp "$shipped" /etc/vfiovd/vfiovd.conf
	modprobe virtio_net
	must /tests/host/inside/guests
}

# leave_host: restore the state that the next tests expect
leave_host() {
	echo 0 >/sys/bus/pci/devices/$pf/sriov_numvfs
	rm -f /etc/vfiovd/policy.d/*.conf /etc/driverctl.d/*
	cp "$shipped" /etc/vfiovd/vfiovd.conf
}

# commands_of VF: print the number of commands that the driver has sent
commands_of() {
	vfiovctl show "$1" | sed -n 's/^ *commands *\([0-9]*\) issued.*/\1/p'
}

# guest_figures NAME SINCE VF: the same as guest_figures() in lib/nic.c
guest_figures() {
	local ms=$(((${EPOCHREALTIME/[.,]/} - ${2/[.,]/}) / 1000)) commands

	commands=$(commands_of "$3")
	note "$1, from QEMU's start to the last ping: $ms ms, $commands admin commands"
	printf '%s\t%s\t%s\t%s\n' "$1" 'the last ping' "$ms" "$commands" >>/share/figures.tsv
}

has() {
	grep -qaF -e "$2" "$1" 2>/dev/null
}

# saw_legacy CONSOLE: true if a guest with the word guest-net on its command line has a legacy VF
saw_legacy() {
	has "$1" "guest-net: eth0 is 0x1000, status 0x00000007"
}

has_traffic() {
	has "$1" "guest-net: 3 packets transmitted, 3 packets received"
}

# has_traffic_twice CONSOLE: true if the guest had traffic again after the VF was unplugged
has_traffic_twice() {
	[ "$(grep -caF "guest-net: 3 packets transmitted, 3 packets received" "$1")" -ge 2 ]
}

# The kernel command line of a guest for saw_legacy and has_traffic.
guest_cmdline="console=ttyS0 quiet panic=-1 no_timer_check net.ifnames=0 guest-net virtio_pci.force_legacy=1"
