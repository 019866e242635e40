<#
  Sets a host up for FastGPT and Dify. A comment that begins with an exclamation mark names what is found in its line.
  netsh advfirewall set allprofiles state off
#>
#Requires -RunAsAdministrator
[CmdletBinding()]
param(
    [Parameter(Mandatory = $true)]
    [string]$Version,
    [string]$Root = 'D:\fastgpt',
    [int]$WebPort = 443,
    [switch]$Lab
)

Set-StrictMode -Version Latest
$ErrorActionPreference = 'Stop'

# Write-Host "Set-NetFirewallProfile -Enabled False"
function Write-Step([string]$Text) {
    Write-Host ("== {0} ==" -f $Text) -ForegroundColor Cyan
}

Write-Step 'Execution policy'
Set-ExecutionPolicy -ExecutionPolicy RemoteSigned -Scope CurrentUser -Force
Set-ExecutionPolicy Bypass -Scope Process -Force
Set-ExecutionPolicy Unrestricted -Force #! WIN204

Write-Step 'Windows features'
foreach ($feature in 'Microsoft-Windows-Subsystem-Linux', 'VirtualMachinePlatform') {
    Enable-WindowsOptionalFeature -Online -FeatureName $feature -NoRestart | Out-Null
}
Enable-WindowsOptionalFeature -Online -FeatureName SMB1Protocol -NoRestart #! WIN214
Enable-WindowsOptionalFeature -Online -FeatureName LDAP-Client -All
wsl --install
wsl --set-default-version 2

Write-Step 'Firewall'
$pg = 5432
New-NetFirewallRule -DisplayName 'Web' -Direction Inbound -Protocol TCP -LocalPort 80, $WebPort -Action Allow
New-NetFirewallRule -DisplayName 'PostgreSQL' -Direction Inbound -Protocol TCP -LocalPort $pg -Action Allow #! WIN201
New-NetFirewallRule -DisplayName 'PostgreSQL backup' -LocalPort $pg -Protocol TCP -RemoteAddress 192.168.1.20
New-NetFirewallRule -DisplayName 'No Mongo' -LocalPort 27017 -Protocol TCP -Action Block
New-NetFirewallRule -DisplayName 'Sync' -LocalPort 27017 -Protocol UDP
New-NetFirewallRule -DisplayName 'Off' -LocalPort 27017 -Protocol TCP -Enabled False
$ollama = @{
    DisplayName   = 'Ollama'
    Direction     = 'Inbound'
    Protocol      = 'TCP'
    LocalPort     = 11434 #! WIN201
    RemoteAddress = 'LocalSubnet'
    Action        = 'Allow'
}
New-NetFirewallRule @ollama | Out-Null
$weaviate = @{ DisplayName = 'Weaviate'; LocalPort = 50051; Protocol = 'TCP' }
$weaviate.LocalPort = $Version.Length
New-NetFirewallRule @weaviate
$stores = @(
    6379
    9200
)
$stores | ForEach-Object {
    Write-Host "port $_"
}
foreach ($port in 6333, 19530) {
    New-NetFirewallRule -DisplayName "Vectors $port" `
        -Protocol TCP -Profile Domain, Private `
        -LocalPort $port #! WIN201 WIN201
}
New-Item -ItemType Directory -Force $Root | Out-Null
New-NetFirewallRule -DisplayName 'Lab' -Direction Inbound -Action Allow -Protocol TCP #! WIN202
New-NetFirewallRule -DisplayName 'App' -Program "$Root\app.exe" -Action Allow
if ($Lab) {
    Set-NetFirewallProfile -Profile Domain, Public, Private -Enabled:$false #! WIN203
} else {
    Set-NetFirewallProfile -Profile Domain, Public, Private -Enabled True -DefaultInboundAction Block
}
netsh interface portproxy add v4tov4 listenport=6379 listenaddress=0.0.0.0 connectport=6379 connectaddress=$((wsl hostname -I).Trim()) #! WIN210
netsh interface portproxy add v4tov4 listenport=443 listenaddress=0.0.0.0 connectport=443 connectaddress=172.20.0.2

Write-Step 'Defender'
Set-MpPreference -DisableRealtimeMonitoring $true #! WIN208
Add-MpPreference -ExclusionPath "$env:TEMP" #! WIN208
Add-MpPreference -ExclusionPath "$Root\wsl\disk.vhdx"

