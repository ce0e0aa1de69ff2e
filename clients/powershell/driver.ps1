#Requires -Version 7.4
# Makes the call that each line of standard input asks for, and writes what the caller gets.

$ErrorActionPreference = 'Stop'
$global:ProgressPreference = 'SilentlyContinue'
[Console]::InputEncoding = [System.Text.UTF8Encoding]::new($false)
[Console]::OutputEncoding = [System.Text.UTF8Encoding]::new($false)

Import-Module "$PSScriptRoot/generated/src/DefenderActions/DefenderActions.psm1"

Set-DefenderConfiguration -BaseUrl $env:DEFENDER_ACTIONS_BASE_URL -AccessToken $env:DEFENDER_ACTIONS_TOKEN

$calls = @{
    blockFile = {
        param($parameters, $body)
        $request = Initialize-DefenderBlockFileRequest -Comment $body.Comment
        Invoke-DefenderBlockFile -Sha1 $parameters.sha1 -BlockFileRequest $request -WithHttpInfo
    }
    unblockFile = {
        param($parameters, $body)
        $request = Initialize-DefenderUnblockFileRequest -Comment $body.Comment
        Invoke-DefenderUnblockFile -Sha1 $parameters.sha1 -UnblockFileRequest $request -WithHttpInfo
    }
    stopAndQuarantineFile = {
        param($parameters, $body)
        $request = Initialize-DefenderStopAndQuarantineFileRequest -Comment $body.Comment -Sha1 $body.Sha1
        Invoke-DefenderStopAndQuarantineFile -Id $parameters.id -StopAndQuarantineFileRequest $request -WithHttpInfo
    }
    unrestrictCodeExecution = {
        param($parameters, $body)
        $request = Initialize-DefenderUnrestrictCodeExecutionRequest -Comment $body.Comment
        Invoke-DefenderUnrestrictCodeExecution -Id $parameters.id -UnrestrictCodeExecutionRequest $request -WithHttpInfo
    }
}

function New-Answer($Status, $Held, [string] $TypeWithoutValue, $Headers) {
    # An answer that is not JSON comes as a string.
    $text = if ($Held -is [string] -and $Held) { $Held } else { $null }
    $value = if ($Held -is [string]) { $null } else { $Held }
    $joined = [ordered]@{}
    if ($null -ne $Headers) {
        foreach ($header in $Headers.GetEnumerator()) { $joined[$header.Key] = $header.Value -join ', ' }
    }
    [ordered]@{
        status  = $Status
        type    = if ($null -eq $value) { $TypeWithoutValue } else { $value.GetType().Name }
        value   = $value
        text    = $text
        headers = $joined
    }
}

function Get-Answer([string] $Line) {
    try {
        $request = ConvertFrom-Json $Line
        $call = $calls[$request.operation]
        if ($null -eq $call) {
            return @{ failure = "driver.ps1 has no call for ``$($request.operation)``" }
        }
        $response = & $call $request.parameters $request.body
        $type = if ($response.Response -is [string]) { 'String' } else { 'null' }
        New-Answer ([int] $response.StatusCode) $response.Response $type $response.Headers
    }
    catch [Microsoft.PowerShell.Commands.HttpResponseException] {
        $response = $_.Exception.Response
        # Nothing, if the body was empty.
        $body = "$($_.ErrorDetails.Message)"
        try { $held = ConvertFrom-Json $body } catch { $held = $body }
        New-Answer ([int] $response.StatusCode) $held 'HttpResponseException' $response.Headers
    }
    catch {
        New-Answer $null $null $_.Exception.GetType().Name
    }
}

while ($null -ne ($line = [Console]::In.ReadLine())) {
    [Console]::Out.WriteLine((ConvertTo-Json -InputObject (Get-Answer $line) -Depth 100 -Compress))
}
