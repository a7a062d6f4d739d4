#compdef reader
# Completion of reader in zsh: eval "$(reader completion zsh)", or this as the file _reader in a folder of $fpath
_reader() {
  local -a asked whole begun other whole_told begun_told other_told
  local row text about
  (( CURRENT > 2 )) && asked=("${(@Q)words[2,CURRENT-1]}")
  asked+=("${(Q)PREFIX}")
  for row in "${(@f)$(_READER_COMPLETE=zsh _READER_WORDS="${(pj:\x1f:)asked}" "${(Q)words[1]/#\~\//$HOME/}" 2>/dev/null </dev/null)}"; do
    text=${row[2,-1]%%$'\t'*}
    about=${row[2,-1]#*$'\t'}
    case $row[1] in
      (=) whole+=("$text"); whole_told+=("$text${about:+  -- $about}") ;;
      (-) begun+=("$text"); begun_told+=("$text${about:+  -- $about}") ;;
      (\~) other+=("$text"); other_told+=("$text${about:+  -- $about}") ;;
      (:) [[ $text == folders ]] && _files -/ || _files ;;
    esac
  done
  (( $#whole )) && compadd -l -M 'm:{a-zA-Z}={A-Za-z}' -d whole_told -a whole
  (( $#begun )) && compadd -l -S '' -M 'm:{a-zA-Z}={A-Za-z}' -d begun_told -a begun
  if (( $#other )); then
    compadd -l -U -d other_told -a other
    (( $#other > 1 )) && compstate[insert]= compstate[list]=list
  fi
  return 0
}
if [[ $zsh_eval_context[-1] == loadautofunc ]]; then
  _reader "$@"
elif (( $+functions[compdef] )); then
  compdef _reader reader
fi
