# bash completion for wcore-strip
_wcore_strip()
{
	local cur=${COMP_WORDS[COMP_CWORD]} prev=${COMP_WORDS[COMP_CWORD - 1]} value=
	local options='--output -o --in-place --output-dir --memory --only-stack --keep --drop --strip-debug -g --names
		--strip-all -s --redact --redact-rules --redact-value-of --redact-value-file
		--keep-shape --pseudonym --check --rules --split --debug-out --store --compress --report --json --gzip -z --jobs -j --preserve-dates
		--module -m --search -S --no-search --force --dialect --max-input --max-memory --timeout
		--no-sandbox --no-demangle --verbose -v --help -h --version -V'

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
		--dialect | --search | -S | --max-input | --max-memory | --timeout | --memory | --keep | --drop | --jobs | -j | --output-dir | --store | --redact-value-of)
			value=$prev ;;
		esac
	fi
	case $value in
	--dialect) mapfile -t COMPREPLY < <(compgen -W 'auto spec spec-2023 xtuc wasmer wasmedge builder' -- "$cur") ;;
	--memory) mapfile -t COMPREPLY < <(compgen -W 'all none stack statics reachable' -- "$cur") ;;
	--keep | --drop) mapfile -t COMPREPLY < <(compgen -W 'name producers build_id external_debug_info sourceMappingURL' -- "$cur") ;;
	--search | -S | --output-dir | --store) mapfile -t COMPREPLY < <(compgen -d -- "$cur") ;;
	--redact-value-of) mapfile -t COMPREPLY < <(compgen -e -- "$cur") ;;
	--module | --output | --debug-out | --redact-rules | --redact-value-file | --pseudonym) mapfile -t COMPREPLY < <(compgen -f -- "$cur") ;;
	'')
		if [[ $cur == -* ]]; then
			mapfile -t COMPREPLY < <(compgen -W "$options" -- "$cur")
		else
			mapfile -t COMPREPLY < <(compgen -f -- "$cur")
		fi
		;;
	esac
}
complete -o filenames -F _wcore_strip wcore-strip
