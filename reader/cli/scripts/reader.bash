# Completion of reader in bash: eval "$(reader completion bash)"
_reader_completion() {
    local row
    COMPREPLY=()
    while IFS= read -r row; do
        case $row in
            =*) COMPREPLY+=("${row#=}") ;;
            :open) compopt -o nospace 2>/dev/null ;;
            :files) compopt -o default 2>/dev/null ;;
            :folders) compopt -o dirnames 2>/dev/null ;;
        esac
    done < <(_READER_COMPLETE=bash _READER_WORDS="${COMP_LINE:0:COMP_POINT}" _READER_BREAKS="$COMP_WORDBREAKS" \
        "${1/#\~\//$HOME/}" 2>/dev/null </dev/null)
    return 0
}
complete -o nosort -F _reader_completion reader 2>/dev/null || complete -F _reader_completion reader
