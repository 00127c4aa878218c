#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-only
#
# refused.sh: on an emulated host with the packages, whose kernel wants signatures and does not know the key
# of dkms; TAP without a plan
set -uo pipefail

log=/tmp/log
failed=

# claim TEXT PATTERN...: the file log has such lines
claim() {
	local text=$1 pattern
	shift
	for pattern; do
		if ! grep -qE -e "$pattern" "$log"; then
			echo "not ok - $text"
			sed 's/^/# /' "$log"
			failed=yes
			return
		fi
	done
	echo "ok - $text"
}

# ended STATUS: the last command
ended() {
	echo "ended with status $1" >>"$log"
}

module=$(modinfo -n vfiov_vfio_pci)
# In a pattern, the release of a kernel of Debian has to be quoted.
pattern=${module//+/\\+}
echo 2 >/sys/bus/pci/devices/0000:01:00.0/sriov_numvfs
vfiovctl bind 0000:01:00.1 >"$log" 2>&1
ended $?
claim "bind says what the kernel said, and where more is" 'cannot load module .*Key was rejected by service' \
	'signed modules only, see vfiovctl status' 'status 5'
sed -n 's/^/# /p' "$log"
vfiovctl status >"$log" 2>&1
ended $?
claim "status says that it is not loaded" '^module +not loaded' 'status 5'
claim "and that the kernel wants a signature" 'loads only modules that are signed .*module\.sig_enforce'
claim "and whose key it has not" "$pattern is signed by \"DKMS module signing key\", and the kernel has no key of that name"
sed -n 's/^/# /p' "$log"
setpriv --reuid 65534 --clear-groups vfiovctl status >"$log" 2>&1
claim "a user learns what a user may see" "$pattern is signed by .*; which keys the kernel has, it tells only root"

# Without its signature.
xz -dc "$module" >/tmp/vfiov_vfio_pci.ko || cp "$module" /tmp/vfiov_vfio_pci.ko
objcopy --strip-debug /tmp/vfiov_vfio_pci.ko
rm "$module"
cp /tmp/vfiov_vfio_pci.ko "$(dirname "$module")/"
depmod
vfiovctl status >"$log" 2>&1
claim "of a module without a signature it says that" "${pattern%.ko*}\.ko is not signed"
vfiovctl --json status >"$log" 2>&1
claim "also in JSON" '"enforced":true,"signed":false,"signer":null,"has_key":null'
[ -z "$failed" ]
