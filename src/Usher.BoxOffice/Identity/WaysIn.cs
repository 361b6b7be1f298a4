namespace Usher.BoxOffice.Identity;

/// <summary>
/// What opens for a person. Whoever works nowhere has none of it: an account that one organization made, or took a role
/// from, must not open at the next one that lets the person in.
/// </summary>
internal static class WaysIn
{
    /// <summary>Ends the links by which the person $1 could choose a password.</summary>
    public const string EndLinks = "delete from person_links where person_id = $1 and used_at is null";

    /// <summary>Ends all ways in of the person $1, if that is somebody who works nowhere and runs nothing.</summary>
    public const string EndOfJobless = """
        with jobless as (
            update people p
            set password_hash = null, totp_secret = null, totp_step = 0, security_stamp = gen_random_uuid()
            where p.id = $1 and not p.is_operator and not exists (select from memberships where person_id = p.id)
            returning p.id
        ), links as (
            delete from person_links l using jobless j where l.person_id = j.id and l.used_at is null
        ), codes as (
            delete from recovery_codes c using jobless j where c.person_id = j.id
        ), keys as (
            delete from passkeys k using jobless j where k.person_id = j.id
        )
        delete from provider_logins o using jobless j where o.person_id = j.id
        """;
}
