@{
    RootModule           = 'DefenderActions.psm1'
    ModuleVersion        = '@VERSION@'
    GUID                 = '@GUID@'
    Author               = 'The defender-actions project'
    CompanyName          = 'The defender-actions project'
    Copyright            = 'MIT OR Apache-2.0'
    Description          = 'Client for response actions of Microsoft Defender for Endpoint, generated from an OpenAPI contract'
    PowerShellVersion    = '6.2'
    CompatiblePSEditions = @('Core')
    FunctionsToExport    = @(
@FUNCTIONS@
    )
    CmdletsToExport      = @()
    VariablesToExport    = @()
    AliasesToExport      = @()
    PrivateData          = @{
        PSData = @{
            Tags       = @('defender', 'security', 'openapi')
            LicenseUri = 'https://spdx.org/licenses/MIT.html'
            ProjectUri = 'https://github.com/defender-actions/defender-actions'
        }
    }
}
