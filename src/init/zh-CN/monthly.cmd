@echo off
chcp 65001 >nul
setlocal
title csr-report
set "PROGRAM=%~dp0csr-report.exe"
if exist "%PROGRAM%" goto run
set "PROGRAM="
for %%I in (csr-report.exe) do set "PROGRAM=%%~$PATH:I"
if defined PROGRAM goto run
echo 找不到 csr-report.exe。
echo 请把 csr-report.exe 复制到本文件所在的文件夹，然后再双击一次：
echo %~dp0
set "CODE=1"
goto end

:run
"%PROGRAM%" -C "%~dp0." monthly
set "CODE=%ERRORLEVEL%"
echo.
if "%CODE%"=="0" goto done
echo 没有生成报告，原因和处理办法见上。上一次的报告没有改变。
goto end

:done
echo 报告已生成。

:end
echo.
echo 按任意键关闭窗口。
pause >nul
exit /b %CODE%
