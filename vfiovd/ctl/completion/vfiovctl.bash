# SPDX-License-Identifier: GPL-2.0-only
# bash completion for vfiovctl(8). VFs, rules, verbs and options are read from the program itself.

# The two functions below print the verbs and the long options that "--help" lists.
_vfiovctl_help() {
	vfiovctl --help 2>/dev/null
}

_vfiovctl_verbs() {
	_vfiovctl_help | awk '/^TARGET/ { exit } /^  [a-z]/ { print $1 }'
}

# _vfiovctl_options VERB: print the general options, and those of the verb unless it is ""
_vfiovctl_options() {
	_vfiovctl_help | awk -v verb="$1" '
		/^[a-z]+:$/ { section = $0 }
		/^  -/ && (section == "" || section == verb ":") {
			option = $2
			sub(/=.*/, "=", option)
			print option
		}'
}

# Print each VF by its address and as PF#N.
_vfiovctl_devices() {
	vfiovctl "${root[@]}" --no-legend --color=never list 2>/dev/null | awk '{ print $1; print $2 }'
}

_vfiovctl_profiles() {
	vfiovctl "${root[@]}" --no-legend --color=never profiles 2>/dev/null |
		awk '!seen[$2]++ { print $2 }'
}

_vfiovctl_rules() {
	vfiovctl "${root[@]}" --no-legend --color=never policy show 2>/dev/null |
		awk '/^[^ (]/ { print $1 }'
}

# Returns true if the text after this word is the argument of an option.
_vfiovctl_takes_word() {
	case $1 in
	-[cRrPmwsUNJuiHI] | --color | --root | --reason | --profile | --migration | --wait | --since | --until | \
		--lines | --journal | --host | --inventory | --rule | --main-pid) return 0 ;;
	esac
	return 1
}

# The word to complete, including the parts that readline has split off at ":" and "=".
_vfiovctl_word() {
	local line=${COMP_LINE:0:COMP_POINT}

	printf '%s' "${line##*[[:space:]]}"
}

# _vfiovctl_reply WORD CANDIDATE...: reply with the parts of the candidates that readline expects
_vfiovctl_reply() {
	local word=$1 kept candidate
	shift

	# The text before the last ":" or "=" is already on the line.
	case $word in
	*[:=]*) kept=${word%"${word##*[:=]}"} ;;
	*) kept= ;;
	esac
	[[ $COMP_WORDBREAKS == *:* ]] || kept=
	# Do not use compgen -W, which would expand the candidates: the name of an interface may be
	# "$(...)".
	for candidate; do
		[[ $candidate == "$word"* ]] || continue
		candidate=${candidate#"$kept"}
		# Quote it, because the shell will execute the line into which it is inserted.
		[[ $candidate != *[^[:alnum:]:.,#@_=-]* ]] || printf -v candidate %q "$candidate"
		COMPREPLY+=("$candidate")
	done
	[[ ${#COMPREPLY[@]} -eq 1 && ${COMPREPLY[0]} == *= ]] && compopt -o nospace 2>/dev/null
	return 0
}

_vfiovctl() {
	local word verb='' sub='' i previous root=() words=()
	COMPREPLY=()
	word=$(_vfiovctl_word)

	for ((i = 1; i < COMP_CWORD; i++)); do
		case ${COMP_WORDS[i]} in
		--root | -R)
			# For readline, "--root=DIR" is three words.
			if [[ ${COMP_WORDS[i + 1]} == = ]]; then
				root=("--root=${COMP_WORDS[i + 2]}")
			elif ((i + 1 < COMP_CWORD)); then
				root=("--root=${COMP_WORDS[i + 1]}")
			fi
			;;
		-R?*) root=("--root=${COMP_WORDS[i]#-R}") ;;
		[a-z]*)
			if [[ ${COMP_WORDS[i - 1]} == = ]] || _vfiovctl_takes_word "${COMP_WORDS[i - 1]}"; then
				continue
			elif [[ -z $verb ]]; then
				verb=${COMP_WORDS[i]}
			elif [[ -z $sub ]]; then
				sub=${COMP_WORDS[i]}
			fi
			;;
		esac
	done

	previous=${COMP_WORDS[COMP_CWORD - 1]}
	if _vfiovctl_takes_word "$previous"; then
		case $previous in
		-P | --profile) mapfile -t words < <(_vfiovctl_profiles) ;;
		-m | --migration) words=(on off) ;;
		-c | --color) words=(auto always never) ;;
		-s | --since | -U | --until) words=(now today yesterday -1h -1d) ;;
		-u | --rule) mapfile -t words < <(_vfiovctl_rules) ;;
		-R | --root)
			mapfile -t COMPREPLY < <(compgen -d -- "$word")
			return
			;;
		-J | --journal | -I | --inventory)
			mapfile -t COMPREPLY < <(compgen -f -- "$word")
			return
			;;
		esac
		_vfiovctl_reply "$word" "${words[@]}"
		return
	fi

	case $word in
	--profile=*) mapfile -t words < <(_vfiovctl_profiles | sed 's/^/--profile=/') ;;
	--migration=*) words=(--migration={on,off}) ;;
	--color=*) words=(--color={auto,always,never}) ;;
	--since=*) words=(--since={today,yesterday,-1h,-1d}) ;;
	--until=*) words=(--until={now,today,yesterday,-1h,-1d}) ;;
	--rule=*) mapfile -t words < <(_vfiovctl_rules | sed 's/^/--rule=/') ;;
	--journal=*)
		mapfile -t COMPREPLY < <(compgen -f -- "${word#--journal=}")
		return
		;;
	--inventory=*)
		mapfile -t COMPREPLY < <(compgen -f -- "${word#--inventory=}")
		return
		;;
	--root=*)
		mapfile -t COMPREPLY < <(compgen -d -- "${word#--root=}")
		return
		;;
	-*) mapfile -t words < <(_vfiovctl_options "$verb") ;;
	*)
		case $verb:$sub in
		:* | help:) mapfile -t words < <(_vfiovctl_verbs) ;;
		help:*) ;;
		set:* | define:*)
			mapfile -t words < <(_vfiovctl_devices; _vfiovctl_profiles)
			;;
		policy:) words=(check show diff reload) ;;
		policy:check | report:* | metrics:*)
			mapfile -t COMPREPLY < <(compgen -f -- "$word")
			return
			;;
		policy:diff)
			mapfile -t COMPREPLY < <(compgen -d -- "$word")
			return
			;;
		policy:* | status:*) ;;
		*) mapfile -t words < <(_vfiovctl_devices) ;;
		esac
		;;
	esac
	_vfiovctl_reply "$word" "${words[@]}"
}

complete -F _vfiovctl vfiovctl
