# bash completion for wcore-validate
_wcore_validate()
{
	local cur=${COMP_WORDS[COMP_CWORD]} prev=${COMP_WORDS[COMP_CWORD - 1]} value=
	local options='--level --rule --severity --strict --list-rules --explain --quiet -q --brief --json
		--sarif --jobs -j --recursive -r --files-from --fix --output -o --in-place --module -m --search -S --no-search --force
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
		--dialect | --search | -S | --max-input | --max-memory | --timeout | --level | --severity | --explain | --rule | --jobs | -j | \
			--recursive | -r | --files-from) value=$prev ;;
		esac
	fi
	case $value in
	--dialect) mapfile -t COMPREPLY < <(compgen -W 'auto spec spec-2023 xtuc wasmer wasmedge builder' -- "$cur") ;;
	--level) mapfile -t COMPREPLY < <(compgen -W 'container core memory module debug plausibility' -- "$cur") ;;
	--severity) mapfile -t COMPREPLY < <(compgen -W 'error warning note' -- "$cur") ;;
	--explain) mapfile -t COMPREPLY < <(compgen -W "$("${COMP_WORDS[0]}" --list-rules 2>/dev/null | cut -d ' ' -f 1)" -- "$cur") ;;
	--color) mapfile -t COMPREPLY < <(compgen -W 'auto always never' -- "$cur") ;;
	--search | -S | --recursive | -r) mapfile -t COMPREPLY < <(compgen -d -- "$cur") ;;
	--module | --files-from | --output) mapfile -t COMPREPLY < <(compgen -f -- "$cur") ;;
	'')
		if [[ $cur == -* ]]; then
			mapfile -t COMPREPLY < <(compgen -W "$options" -- "$cur")
		else
			mapfile -t COMPREPLY < <(compgen -f -- "$cur")
		fi
		;;
	esac
}
complete -o filenames -F _wcore_validate wcore-validate
