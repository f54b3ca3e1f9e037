# bash completion for wcore-mem: verbs and options are the command's own answers, names the dump's.

# The names of a column of what a verb lists of the dump; a huge or broken dump is not waited for.
_wcore_mem_names()
{
	local column=$1
	shift
	timeout 2 "${COMP_WORDS[0]/#\~/$HOME}" "$@" 2>/dev/null | cut -f "$column"
}

# Types and symbols of the dump that begin with a word; expressions go on behind their last name.
_wcore_mem_complete_names()
{
	local verb=$1 dump=$2 word=$3 front name
	front=${word%"${word##*[^[:alnum:]_:]}"}
	name=${word#"$front"}
	local -a names=()
	case $verb in
	types) mapfile -t names < <(_wcore_mem_names 1 types "$dump") ;;
	symbols) mapfile -t names < <(_wcore_mem_names 4 symbols "$dump") ;;
	globals | locals | tables) ;;
	*)
		mapfile -t names < <(_wcore_mem_names 4 symbols --variables "$dump"
			_wcore_mem_names 1 types "$dump"
			timeout 2 "${COMP_WORDS[0]/#\~/$HOME}" locals "$dump" 2>/dev/null | sed -n 's/^\([A-Za-z_][A-Za-z_0-9]*\): .*/\1/p')
		;;
	esac
	local each
	for each in "${names[@]}"; do
		# What would have to be quoted is left to be typed.
		[[ $each == "$name"* && $each =~ ^[[:alnum:]_:.]+$ ]] && COMPREPLY+=("$front$each")
	done
}

_wcore_mem()
{
	local command=${COMP_WORDS[0]/#\~/$HOME} cur=${COMP_WORDS[COMP_CWORD]} value='' word verb='' dump='' i
	local -a options=()
	local -A argument=()

	COMPREPLY=()
	if ((COMP_CWORD == 1)); then
		mapfile -t COMPREPLY < <(compgen -W "$("$command" --list-verbs 2>/dev/null | cut -f 1) --help --version" -- "$cur")
		return
	fi
	verb=${COMP_WORDS[1]}
	while IFS=$'\t' read -r long short value _; do
		options+=("$long")
		argument[$long]=$value
		[[ $short == - ]] && continue
		options+=("$short")
		argument[$short]=$value
	done < <("$command" "$verb" --list-options 2>/dev/null)

	# The dump is the first word that is no option and no argument of one; bash splits at '=' and at ':'.
	value=
	for ((i = 2; i < COMP_CWORD; i++)); do
		word=${COMP_WORDS[i]}
		if [[ $word == = ]]; then
			((i++))
		elif [[ $word == -* ]]; then
			[[ -n ${argument[$word]-} && ${argument[$word]} != - && ${argument[$word]} != \[*\] ]] &&
				[[ ${COMP_WORDS[i + 1]-} != = ]] && ((i++))
			((i == COMP_CWORD)) && value=$word
		elif [[ -z $dump ]]; then
			dump=${word/#\~/$HOME}
		fi
	done
	if [[ $cur == = ]]; then
		cur='' value=${COMP_WORDS[COMP_CWORD - 1]}
	elif [[ ${COMP_WORDS[COMP_CWORD - 1]} == = ]]; then
		value=${COMP_WORDS[COMP_CWORD - 2]}
	elif [[ $cur == --*=* ]]; then
		value=${cur%%=*} cur=${cur#*=}
	fi
	case $value in
	--dialect) mapfile -t COMPREPLY < <(compgen -W 'auto spec spec-2023 xtuc wasmer wasmedge builder' -- "$cur") ;;
	--color) mapfile -t COMPREPLY < <(compgen -W 'auto always never' -- "$cur") ;;
	--sort) mapfile -t COMPREPLY < <(compgen -W 'address size name' -- "$cur") ;;
	--search | -S) mapfile -t COMPREPLY < <(compgen -d -- "$cur") ;;
	--pointer-to | --type | --at)
		[[ -n $dump ]] && _wcore_mem_complete_names find "$dump" "$cur"
		;;
	'')
		if [[ $cur == -* ]]; then
			mapfile -t COMPREPLY < <(compgen -W "${options[*]}" -- "$cur")
		elif [[ -z $dump || $verb == diff ]]; then
			mapfile -t COMPREPLY < <(compgen -f -- "$cur")
		else
			case $verb in
			print | read | types | symbols | find) _wcore_mem_complete_names "$verb" "$dump" "$cur" ;;
			esac
		fi
		;;
	*)
		case ${argument[$value]-} in
		*FILE* | *DIR*) mapfile -t COMPREPLY < <(compgen -f -- "$cur") ;;
		esac
		;;
	esac
}
complete -o filenames -F _wcore_mem wcore-mem
