using Microsoft.Extensions.Options;
using Npgsql;
using Usher.BoxOffice.Permissions;
using Usher.Engine.Database;
using Usher.Engine.Idempotency;

namespace Usher.BoxOffice.Identity;

/// <summary>What a link is for.</summary>
public enum LinkKind
{
    Invitation,
    Reset,
}

/// <summary>A link by which somebody chooses a password, once. Nobody can be shown it again.</summary>
/// <param name="Token">The secret in it.</param>
/// <param name="ExpiresAt">Until when it works.</param>
public sealed record PersonLink(string Token, DateTime ExpiresAt);

/// <summary>Whose link it is.</summary>
public sealed record LinkOwner(PersonId Person, string Email, string Name);

/// <summary>Links of invitations and resets: stored as hashes, expiring, good once. A new one ends those before it.
/// </summary>
public sealed class PersonLinks(DataSources data, Sessions sessions, IOptions<AccessOptions> options)
{
    private const string Make = """
        with old as (delete from person_links where person_id = $2 and used_at is null)
        insert into person_links (token_hash, person_id, kind, expires_at)
        values ($1, $2, $3, now() + make_interval(hours => $4)) returning expires_at
        """;

    private const string Find = $"""
        select p.id, p.email, p.name from person_links l join people p on p.id = l.person_id
        where l.token_hash = $1 and {IsGood} and p.disabled_at is null
        """;

    private const string IsGood = "l.used_at is null and l.expires_at > now()";

    // Two at once: the second waits for the row and finds it used.
    private const string Use = $"""
        with used as (
            update person_links l set used_at = now() where l.token_hash = $1 and {IsGood} returning person_id
        )
        update people p set password_hash = $2, security_stamp = $3
        from used where p.id = used.person_id and p.disabled_at is null returning p.id
        """;

    public Task<PersonLink> MakeAsync(PersonId person, LinkKind kind, CancellationToken ct) =>
        MakeAsync(data.Primary.Command(Make), person, kind, ct);

    /// <summary>The same as a part of an organiser's write.</summary>
    public Task<PersonLink> MakeAsync(OrganiserWrite write, PersonId person, LinkKind kind, CancellationToken ct) =>
        MakeAsync(write.Connection.Command(Make), person, kind, ct);

    private async Task<PersonLink> MakeAsync(
        NpgsqlCommand make, PersonId person, LinkKind kind, CancellationToken ct)
    {
        var token = Token.Make();
        var hours = kind == LinkKind.Invitation ? options.Value.InvitationHours : options.Value.ResetHours;
        await using var command = make;
        command.Parameters.AddRange(
            (NpgsqlParameter[])[Token.HashOf(token).Typed(), person.Typed(), NameOf(kind).Typed(), hours.Typed()]);
        return new PersonLink(token, (DateTime)(await command.ExecuteScalarAsync(ct))!);
    }

    /// <summary>Whose link it is; null: it is none, or works no more.</summary>
    public async Task<LinkOwner?> FindAsync(string token, CancellationToken ct)
    {
        await using var command = data.Primary.Command(Find, Token.HashOf(token).Typed());
        await using var reader = await command.ExecuteReaderAsync(ct);
        return await reader.ReadAsync(ct)
            ? new LinkOwner(new PersonId(reader.GetGuid(0)), reader.GetString(1), reader.GetString(2))
            : null;
    }

    /// <summary>Uses it up: the person has this password from now on, and is signed in nowhere.</summary>
    /// <returns>Null: it works no more.</returns>
    public async Task<PersonId?> UseAsync(string token, string passwordHash, CancellationToken ct)
    {
        await using var command = data.Primary.Command(
            Use, Token.HashOf(token).Typed(), passwordHash.Typed(), Guid.NewGuid().Typed());
        if (await command.ExecuteScalarAsync(ct) is not Guid id)
        {
            return null;
        }

        sessions.ForgetOf(new PersonId(id));
        return new PersonId(id);
    }

    private static string NameOf(LinkKind kind) => kind == LinkKind.Invitation ? "INVITATION" : "RESET";
}
