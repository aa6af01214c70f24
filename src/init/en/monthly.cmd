@echo off
chcp 65001 >nul
setlocal
title csr-report
set "PROGRAM=%~dp0csr-report.exe"
if exist "%PROGRAM%" goto run
set "PROGRAM="
for %%I in (csr-report.exe) do set "PROGRAM=%%~$PATH:I"
if defined PROGRAM goto run
echo csr-report.exe was not found.
echo Copy csr-report.exe into the folder of this file, then double-click again:
echo %~dp0
set "CODE=1"
goto end

:run
"%PROGRAM%" -C "%~dp0." monthly
set "CODE=%ERRORLEVEL%"
echo.
if "%CODE%"=="0" goto done
echo There is no new report; the reason and what to do stand above. The last report is unchanged.
goto end

:done
echo The report is ready.

:end
echo.
echo Press any key to close this window.
pause >nul
exit /b %CODE%
