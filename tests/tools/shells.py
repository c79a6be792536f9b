# SPDX-License-Identifier: MIT
"""What real shells offer at the end of a line, by the completions that the build made: {word: what it says beside it}."""
import os
import pty
import select
import subprocess
import time

from option_rows import MANUAL

PATIENCE_S = 300  # of a shell that starts or completes on a busy machine; it mostly takes a moment


def _lines(argv, env, timeout=PATIENCE_S):
    r = subprocess.run(argv, env=env, stdin=subprocess.DEVNULL, capture_output=True, timeout=timeout, check=False)
    return r.stdout.decode().splitlines()


class Bash:
    """The completion function as readline calls it: words split at blanks and "="."""
    SCRIPT = r"""
source "$1"
IFS= read -r -d '' line <"$2"
words=() spaced=${line//=/ = }
for word in $spaced; do words+=("$word"); done
[[ $line == *' ' || $line == *= ]] && [[ $line != *= ]] && words+=('')
COMP_WORDS=("${words[@]}") COMP_CWORD=$((${#words[@]} - 1)) COMP_LINE=$line COMP_POINT=${#line}
entry=$(complete -p digest)
[[ $entry =~ -F\ ([^ ]+) ]]
"${BASH_REMATCH[1]}" "${words[0]}" "${words[COMP_CWORD]}" "${words[COMP_CWORD - 1]}"
printf '%s\n' "${COMPREPLY[@]}"
"""

    def __init__(self, env, folder):
        self.env, self.line = env, os.path.join(folder, "line.bash")

    def offers(self, line):
        with open(self.line, "w", encoding="utf-8") as f:
            f.write(line + "\0")
        found = _lines(["bash", "--norc", "-c", self.SCRIPT, "bash", f"{MANUAL}/digest.bash", self.line], self.env)
        return {word.strip(): "" for word in found if word.strip()}

    def close(self):
        pass


def readline_completes(line, env, folder):
    """What a bash on a terminal makes of LINE and the tabulator, where bash-completion finds our file by itself."""
    out = os.path.join(folder, "line.readline")
    os.makedirs(f"{folder}/user/completions")
    os.symlink(f"{MANUAL}/digest.bash", f"{folder}/user/completions/digest")
    open(out, "w", encoding="utf-8").close()
    pid, fd = pty.fork()
    if pid == 0:
        os.execvpe("bash", ["bash", "--norc", "--noprofile", "-i"], {**env, "TERM": "dumb", "BASH_COMPLETION_USER_DIR": f"{folder}/user", "OUT": out})
    os.write(fd, b"source /usr/share/bash-completion/bash_completion; bind -x '\"\\C-t\": printf %s \"$READLINE_LINE\" >$OUT'; echo ready >$OUT\n")
    text = ""
    until = time.monotonic() + PATIENCE_S
    while time.monotonic() < until and (not text or text == "ready\n"):
        if select.select([fd], [], [], 0.05)[0]:
            os.read(fd, 65536)
        with open(out, encoding="utf-8") as f:
            text, before = f.read(), text
        if text == "ready\n" and before != text:
            os.write(fd, line.encode() + b"\t\x14")
    os.write(fd, b"\x15exit\n")
    os.close(fd)
    os.waitpid(pid, 0)
    return text


class Fish:
    def __init__(self, env, folder):
        self.env = env

    def offers(self, line):
        found = _lines(["fish", "--no-config", "-c", f"source {MANUAL}/digest.fish; complete -C $argv[1]", line], self.env)
        return {word: about for word, _, about in (x.partition("\t") for x in found)}

    def close(self):
        pass


class Zsh:
    """One zsh on a terminal of its own: a widget completes the line of a file and writes down what compadd was given."""
    SETUP = r"""
PS1= PS2= LISTMAX=100000
stty rows 2000 columns 250
zle_highlight=(none)
fpath=({MANUAL} $fpath)
autoload -Uz compinit && compinit -u -D
compadd() {{
	if [[ ${{@[1,(i)(-|--)]}} != *-(O|A|D)\ * ]]; then
		local -a found
		builtin compadd -O found "$@"
		print -rl -- $found >>{out}
	fi
	builtin compadd "$@"
}}
_ask() {{ _main_complete; print -r -- ' end' >>{out} }}
zle -C ask-complete list-choices _ask
ask() {{ BUFFER=$(<{line}); BUFFER=${{BUFFER%.}}; CURSOR=$#BUFFER; zle ask-complete; BUFFER= }}
zle -N ask
bindkey '^T' ask
print -r -- ' end' >>{out}
"""

    def __init__(self, env, folder):
        self.line, self.out, setup = (os.path.join(folder, x) for x in ("line.zsh", "out.zsh", "setup.zsh"))
        with open(setup, "w", encoding="utf-8") as f:
            f.write(self.SETUP.format(MANUAL=MANUAL, out=self.out, line=self.line))
        open(self.out, "w", encoding="utf-8").close()
        self.pid, self.fd = pty.fork()
        if self.pid == 0:
            os.execvpe("zsh", ["zsh", "-f", "-i"], {**env, "TERM": "dumb"})
        os.write(self.fd, f"source {setup}\n".encode())
        self.read = 0
        self._wait()

    def _wait(self):
        """The lines that were written since the last time, up to the end mark."""
        until = time.monotonic() + PATIENCE_S
        while time.monotonic() < until:
            if select.select([self.fd], [], [], 0.05)[0]:
                try:
                    os.read(self.fd, 65536)
                except OSError:
                    break
            with open(self.out, encoding="utf-8") as f:
                text = f.read()[self.read:]
            if text.endswith(" end\n"):
                self.read += len(text)
                return text.splitlines()[:-1]
        raise TimeoutError("zsh does not answer")

    def offers(self, line):
        with open(self.line, "w", encoding="utf-8") as f:
            f.write(line + ".")
        os.write(self.fd, b"\x14")
        return {word: "" for word in self._wait() if word}

    def close(self):
        os.write(self.fd, b"exit\n")
        os.close(self.fd)
        os.waitpid(self.pid, 0)
