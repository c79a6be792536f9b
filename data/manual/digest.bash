# bash completion of digest(1), made from its options.

@bash-commands@

# The words that a command of digest lists, each at the beginning of a line; the configuration of the line counts.
_digest_list()
{
	local -a given=()
	local i
	for ((i = 1; i < COMP_CWORD; i++)); do
		case ${COMP_WORDS[i]} in
		--config) [[ ${COMP_WORDS[i + 1]} == '=' ]] && ((i++))
			given+=(--config "${COMP_WORDS[i + 1]/#\~\//$HOME/}") ;;
		esac
	done
	"$program" "$@" "${given[@]}" 2>/dev/null </dev/null | sed -n 's/^\([^ ]\{1,\}\)$/\1/p; s/^\([^ ]\{1,\}\)  .*$/\1/p'
}

# What the value of the option $1 can be; false: it takes none.
_digest_value()
{
	case $1 in
@bash-values@
	*) return 1 ;;
	esac
}

_digest()
{
	local program=${1/#\~\//$HOME/} cur=$2 prev=$3 command='' options='' words='' files='' folders='' several='' before=''
	COMPREPLY=()
	# "=" is a word of its own where the shell takes it for one: --format = html
	if [[ $cur == '=' ]]; then
		cur=''
	elif [[ $prev == '=' ]]; then
		prev=${COMP_WORDS[COMP_CWORD - 2]}
	fi
	if ((COMP_CWORD > 1)) && [[ " $_digest_commands " == *" ${COMP_WORDS[1]} "* ]]; then
		command=${COMP_WORDS[1]}
	fi
	if [[ $prev == -* ]] && _digest_value "$prev"; then
		if [[ $several && $cur == *,* ]]; then
			before=${cur%,*},
			cur=${cur##*,}
		fi
	elif [[ $cur == -* ]]; then
		_digest_words
		words=$options files=''
	else
		_digest_words
		[[ $command == '' && $COMP_CWORD == 1 ]] && words=$_digest_commands
	fi
	local IFS=$' \t\n'
	mapfile -t COMPREPLY < <(compgen -P "$before" -W "$words" -- "$cur")
	if [[ $files || $folders ]]; then
		compopt -o filenames 2>/dev/null
		local -a found
		mapfile -t found < <(compgen "${files:+-f}${folders:+-d}" -- "$cur")
		COMPREPLY+=("${found[@]}")
	fi
}

# The options of the command, and what its other words can be.
_digest_words()
{
	case $command in
@bash-options@
	esac
}

complete -F _digest digest
