# Completion of reader in fish: reader completion fish | source
function __reader_completion
    set -l words (commandline -opc)
    set -l typed (commandline -ct | string unescape 2>/dev/null; or commandline -ct)
    set -l program (string replace -r '^~/' "$HOME/" -- $words[1])
    set -l asked (string join \x1f -- $words[2..-1] "$typed")
    for row in (env _READER_COMPLETE=fish _READER_WORDS="$asked" $program 2>/dev/null </dev/null)
        switch $row
            case ':files'
                __fish_complete_path "$typed"
            case ':folders'
                __fish_complete_directories "$typed"
            case '*'
                string sub -s 2 -- $row
        end
    end
end
complete -c reader -f -a '(__reader_completion)'
