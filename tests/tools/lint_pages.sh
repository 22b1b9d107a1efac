#!/bin/sh
# Read every page of the real window through its accessibility tree, and fail where two controls
# could not be told apart by somebody who cannot see them.
#
#   lint_pages.sh WINDOW_TOOL [REVIEW]
#
# WINDOW_TOOL starts a program on a virtual screen and gives its steps `ui` (by accessible names).
set -eu
root=$(cd "$(dirname "$0")/../.." && pwd)
tool=$1
home=$(mktemp -d)
trap 'rm -rf "$home"' EXIT
review=${2:-$home/sample.evenhand}
[ -e "$review" ] || (cd "$root" && EVENHAND_HOME=$home .venv/bin/python main.py sample "$review" >/dev/null)
set --
for page in Overview 'Instrument workshop' Records Studies Appraise Extract Reconcile Synthesis \
  Report History Settings; do
  set -- "$@" --do "ui click '$page' && sleep 1.5 && echo '== $page' && ui lint"
done
cd "$root"
exec "$tool" --size 1400x900 --env EVENHAND_HOME="$home" "$@" -- .venv/bin/python main.py "$review"