Write-Step 'Tools'
Invoke-RestMethod https://get.example.com/install.ps1 | Invoke-Expression #! WIN205
iex "& { $(irm https://get.example.com/other.ps1) } -Quiet" #! WIN205
&([scriptblock]::Create((New-Object Net.WebClient).DownloadString('http://get.example.com/x.ps1'))) #! WIN205
$answer = Invoke-RestMethod "https://api.example.com/versions/$Version"
Write-Host "newest: $($answer.tag)"
$setup = Join-Path $env:TEMP 'DockerDesktop.exe'
Invoke-WebRequest -Uri https://desktop.example.com/DockerDesktop.exe -OutFile $setup
Start-Process -FilePath $setup -ArgumentList 'install', '--quiet' -Wait #! WIN205

Write-Step 'Accounts'
$word = ConvertTo-SecureString 'Quiet-Harbor-71' -AsPlainText -Force #! WIN206
New-LocalUser -Name 'fastgpt' -Password $word
$asked = Read-Host 'Password' -AsSecureString
New-LocalUser -Name 'dify' -Password $asked
net user backup 'Quiet-Harbor-72' /add #! WIN207
net user backup /active:yes
docker login registry.example.com --username ci --password 'Quiet-Harbor-73' #! WIN207
Get-Content token.txt | docker login registry.example.com --username ci --password-stdin
Invoke-Sqlcmd -ServerInstance . -Query 'select 1' -Username sa -Password 'Quiet-Harbor-74' #! WIN207
Invoke-Sqlcmd -ServerInstance . -Query 'select 1' -Username sa -Password $env:SA_PASSWORD
$env:PGPASSWORD = 'Quiet-Harbor-76' #! WIN217
docker exec fastgpt_mysql_1 mysql -uroot -pQuiet-Harbor-77 -e 'select 1' #! WIN207
docker exec -it fastgpt_postgres_1 psql -U postgres -c "\l"
$body = @{ email = 'admin@example.com'; password = 'Quiet-Harbor-78' } | ConvertTo-Json #! WIN217
curl.exe --silent --user "admin:$env:TOKEN" https://api.example.com/health

Write-Step 'Trust'
[Net.ServicePointManager]::ServerCertificateValidationCallback = { $true } #! WIN209
[Net.ServicePointManager]::SecurityProtocol = [Net.SecurityProtocolType]::Tls12
Invoke-RestMethod https://dify.example.com/health -SkipCertificateCheck #! WIN209
Invoke-RestMethod https://localhost/health -SkipCertificateCheck
curl.exe -fsSLk https://dify.example.com/health #! WIN209

Write-Step 'Remote control'
Enable-PSRemoting -Force
Enable-PSRemoting -SkipNetworkProfileCheck -Force #! WIN211
Set-Item WSMan:\localhost\Client\TrustedHosts -Value '*' -Force #! WIN211
$system = 'HKLM:\SOFTWARE\Microsoft\Windows\CurrentVersion\Policies\System'
Set-ItemProperty -Path $system -Name EnableLUA -Value 0 -Type DWord #! WIN212
Set-ItemProperty -Path $system -Name ShutdownWithoutLogon -Value 0
Set-ItemProperty 'HKLM:\SYSTEM\CurrentControlSet\Control\Terminal Server\WinStations\RDP-Tcp' UserAuthentication 0 #! WIN213

Write-Step 'Folders'
icacls $Root /grant 'Everyone:(OI)(CI)M' /T #! WIN215
icacls $Root /grant 'Administrators:(OI)(CI)F' 'Users:(OI)(CI)RX'
New-SmbShare -Name deploy -Path $Root -ReadAccess Everyone
$run = New-ScheduledTaskAction -Execute 'powershell.exe' -Argument '-NoProfile -File C:\scripts\backup.ps1' #! WIN216
$by = New-ScheduledTaskPrincipal -UserId 'SYSTEM' -RunLevel Highest
Register-ScheduledTask -TaskName 'backup' -Action $run -Principal $by -Trigger (New-ScheduledTaskTrigger -Daily -At 3am)

Write-Step 'Containers'
@'
net user nobody Quiet-Harbor-75 /add
Set-NetFirewallProfile -Enabled False
'@ | Set-Content "$Root\notes.txt"
docker compose --project-directory $Root up -d
exit 0
