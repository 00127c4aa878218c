#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-only
#
# in-use.sh: upgrade, downgrade and remove the packages while a guest's process has a VF open, on an
# emulated host on which those in /var/tmp/packages/debs are installed
set -uo pipefail
. "$(dirname "$0")/../../lib/tap.sh"

packages=/var/tmp/packages
vf=0000:01:00.1 idle=0000:01:00.2
export DEBIAN_FRONTEND=noninteractive

# status MEMBER: print the member of vfiovctl status
status() {
	vfiovctl --json status | jq -r ".status.$1"
}

# soon COMMAND...: COMMAND succeeds within 20 seconds
soon() {
	local tries

	for ((tries = 0; tries < 100; tries++)); do
		! "$@" || return 0
		sleep 0.2
	done
	return 1
}

# profile VF
profile() {
	cat "/sys/bus/pci/devices/$1/vfiov/current_profile"
}

# keeps: the open VF is unchanged: same process, same profile
keeps() {
	local now

	now=$(vfiovctl --json show "$vf" | jq -c '[.. | objects | select(.bdf?) | .profile, .open_pid?]')
	echo "$now"
	kill -0 "$holder" && [ "$(profile "$vf")" = transitional ] && [ "$(profile "$idle")" = native ]
}

# answered_by VERSION: the registered daemon runs the program of that version, and its file was not
# deleted
answered_by() {
	local pid

	pid=$(status daemon_pid)
	[ "$pid" != null ] && [ "$(readlink "/proc/$pid/exe")" = /usr/sbin/vfiovd ] &&
		[ "$("/proc/$pid/exe" --version)" = "vfiovd $1" ]
}

# away: print for how many milliseconds no daemon was registered the last time
away() {
	local down up

	down=$(journalctl -q -o json -n 1 VFIOV_EVENT=owner-down | jq -r .VFIOV_TIME)
	up=$(journalctl -q -o json -n 1 VFIOV_EVENT=owner-up | jq -r .VFIOV_TIME)
	echo $(((up - down) / 1000000))
}

# ups: print how often a daemon has registered, according to the journal
ups() {
	journalctl -q -o json VFIOV_EVENT=owner-up | wc -l
}

again() {
	[ "$(ups)" -gt "$before" ]
}

in_grace() {
	local ms

	soon again || return 1
	ms=$(away)
	echo "the daemon was away for $ms ms, and the kernel waits for $(status grace_ms) ms"
	[ "$ms" -gt 0 ] && [ "$ms" -lt "$(status grace_ms)" ]
}

# audited: no record is missing; the last ones may not have arrived yet
audited() {
	soon vfiovctl audit --verify
}

# decides: the policy decides for a VF that is bound now
decides() {
	vfiovctl unbind "$idle" && vfiovctl bind "$idle" | grep -E 'policy: '
}

# says LINE...: the log of the last removal has these lines
says() {
	local line

	for line; do
		grep -qE -e "$line" /tmp/said || { cat /tmp/said; echo "no line like: $line"; return 1; }
	done
}

# dpkg_says ARG...: dpkg succeeds. Its output is in /tmp/said. Its steps, each preceded by the time
# since boot in milliseconds, are in /tmp/steps
dpkg_says() {
	local step up

	before=$(ups)
	read -r up _ </proc/uptime
	begun=${up/./}0
	{ dpkg --status-fd 3 "$@" </dev/null 3>&1 >/tmp/said 2>&1 || echo failed; } |
		while read -r step; do
			read -r up _ </proc/uptime
			echo "${up/./}0 $step"
		done >/tmp/steps
	! grep -q ' failed$' /tmp/steps || { cat /tmp/said; return 1; }
}

# at STEP: print when dpkg first reported this step
at() {
	awk -v step="$1" 'index($0, " " step) { print $1; exit }' /tmp/steps
}

# unit_at EVENT: print when the state of the daemon's unit last changed in this way, in milliseconds
# since boot
unit_at() {
	echo $(($(systemctl show --value -p "${1}TimestampMonotonic" vfiovd) / 1000))
}

# restarted_at_once: the previous daemon ran until its successor was configured, and was stopped
# only to be restarted
restarted_at_once() {
	local configured stopped gone started ready

	configured=$(at 'processing: configure: vfiovd')
	stopped=$(unit_at ActiveExit) gone=$(unit_at InactiveEnter)
	started=$(unit_at InactiveExit) ready=$(unit_at ActiveEnter)
	echo "ms since dpkg started: vfiovd configured from $((configured - begun)), told to stop $((stopped - begun))," \
		"gone $((gone - begun)), started $((started - begun)), ready $((ready - begun))" >/tmp/timeline
	cat /tmp/timeline
	[ "$configured" -le "$stopped" ] && [ "$stopped" -le "$gone" ] && [ "$gone" -le "$started" ] &&
		[ "$started" -le "$ready" ]
}

