# fish completion of digest(1), made from its options.

# The command of the line: "run" where none is named.
function __digest_command
    set -l words (commandline -opc)
    if set -q words[2]; and contains -- $words[2] $__digest_commands
        echo $words[2]
    else
        echo run
    end
end

function __digest_with
    contains -- (__digest_command) $argv
end

function __digest_first
    test (count (commandline -opc)) -eq 1
end

# What stands before the last comma of a list that is being written.
function __digest_before
    string match -r '^.*,' -- (string replace -r '^(--[a-z-]+=|-[a-z])' '' -- (commandline -ct))
end

# Words for a list with commas, each behind what is written of it.
function __digest_several
    set -l before (__digest_before)
    for word in $argv
        echo "$before$word"
    end
end

# The words that a command of digest lists, each at the beginning of a line; the configuration of the line counts.
function __digest_list
    set -l several
    if test "$argv[1]" = --several
        set several (__digest_before)
        set -e argv[1]
    end
    set -l words (commandline -opc)
    set -l given
    for i in (seq (count $words))
        switch $words[$i]
            case --config
                set given --config (string replace -r '^~/' "$HOME/" -- $words[(math $i + 1)])
            case '--config=*'
                set given --config (string replace -r '^--config=(~(?=/))?' '' -- $words[$i])
        end
    end
    for line in ($words[1] $argv $given 2>/dev/null </dev/null | string match -r '^[^ ]+(?:  .*)?$')
        echo "$several"(string replace -r '  +' \t -- $line)
    end
end

complete -c digest -f
@fish-commands@
@fish-options@
