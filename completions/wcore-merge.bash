# bash completion for wcore-merge
_wcore_merge()
{
	local cur=${COMP_WORDS[COMP_CWORD]} prev=${COMP_WORDS[COMP_CWORD - 1]} value=
	local options='--output -o --stack-trace --memory --globals --dialect --read-as
		--bundle --thin --with-source --compress --extract --report --json --module -m --search -S --no-search --force
		--max-input --max-memory --timeout --no-sandbox --no-demangle --verbose -v --help -h --version -V'

	COMPREPLY=()
	if [[ $cur == = ]]; then
		cur=
		value=$prev
	elif [[ $prev == = ]]; then
		value=${COMP_WORDS[COMP_CWORD - 2]}
	elif [[ $cur == --*=* ]]; then
		value=${cur%%=*}
		cur=${cur#*=}
	else
		case $prev in
		--dialect | --read-as | --search | -S | --extract | --max-input | --max-memory | --timeout | --globals) value=$prev ;;
		esac
	fi
	case $value in
	--dialect) mapfile -t COMPREPLY < <(compgen -W 'spec xtuc' -- "$cur") ;;
	--read-as) mapfile -t COMPREPLY < <(compgen -W 'auto spec spec-2023 xtuc wasmer wasmedge builder' -- "$cur") ;;
	--search | -S | --extract) mapfile -t COMPREPLY < <(compgen -d -- "$cur") ;;
	--module | --output | --stack-trace | --memory) mapfile -t COMPREPLY < <(compgen -f -- "$cur") ;;
	'')
		if [[ $cur == -* ]]; then
			mapfile -t COMPREPLY < <(compgen -W "$options" -- "$cur")
		else
			mapfile -t COMPREPLY < <(compgen -f -- "$cur")
		fi
		;;
	esac
}
complete -o filenames -F _wcore_merge wcore-merge
