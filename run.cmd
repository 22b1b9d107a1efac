@echo off
rem Start Evenhand: run [REVIEW], or run VERB ... Sets up what is missing first.
call "%~dp0.ci\ready.cmd" requirements.lock || exit /b 1
"%~dp0.venv\Scripts\python.exe" "%~dp0main.py" %*
