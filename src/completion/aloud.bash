# Bash completion for aloud(1).                                                    SPDX-License-Identifier: GPL-3.0-or-later

_aloud()
{
    local word=${COMP_WORDS[COMP_CWORD]} before=${COMP_WORDS[COMP_CWORD - 1]} IFS=$'\n'
    local commands=$'convert\nplay\nscript\nexplain\nchapters\nnormalise\nvoices'
    local options=$'--output\n--voice\n--rate\n--pitch\n--language\n--chapter\n--entry\n--package\n--feed-url'
    options+=$'\n--jobs\n--verbosity\n--notes\n--split\n--lexicon\n--engine\n--format\n--names\n--force\n--device\n--raw\n--restart\n--until\n--sleep\n--quiet\n--help\n--version'
    COMPREPLY=()

    # "--voice=na" comes as three words.
    if [[ $before == "=" ]]; then
        before=${COMP_WORDS[COMP_CWORD - 2]}
    elif [[ $word == "=" ]]; then
        word=''
    fi
    case $before in
    -o | --output)
        if [[ ${COMP_WORDS[1]} == play ]]; then
            COMPREPLY=($(compgen -f -- "$word"))
        else
            COMPREPLY=($(compgen -d -- "$word"))
        fi
        compopt -o filenames 2>/dev/null ;;
    -v | --voice)
        COMPREPLY=($(compgen -W "$(aloud voices 2>/dev/null | sed -E 's/ +(\*|[a-z]{2,3}(-[A-Za-z0-9]+)*) +.*//')" -- "$word"; compgen -f -X '!*.voice' -- "$word")) ;;
    --lexicon)
        COMPREPLY=($(compgen -f -X '!*.pls' -- "$word"; compgen -d -- "$word"))
        compopt -o filenames 2>/dev/null ;;
    -P | --package)
        local sofar=''
        [[ $word == *,* ]] && sofar=${word%,*},
        COMPREPLY=($(compgen -P "$sofar" -W $'vtt\nsrt\ncue\ntext\nepub\ndaisy\naudiobook\nm4b\nmp3\nopus\nmka\npodcast\nall' -- "${word##*,}")) ;;
    --verbosity)
        COMPREPLY=($(compgen -W $'brief\nnormal\nfull' -- "$word")) ;;
    --notes)
        COMPREPLY=($(compgen -W $'off\ninline\nend' -- "$word")) ;;
    --split)
        COMPREPLY=($(compgen -W $'1\n2\n3\n4\n5\n6' -- "$word")) ;;
    -f | --format)
        local formats=$'wav\nflac\nogg\nopus\nmp3'
        [[ " ${COMP_WORDS[*]} " == *script* ]] && formats=$'text\njson\nssml'
        [[ " ${COMP_WORDS[*]} " == *--names* ]] && formats=$'tsv\npls'
        COMPREPLY=($(compgen -W "$formats" -- "$word")) ;;
    --engine)
        COMPREPLY=($(compgen -W $'espeak-ng' -- "$word")) ;;
    -r | --rate | -p | --pitch | -l | --language | -c | --chapter | -e | --entry | --feed-url | -j | --jobs | --device | --until | --sleep)
        ;;
    *)
        if [[ $word == -* ]]; then
            COMPREPLY=($(compgen -W "$options" -- "$word"))
        else
            COMPREPLY=($(compgen -f -- "$word"))
            ((COMP_CWORD > 1)) || COMPREPLY+=($(compgen -W "$commands" -- "$word"))
            compopt -o filenames 2>/dev/null
        fi ;;
    esac
}
complete -F _aloud aloud
