# Sourced by run and test: sets up what is missing, once. Sets $python.
#   ready LOCK    install what the lock file names; a second call with the same lock does nothing
#   screen        have what Qt needs to open a window here

root=$(cd "$(dirname "$0")" && pwd)
venv=$root/.venv
python=$venv/bin/python

python_packages="python3 python3-venv"
qt_packages="libgl1 libegl1 libfontconfig1 libglib2.0-0 libxkbcommon0 libdbus-1-3"
screen_packages="libxcb-cursor0 libxcb-icccm4 libxcb-keysyms1 libxcb-shape0 libxkbcommon-x11-0 libwayland-cursor0"

say() { printf '%s\n' "$*" >&2; }
stop() { say "$*"; exit 1; }

has_apt() { command -v apt-get >/dev/null 2>&1; }

# may_install: is there a way to be administrator here?
may_install() {
  has_apt || return 1
  [ "$(id -u)" = 0 ] && return 0
  command -v sudo >/dev/null 2>&1 && { sudo -n true 2>/dev/null || [ -t 0 ]; }
}

# quietly COMMAND...: what it says is shown only if it fails
quietly() {
  heard=$("$@" 2>&1) || stop "$heard
The system's packages could not be installed. Is there a network connection?"
}

as_root() { if [ "$(id -u)" = 0 ]; then "$@"; else sudo "$@"; fi; }

# install_packages PACKAGE...
install_packages() {
  has_apt || stop "Please install what these Debian packages hold, then try again: $*"
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
    has_apt || stop "Evenhand needs Python 3.11 or later, from python.org or your system's packages."
    # shellcheck disable=SC2086
    install_packages $python_packages
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
  # shellcheck disable=SC2086
  "$python" -c 'from PySide6 import QtWidgets' 2>/dev/null || {
    [ "$(uname)" = Linux ] || stop "Qt could not be loaded: $("$python" -c 'from PySide6 import QtWidgets' 2>&1 | tail -n 1)"
    if may_install; then install_packages $qt_packages $screen_packages; else install_packages $qt_packages; fi
    "$python" -c 'from PySide6 import QtWidgets' || stop "Qt could not be loaded."
  }
  printf '%s\n' "$wanted" >"$stamp"
  # all that the program needs is in the lock of those who test it
  [ "$1" = requirements-dev.lock ] && cksum <"$root/requirements.lock" >"$venv/stamp-requirements.lock"
  return 0
}

screen() {
  [ "$(uname)" = Linux ] && [ -n "${DISPLAY:-}${WAYLAND_DISPLAY:-}" ] || return 0
  [ -e "$venv/stamp-screen" ] && return 0
  plugins=$("$python" -c 'import PySide6; print(PySide6.__path__[0])')/Qt/plugins/platforms
  # shellcheck disable=SC2086
  ! ldd "$plugins"/libqxcb.so "$plugins"/libqwayland*.so 2>/dev/null | grep -q 'not found' || install_packages $screen_packages
  : >"$venv/stamp-screen"
}
