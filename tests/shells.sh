# Completions in real shells, for tests/suites/completions and options: in_SHELL COMMAND TYPED prints what
# is offered, sorted, on one line.  $top is the source's folder.
# shellcheck shell=bash disable=SC2154

# Readline makes words of their own of the '=' signs.
in_bash() {
	bash --norc -c '
		. "$0/completions/$1.bash" || exit
		read -ra COMP_WORDS <<<"$1 ${2//=/ = }"
		[[ $2 == *" " || $2 == *= || -z $2 ]] && COMP_WORDS+=("")
		[[ $2 == *= ]] && unset "COMP_WORDS[-1]"
		COMP_CWORD=$((${#COMP_WORDS[@]} - 1))
		"$(complete -p "$1" | sed "s/.*-F \([^ ]*\).*/\1/")"
		printf "%s\n" "${COMPREPLY[@]}"' "$top" "$1" "$2" | sort -u | paste -sd ' '
}

in_fish() {
	# shellcheck disable=SC2016  # fish's variables
	fish --no-config -c 'source $argv[1]; complete -C "$argv[2] $argv[3]"' \
		"$top/completions/$1.fish" "$1" "$2" | sed 's/[[:blank:]].*//; s/^--[a-z-]*=\(.\)/\1/; s/=$//' |
		sort -u | paste -sd ' '
}

# The completion system, with what would be inserted printed instead.
in_zsh() {
	zsh -f -c '
		zmodload zsh/zpty
		zpty shell zsh -f -i
		reply() { local line; while zpty -r shell line; do [[ $line == *$1* ]] && break; done }
		zpty -w shell "PROMPT= fpath=($1/completions \$fpath); autoload -Uz compinit; compinit -D -u"
		zpty -w shell "bindkey \"^I\" complete-word; zstyle \":completion:*\" insert-tab no"
		zpty -w shell "compadd() { builtin compadd -O found \"\$@\"; (( \$#found )) && print -r -- MATCH \$found END; builtin compadd \"\$@\" }"
		zpty -w shell "cd $PWD"
		zpty -w shell "echo READ\"\"Y"
		reply READY
		zpty -w -n shell "$2 $3"$'"'\t'"'
		# Until it is quiet behind a match, or three seconds.
		quiet=0
		for ((i = 0; i < 60 && quiet < 4; i++)); do
			if zpty -rt shell part; then
				output+=$part
				quiet=0
			else
				sleep 0.05
				[[ $output == *MATCH*END* ]] && ((quiet++))
			fi
		done
		print -r -- $output
		zpty -d shell' zsh "$top" "$1" "$2" | tr -d '\r' | sed -n 's/.*MATCH \(.*\) END.*/\1/p' |
		tr ' ' '\n' | sort -u | paste -sd ' '
}
