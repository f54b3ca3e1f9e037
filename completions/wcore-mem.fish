# Verbs and options are the command's own answers, names the dump's.
function __wcore_mem_command
    commandline -opc | head -n 1
end

# Words before the one at hand: the command, the verb, ...
function __wcore_mem_words
    commandline -opc
end

function __wcore_mem_verbs
    test (count (__wcore_mem_words)) = 1; or return
    eval (__wcore_mem_command) --list-verbs 2>/dev/null
    printf '%s\t%s\n' --help 'Print help' --version 'Print the version'
end

# The options of the verb, each with its help; those with an argument end in '='.
function __wcore_mem_options
    set -l words (__wcore_mem_words)
    test (count $words) -gt 1; or return
    eval $words[1] (string escape -- $words[2]) --list-options 2>/dev/null | while read -d \t long short argument help
        switch $argument
            case - '[*'
                printf '%s\t%s\n' $long $help
            case '*'
                printf '%s=\t%s\n' $long $help
        end
        test $short = -; or printf '%s\t%s\n' $short $help
    end
end

# The argument of the option at hand, its name in front.
function __wcore_mem_value
    set -l words (__wcore_mem_words)
    set -l current (commandline -ct)
    if string match -qr -- '^--[a-z0-9-]+=' $current
        string replace -r -- '=.*' '' $current
    else if test (count $words) -gt 2; and string match -q -- '-*' $words[-1]
        eval $words[1] (string escape -- $words[2]) --list-options 2>/dev/null | while read -d \t long short argument help
            if contains -- $words[-1] $long $short; and not string match -qr -- '^(-|\[.*)$' $argument
                echo $words[-1]
            end
        end
    end
end

# The first word behind the verb that is no option and no argument of one.
function __wcore_mem_dump
    set -l words (__wcore_mem_words)
    test (count $words) -gt 2; or return
    set -l with
    eval $words[1] (string escape -- $words[2]) --list-options 2>/dev/null | while read -d \t long short argument help
        string match -qr -- '^(-|\[.*)$' $argument; or set -a with $long $short
    end
    set -l skip 0
    for word in $words[3..-1]
        if test $skip = 1
            set skip 0
        else if string match -q -- '-*' $word
            contains -- $word $with; and set skip 1
        else
            string unescape -- $word
            return
        end
    end
end

# Types and symbols of the dump; a huge or broken one is not waited for.
function __wcore_mem_names
    set -l command (__wcore_mem_command)
    set -l dump (string escape -- (string replace -r -- '^~' $HOME $argv[2]))
    begin
        switch $argv[1]
            case types
                eval timeout 2 $command types $dump 2>/dev/null | cut -f 1
            case symbols
                eval timeout 2 $command symbols $dump 2>/dev/null | cut -f 4
            case '*'
                eval timeout 2 $command symbols --variables $dump 2>/dev/null | cut -f 4
                eval timeout 2 $command types $dump 2>/dev/null | cut -f 1
                eval timeout 2 $command locals $dump 2>/dev/null | string match -rg '^([A-Za-z_][A-Za-z_0-9]*): '
        end
    end | string match -r -- '^[\w:.]+$'
end

function __wcore_mem_complete
    set -l words (__wcore_mem_words)
    set -l current (commandline -ct)
    if test (count $words) = 1
        __wcore_mem_verbs
        return
    end
    set -l value (__wcore_mem_value)
    set -l dump (__wcore_mem_dump)
    set -l front ''
    string match -qr -- '^--[a-z0-9-]+=' $current; and set front (string replace -r -- '=.*' '=' $current)
    switch "$value"
        case --dialect
            printf '%s\n' $front{auto,spec,spec-2023,xtuc,wasmer,wasmedge,builder}
        case --color
            printf '%s\n' $front{auto,always,never}
        case --sort
            printf '%s\n' $front{address,size,name}
        case --search -S
            __fish_complete_directories
        case --pointer-to --type --at
            test -n "$dump"; and printf "$front%s\n" (__wcore_mem_names find $dump)
        case ''
            if string match -q -- '-*' $current
                # --color= and the like, whose argument may be left out.
                if string match -q -- '--color=*' $current
                    printf '%s\n' --color={auto,always,never}
                else
                    __wcore_mem_options
                end
            else if test -z "$dump" -o "$words[2]" = diff
                __fish_complete_path $current
            else if contains -- $words[2] print read find
                # Behind the last name of an expression.
                set -l before (string replace -r -- '[\w:]*$' '' $current)
                printf "%s\n" $before(__wcore_mem_names $words[2] $dump)
            else if contains -- $words[2] types symbols
                __wcore_mem_names $words[2] $dump
            end
        case '*'
            __fish_complete_path (string replace -r -- '^--[a-z0-9-]+=' '' $current)
    end
end

complete -c wcore-mem -f -a '(__wcore_mem_complete)'
