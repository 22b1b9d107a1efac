# Sourced by run and test: sets up what is missing, once. Sets $python.
#   ready LOCK    install what a lock file names; a second call with the same lock does nothing
#   qt [needed]   have the system libraries without which Qt does not load
#   screen        have what Qt needs to open a window on this display, if there is one

root=$(cd "$(dirname "$0")" && pwd)
venv=$root/.venv
python=$venv/bin/python

python_packages="python3 python3-venv"
qt_packages="libgl1 libegl1 libfontconfig1 libglib2.0-0 libxkbcommon0 libdbus-1-3"
screen_packages="libxcb-cursor0 libxcb-icccm4 libxcb-keysyms1 libxcb-shape0 libxkbcommon-x11-0 libwayland-cursor0"

say() { printf '%s\n' "$*" >&2; }
stop() {
  say "$*"
  exit 1
}

has_screen() { [ "$(uname)" != Linux ] || [ -n "${DISPLAY:-}${WAYLAND_DISPLAY:-}" ]; }

# may_install: can packages be installed here, now? A password is asked for only where a window is wanted.
may_install() {
  command -v apt-get >/dev/null 2>&1 || return 1
  [ "$(id -u)" = 0 ] && return 0
  command -v sudo >/dev/null 2>&1 || return 1
  sudo -n true 2>/dev/null || { has_screen && [ -t 0 ]; }
}

as_root() { if [ "$(id -u)" = 0 ]; then "$@"; else sudo "$@"; fi; }

# quietly COMMAND...: what it says is shown only if it fails
quietly() {
  heard=$("$@" 2>&1) || stop "$heard
The system's packages could not be installed. Is there a network connection?"
}

# install_packages PACKAGE...
install_packages() {
  command -v apt-get >/dev/null 2>&1 || stop "Please install what these Debian packages hold, then try again: $*"
  may_install || stop "Please have an administrator run: apt-get install --no-install-recommends $*"
  say "Installing from the system's packages: $*"
  [ -n "${updated:-}" ] || quietly as_root apt-get update -qq
  updated=yes
  quietly as_root env DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends "$@"
}

is_good() { "$1" -c 'import sys, ensurepip; sys.exit(sys.version_info < (3, 11))' >/dev/null 2>&1; }

pick_python() {
  for found in "${PYTHON:-}" python3 python3.13 python3.12 python3.11 python; do
    [ -n "$found" ] && command -v "$found" >/dev/null 2>&1 && is_good "$found" && return 0
  done
  return 1
}

make_venv() {
  is_good "$python" && return 0
  if ! pick_python; then
    command -v apt-get >/dev/null 2>&1 || stop "Evenhand needs Python 3.11 or later, from python.org or your system's packages."
    # all of it in one request, so that an administrator is asked only once
    # shellcheck disable=SC2086
    install_packages $python_packages $qt_packages $screen_packages
    # where the system's own Python is older, a newer one may stand beside it
    pick_python || install_packages python3.11 python3.11-venv
    pick_python || stop "Evenhand needs Python 3.11 or later, and this system has none to install."
  fi
  "$found" -m venv --clear "$venv" || stop "A Python environment could not be made in $venv."
}

ready() {
  lock=$root/$1
  stamp=$venv/stamp-$1
  wanted=$(cksum <"$lock")
  [ "$(cat "$stamp" 2>/dev/null)" = "$wanted" ] && [ -x "$python" ] && return 0
  say "Setting up Evenhand (once; about a minute) ..."
  make_venv
  "$python" -m pip --version >/dev/null 2>&1 || "$python" -m ensurepip >/dev/null
  "$python" -m pip install -q --disable-pip-version-check --no-input --require-hashes --only-binary :all: -r "$lock" \
    || stop "What Evenhand is built on could not be installed. Is there a network connection?"
  printf '%s\n' "$wanted" >"$stamp"
  # all that the program needs is in the lock of those who test it
  [ "$1" != requirements-dev.lock ] || cksum <"$root/requirements.lock" >"$venv/stamp-requirements.lock"
}

loads_qt() { "$python" -c 'from PySide6 import QtWidgets'; }

qt() {
  [ -e "$venv/stamp-qt" ] && return 0
  if ! loads_qt 2>/dev/null; then
    # without a screen the terminal's verbs do without Qt
    may_install || has_screen || [ "${1:-}" = needed ] || return 0
    [ "$(uname)" = Linux ] || loads_qt || stop "Qt could not be loaded."
    # shellcheck disable=SC2086
    install_packages $qt_packages $screen_packages
    loads_qt || stop "Qt could not be loaded."
  fi
  : >"$venv/stamp-qt"
}

screen() {
  [ "$(uname)" = Linux ] && has_screen || return 0
  [ -e "$venv/stamp-screen" ] && return 0
  plugins=$("$python" -c 'import PySide6; print(PySide6.__path__[0])')/Qt/plugins/platforms
  # shellcheck disable=SC2086
  ! ldd "$plugins"/libqxcb.so "$plugins"/libqwayland*.so 2>/dev/null | grep -q 'not found' || install_packages $screen_packages
  : >"$venv/stamp-screen"
}
