@echo off
rem Every check: format, lint, types, import contracts, tests. With arguments, pytest alone with them.
call "%~dp0.ci\ready.cmd" requirements-dev.lock || exit /b 1
cd /d "%~dp0"
set python=.venv\Scripts\python.exe
if not "%~1"=="" (
  %python% -m pytest %*
  exit /b
)
set failed=
echo == format
%python% -m ruff format --check . || set failed=%failed% format
echo == lint
%python% -m ruff check . || set failed=%failed% lint
echo == types
%python% -m mypy || set failed=%failed% types
echo == imports
.venv\Scripts\lint-imports.exe || set failed=%failed% imports
echo == tests
%python% -m pytest -q || set failed=%failed% tests
if defined failed (
  echo Failed:%failed%
  exit /b 1
)
