#!/usr/bin/zsh -f
# SPDX-License-Identifier: GPL-2.0-only
#
# complete.zsh DIRECTORY COMMAND LINE...: print what an interactive zsh offers at the end of each LINE
#
# DIRECTORY contains the completion file. COMMAND is the zsh command that runs as vfiovctl. A zsh in a
# pseudo-terminal gets each line and the completion key. The output for each line is the sorted
# candidates, or for a single one "=" and the completed line.
zmodload zsh/zpty || exit 77
scratch=$(mktemp -d) || exit 1
trap 'zpty -d shell 2>/dev/null; rm -rf $scratch' EXIT
said=$scratch/said
: >$said

# Record the candidates where they are added, because the screen layout does not show them reliably.
cat >$scratch/rc <<END
PROMPT= RPROMPT= zle_highlight=(none)
unsetopt zle_bracketed_paste beep
fpath=(${(q)1} \$fpath)
autoload -Uz compinit && compinit -u -D
vfiovctl() { $2 }
compadd() {
	local -a hits
	if (( ! \${@[(I)-[OAD]]} )); then
		builtin compadd -O hits "\$@"
		(( \$#hits )) && print -rl -- +\${^hits} >>$said
	fi
	builtin compadd "\$@"
}
probe() {
	local before=\$BUFFER
	zle complete-word
	[[ \$BUFFER == \$before ]] && print -r -- "." >>$said || print -r -- "=\$BUFFER" >>$said
	BUFFER=
}
zle -N probe
bindkey '^T' probe
print -r -- . >>$said
END

# wait_for N: wait until zsh has finished N lines
wait_for() {
	local turn output
	for turn in {1..400}; do
		zpty -rt shell output 2>/dev/null
		(( $(grep -c '^[.=]' $said) >= $1 )) && return
		sleep 0.05
	done
	print -u2 "zsh does not answer"
	exit 1
}

TERM=dumb zpty shell zsh -f -i
zpty -w shell "source $scratch/rc"
wait_for 1
for line in "${@[3,-1]}"; do
	: >$said
	zpty -n -w shell "$line"$'\x14'
	wait_for 1
	if grep -q '^=' $said && (( $(grep -c '^+' $said) <= 1 )); then
		sed -n 's/^=/=/p' $said
	else
		sed -n 's/^+//p' $said | LC_ALL=C sort -u | paste -sd' '
	fi
done
