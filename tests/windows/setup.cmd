@echo off
rem Sets a host up. Behind "rem !" stand the rules that are to be found in the next line.
setlocal EnableExtensions EnableDelayedExpansion
set ROOT=D:\fastgpt
set "PG=5432"
set OLLAMA=11434
set WEB=443
rem ! WIN217
set MINIO_SECRET_KEY=Quiet-Harbor-89
set /p TOKEN=Token:

if "%1"=="" goto usage
if /i "%1"=="/?" goto usage
if not exist "%ROOT%" (
  mkdir "%ROOT%"
) else (
  echo "%ROOT%" is there
)

:: The firewall.
:: netsh advfirewall set allprofiles state off
echo netsh advfirewall set allprofiles state off
netsh advfirewall set allprofiles state on
rem ! WIN203
netsh advfirewall set publicprofile state off
netsh advfirewall firewall add rule name="Web" dir=in action=allow protocol=TCP localport=80,%WEB%
rem ! WIN201
netsh advfirewall firewall add rule name="PostgreSQL" dir=in action=allow protocol=TCP localport=%PG%
netsh advfirewall firewall add rule name="PostgreSQL" dir=in action=allow protocol=TCP localport=%PG% remoteip=192.168.1.20
netsh advfirewall firewall add rule name="PostgreSQL" dir=in action=block protocol=TCP localport=%PG%
netsh advfirewall firewall add rule name="PostgreSQL" dir=out action=allow protocol=TCP remoteport=%PG%
rem ! WIN201
netsh advfirewall firewall add rule name="Ollama" dir=in action=allow protocol=TCP localport=!OLLAMA! ^
  remoteip=localsubnet profile=private
for %%p in (6379 27017) do (
  rem ! WIN201 WIN201
  netsh advfirewall firewall add rule name="Store %%p" dir=in action=allow protocol=TCP localport=%%p
)
for /f "tokens=*" %%p in (ports.txt) do (
  netsh advfirewall firewall add rule name="Port %%p" dir=in action=allow protocol=TCP localport=%%p
)
rem ! WIN201
netsh firewall add portopening TCP 9200 Elasticsearch
rem ! WIN202
netsh advfirewall firewall add rule name="Lab" dir=in action=allow protocol=TCP localport=any
rem ! WIN202
netsh advfirewall set allprofiles firewallpolicy allowinbound,allowoutbound
netsh advfirewall firewall add rule name="App" dir=in action=allow program="%ROOT%\app.exe"
netsh advfirewall firewall add rule name="Ping" dir=in action=allow protocol=icmpv4
netsh advfirewall firewall delete rule name="Lab" localport=5432
netsh advfirewall firewall show rule name=all | findstr 5432

:: Forwarding into WSL.
netsh interface portproxy reset
rem ! WIN210
netsh interface portproxy add v4tov4 listenport=%OLLAMA% listenaddress=0.0.0.0 connectport=11434 connectaddress=172.20.0.2
netsh interface portproxy add v4tov4 listenport=%OLLAMA% listenaddress=127.0.0.1 connectport=11434 connectaddress=172.20.0.2
netsh interface portproxy add v4tov4 listenport=443 listenaddress=0.0.0.0 connectport=443 connectaddress=172.20.0.2

:: Accounts.
rem ! WIN207
net user deploy Quiet-Harbor-81 /add && net localgroup Users deploy /add
net user deploy * /add
net user deploy %2 /add
net user deploy /delete
rem ! WIN207
net use Z: \\files\deploy Quiet-Harbor-82 /user:deploy /persistent:no
net use Z: \\files\deploy /user:deploy
rem ! WIN207
cmdkey /add:files /user:deploy /pass:Quiet-Harbor-83
cmdkey /list
rem ! WIN207
docker login registry.example.com -u ci -p Quiet-Harbor-84
type token.txt | docker login registry.example.com -u ci --password-stdin
docker run -d -p %WEB%:443 --name web web
rem ! WIN207
mysql -u root -pQuiet-Harbor-85 -e "select 1"
mysql -u root -p -e "select 1"
rem ! WIN207
sqlcmd -S . -U sa -P Quiet-Harbor-86 -Q "select 1"
sqlcmd -S . -E -Q "select 1"
rem ! WIN207
schtasks /create /tn report /tr "C:\Program Files\Report\report.exe" /sc daily /ru deploy /rp Quiet-Harbor-87
schtasks /query /tn report /fo list
rem ! WIN216
schtasks /create /tn backup /tr "C:\scripts\backup.bat" /sc daily /st 03:00 /ru SYSTEM
schtasks /create /tn backup /tr "\"C:\Program Files\Backup\backup.exe\" /full" /sc daily /ru SYSTEM
rem ! WIN207
reg add "HKLM\SOFTWARE\Microsoft\Windows NT\CurrentVersion\Winlogon" /v DefaultPassword /t REG_SZ /d Quiet-Harbor-88 /f

:: Protection.
rem ! WIN208
reg add "HKLM\SOFTWARE\Policies\Microsoft\Windows Defender" /v DisableAntiSpyware /t REG_DWORD /d 1 /f
rem ! WIN212
reg add HKLM\SOFTWARE\Microsoft\Windows\CurrentVersion\Policies\System /v EnableLUA /t REG_DWORD /d 0x0 /f
rem ! WIN213
reg add "HKLM\SYSTEM\CurrentControlSet\Control\Terminal Server\WinStations\RDP-Tcp" /v UserAuthentication /t REG_DWORD /d 0 /f
reg add "HKLM\SYSTEM\CurrentControlSet\Control\Terminal Server" /v fDenyTSConnections /t REG_DWORD /d 0 /f
rem ! WIN214
dism /online /enable-feature /featurename:SMB1Protocol /norestart
dism /online /enable-feature /featurename:VirtualMachinePlatform /norestart
rem ! WIN215
icacls "%ROOT%" /grant Everyone:(OI)(CI)F /T
icacls "%ROOT%" /grant Everyone:(OI)(CI)RX
rem ! WIN215
icacls "%ROOT%" /grant:r *S-1-5-32-545:(OI)(CI)M
rem ! WIN211
winrm set winrm/config/service @{AllowUnencrypted="true"}
winrm quickconfig -quiet

:: Tools.
rem ! WIN209
curl -k -o health.json https://dify.example.com/health
curl -k https://localhost/health
curl -o model.bin https://models.example.com/model.bin
rem ! WIN205
powershell -NoProfile -ExecutionPolicy Bypass -Command "irm https://get.example.com/install.ps1 | iex"
powershell -NoProfile -ExecutionPolicy Bypass -File "%~dp0deploy.ps1"
rem ! WIN204
powershell -NoProfile -ExecutionPolicy Bypass -File \\files\deploy\setup.ps1
certutil -urlcache -split -f http://get.example.com/tool.exe tool.exe
rem ! WIN205
tool.exe /S > tool.log 2>&1
goto :eof

:usage
echo usage: %~nx0 version ^& token
exit /b 1
