# bash completion for wcore-info
_wcore_info()
{
	local cur=${COMP_WORDS[COMP_CWORD]} prev=${COMP_WORDS[COMP_CWORD - 1]} value=
	local options='--brief --full --sections --json --module -m --search -S --no-search --force
		--dialect --max-input --max-memory --timeout --no-sandbox --no-demangle --color --verbose -v --help -h --version -V'

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
		--dialect | --search | -S | --max-input | --max-memory | --timeout) value=$prev ;;
		esac
	fi
	case $value in
	--dialect) mapfile -t COMPREPLY < <(compgen -W 'auto spec spec-2023 xtuc wasmer wasmedge builder' -- "$cur") ;;
	--color) mapfile -t COMPREPLY < <(compgen -W 'auto always never' -- "$cur") ;;
	--search | -S) mapfile -t COMPREPLY < <(compgen -d -- "$cur") ;;
	--module) mapfile -t COMPREPLY < <(compgen -f -- "$cur") ;;
	'')
		if [[ $cur == -* ]]; then
			mapfile -t COMPREPLY < <(compgen -W "$options" -- "$cur")
		else
			mapfile -t COMPREPLY < <(compgen -f -- "$cur")
		fi
		;;
	esac
}
complete -o filenames -F _wcore_info wcore-info
