//! What to check after the identity platform has refused.

/// After no answer.
pub(super) const UNREACHABLE: &str = "check the network, the proxy, and the address of the identity platform";

/// What to check after a code of the identity platform; its documentation lists them as "AADSTS error codes".
pub(super) fn of_code(code: &str) -> Option<&'static str> {
    Some(match code {
        "AADSTS7000215" => {
            "the client secret is wrong: give its value, not its id; it may be that of another application"
        }
        "AADSTS7000222" => "the client secret has expired: add a new one to the application",
        "AADSTS7000216" => {
            "the application has to prove itself: give a client secret, a certificate or a federated token"
        }
        "AADSTS700016" => "check the client id, and that it is an application of this tenant",
        "AADSTS7000112" => "the application is disabled: an administrator has to enable it",
        "AADSTS7000229" => "the application has no service principal in this tenant: grant it consent there",
        "AADSTS90002" | "AADSTS900023" | "AADSTS900021" => {
            "check the tenant: its id or one of its domains, in its own cloud"
        }
        "AADSTS900382" | "AADSTS900381" => "the tenant is in another cloud: check the environment",
        "AADSTS500011" | "AADSTS650057" => {
            "the tenant does not know the service of this scope: check the scope, and that the tenant has Microsoft Defender \
             for Endpoint"
        }
        "AADSTS1002012" | "AADSTS70011" => "check the scope: that of an application ends with `/.default`",
        "AADSTS700027" | "AADSTS7000272" | "AADSTS700024" => {
            "check that the certificate is one of the application, has not expired, and that the clock is right"
        }
        "AADSTS70021" | "AADSTS700211" | "AADSTS700212" | "AADSTS700213" => {
            "no federated credential of the application matches the token: compare issuer, subject and audience"
        }
        "AADSTS50076" | "AADSTS50079" | "AADSTS50158" => {
            "a second factor is asked for: sign in again, as with `az login`"
        }
        "AADSTS53003" | "AADSTS530003" | "AADSTS50005" => "a conditional access policy refuses: ask the administrator",
        "AADSTS65001" | "AADSTS65002" => "nobody has consented for this application: an administrator has to",
        "AADSTS700082" | "AADSTS70043" | "AADSTS50173" | "AADSTS50078" => "the sign-in has expired: sign in again",
        "AADSTS50034" | "AADSTS50057" => "check that the account exists in this tenant, and is enabled",
        _ => return None,
    })
}
