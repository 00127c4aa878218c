#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-only
#
# refused.sh: examine an emulated host that has the packages and whose kernel requires signatures,
# because of module.sig_enforce or because it is locked down, and does not know dkms's key
set -uo pipefail
. "$(dirname "$0")/../../lib/tap.sh"

log=/tmp/log

# logged PATTERN...: the file log has lines that match
logged() {
	local pattern

	for pattern; do
		grep -qE -e "$pattern" "$log" || { cat "$log"; return 1; }
	done
}

# ended STATUS: add the status of the last command to the log
ended() {
	echo "ended with status $1" >>"$log"
}

case $(cat /proc/cmdline) in
*module.sig_enforce=1*)
	error='Key was rejected by service' reason='module\.sig_enforce'
	json='"enforced":true,"signed":false,"signer":null,"has_key":null'
	;;
*lockdown=integrity*)
	error='Operation not permitted' reason='lockdown integrity'
	json='"lockdown":"integrity","enforced":false,"signed":false,"signer":null,"has_key":null'
	;;
esac
module=$(modinfo -n vfiov_vfio_pci)
# In a pattern, the release of a Debian kernel must be quoted.
pattern=${module//+/\\+}
echo 2 >/sys/bus/pci/devices/0000:01:00.0/sriov_numvfs
vfiovctl bind 0000:01:00.1 >"$log" 2>&1
ended $?
claim "bind prints the kernel's message, and where to find more" logged "cannot load module .*$error" \
	'signed modules only, see vfiovctl status' 'status 5'
sed -n 's/^/# /p' "$log"
vfiovctl status >"$log" 2>&1
ended $?
claim "status reports that it is not loaded" logged '^module +not loaded' 'status 5'
claim "and that the kernel requires a signature" logged "loads only modules that are signed with a key that it trusts \\(.*$reason"
claim "and whose key it lacks" logged "$pattern is signed by \"DKMS module signing key\", and the kernel has no key of that name"
sed -n 's/^/# /p' "$log"
setpriv --reuid 65534 --clear-groups vfiovctl status >"$log" 2>&1
claim "a user gets the information that a user may see" logged "$pattern is signed by .*; only root can list the kernel's keys"

# Examine the module without its signature.
xz -dc "$module" >/tmp/vfiov_vfio_pci.ko || cp "$module" /tmp/vfiov_vfio_pci.ko
objcopy --strip-debug /tmp/vfiov_vfio_pci.ko
rm "$module"
cp /tmp/vfiov_vfio_pci.ko "$(dirname "$module")/"
depmod
vfiovctl status >"$log" 2>&1
claim "a module without a signature is reported" logged "${pattern%.ko*}\.ko is not signed"
vfiovctl --json status >"$log" 2>&1
claim "also in JSON" logged "$json"
tap_end
