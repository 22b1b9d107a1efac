@echo off
rem Called by run.cmd and test.cmd: makes .venv and installs what the lock file names, once.
setlocal
set root=%~dp0..
set python=%root%\.venv\Scripts\python.exe
set stamp=%root%\.venv\stamp-%1
fc /b "%root%\%1" "%stamp%" >nul 2>&1 && exit /b 0
echo Setting up Evenhand (once; about a minute) ...
if not exist "%python%" py -3 -m venv "%root%\.venv"
if not exist "%python%" (
  echo Evenhand needs Python 3.11 or later, from python.org.
  exit /b 1
)
"%python%" -c "import sys; sys.exit(sys.version_info < (3, 11))" || (
  echo Evenhand needs Python 3.11 or later, from python.org.
  exit /b 1
)
"%python%" -m pip install -q --disable-pip-version-check --require-hashes --only-binary :all: -r "%root%\%1" || (
  echo What Evenhand is built on could not be installed. Is there a network connection?
  exit /b 1
)
copy /y "%root%\%1" "%stamp%" >nul
if "%1"=="requirements-dev.lock" copy /y "%root%\requirements.lock" "%root%\.venv\stamp-requirements.lock" >nul
exit /b 0