# still_there: the daemon that was registered before is still registered
still_there() {
	[ "$(status daemon_pid)" = "$pid_before" ] && kill -0 "$pid_before"
}

# replaced_by PACKAGE VERSION: vfiovd is unpacked and configured. Minutes may pass between these
# steps if modules are built in between.
replaced_by() {
	pid_before=$(status daemon_pid)
	claim "vfiovd $2 is unpacked" dpkg_says --unpack "$1"
	claim "the previous daemon still runs" still_there
	claim "and decides" decides
	claim "vfiovd $2 is configured" dpkg_says --configure vfiovd
	claim "the daemon of $2 answers" soon answered_by "$2"
	claim "the previous one was stopped only to be restarted" restarted_at_once
	claim "the other one took over within the grace period" in_grace
	echo "# no daemon for $(away) ms; $(cat /tmp/timeline)"
	claim "the open VF keeps its profile" keeps
	claim "the audit has no gap" audited
	claim "the next VF is decided by the policy" decides
}

echo 4 >/sys/bus/pci/devices/0000:01:00.0/sriov_numvfs
# The emulated host is slower than the hosts for which the default is intended.
sed -i 's/^allow_transitional = false/allow_transitional = true/; s/^#grace_ms = .*/grace_ms = 30000;/' \
	/etc/vfiovd/vfiovd.conf
cat >/etc/vfiovd/policy.d/50-guest.conf <<-END
	version = 1;
	rules = ( { name = "guest"; match = { bdf = "$vf"; }; profile = "transitional"; } );
END
claim "the daemon of the package starts" systemctl start vfiovd
claim "it binds a VF, with the module that dkms has built" vfiovctl bind "$vf"
claim "and another one" vfiovctl bind "$idle"
vfio-hold "$vf" < <(exec sleep infinity) >/tmp/held 2>&1 &
holder=$!
claim "the VF is open" soon grep -q open_us /tmp/held
claim "as transitional" [ "$(profile "$vf")" = transitional ]

# Do this as an administrator who uses node_exporter.
claim "the timer of the metrics does not run by itself" [ "$(systemctl is-active vfiov-metrics.timer)" = inactive ]
systemctl start vfiov-metrics.timer
replaced_by "$packages"/next/vfiovd_*.deb 0.1.1
claim "the timer that an administrator has started still runs" systemctl is-active vfiov-metrics.timer
replaced_by "$packages"/debs/vfiovd_*.deb 0.1.0

claim "the module's package is removed" dpkg_says -r vfiov-dkms
claim "it prints which VFs are bound" says "^ *$vf" "^ *$idle"
claim "and what happens to them" says 'stay bound, and guests can use them' 'until the host restarts'
claim "the VFs keep their profiles" keeps
claim "its file is gone" [ -z "$(find /lib/modules/ -name 'vfiov*.ko*')" ]
claim "vfiovctl says that the next kernel has no module" grep -E '^next kernel .*has no module' <(vfiovctl status)

vfiovctl bind --persist "$idle" >/dev/null
claim "vfiovd is removed" dpkg_says -r vfiovd
claim "it prints which VFs are bound, and their profiles" says "^ *$vf, profile transitional" "^ *$idle, profile native"
claim "and what happens to them" says 'stay bound' 'keeps its profile until it is unbound'
claim "and which files no longer bind a VF" says "^ */etc/vfiovd/bind.d/$idle"
claim "the open VF is unchanged" [ "$(profile "$vf")" = transitional ]
claim "and its process still has it" kill -0 "$holder"
claim "the timer has stopped" [ "$(systemctl is-active vfiov-metrics.timer)" = inactive ]
claim "no daemon is left" [ -z "$(pidof vfiovd)" ]
claim "no link dangles, except in the configuration of units" test -z "$(find /etc /usr /lib/modules -xdev \
	-path /etc/systemd/system -prune -o -xtype l -name '*vfiov*' -print)"
claim "vfiovd is purged" dpkg_says -P vfiovd
claim "with the data that it has kept" test ! -e /etc/vfiovd/bind.d -a ! -e /var/lib/vfiovd -a ! -e /etc/vfiovd/vfiovd.conf
claim "the policy of the administrator stays" test -e /etc/vfiovd/policy.d/50-guest.conf
kill "$holder"
tap_end
