using System.Collections.Immutable;
using Usher.Engine.Database;

namespace Usher.BoxOffice.Identity;

/// <summary>Somebody's account at a provider (OpenID Connect).</summary>
/// <param name="Issuer">Names the provider; at most <see cref="IssuerCharsMax"/> characters.</param>
/// <param name="Subject">Names the account there, for good; at most <see cref="SubjectCharsMax"/> characters.</param>
public sealed record ProviderAccount(string Issuer, string Subject)
{
    public const int IssuerCharsMax = 500;
    public const int SubjectCharsMax = 255;
}

/// <summary>A line of the list of somebody's accounts at providers.</summary>
/// <param name="Issuer">The provider.</param>
/// <param name="CreatedAt">When the person first came by it.</param>
/// <param name="LastUsedAt">When the person last did.</param>
public sealed record ProviderLine(string Issuer, DateTime CreatedAt, DateTime LastUsedAt);

/// <summary>Which account at a provider is whose. The first sign-in links one by its verified address; from then on the
/// account counts, whatever its address becomes.</summary>
public sealed class ProviderLogins(DataSources data)
{
    private const string Use = """
        update provider_logins set last_used_at = now() where issuer = $1 and subject = $2 returning person_id
        """;

    private const string Insert = """
        insert into provider_logins (issuer, subject, person_id) values ($1, $2, $3) on conflict do nothing
        """;

    private const string List = """
        select issuer, created_at, last_used_at from provider_logins where person_id = $1 order by created_at limit 20
        """;

    private const string Remove = "delete from provider_logins where person_id = $1 and issuer = $2";

    /// <summary>Whose it is; null: nobody's yet.</summary>
    public async Task<PersonId?> FindAsync(ProviderAccount account, CancellationToken ct)
    {
        await using var command = data.Primary.Command(Use, account.Issuer.Typed(), account.Subject.Typed());
        return await command.ExecuteScalarAsync(ct) is Guid id ? new PersonId(id) : null;
    }

    /// <summary>Makes it this person's.</summary>
    /// <returns>False: it is another one's, or the person has another account at this provider.</returns>
    public async Task<bool> LinkAsync(ProviderAccount account, PersonId person, CancellationToken ct)
    {
        await using var command = data.Primary.Command(
            Insert, account.Issuer.Typed(), account.Subject.Typed(), person.Typed());
        return await command.ExecuteNonQueryAsync(ct) == 1
            // Of two first sign-ins at once one was first, and it was the same person's.
            || await FindAsync(account, ct) == person;
    }

    /// <summary>In the order in which they were linked; at most 20.</summary>
    public async Task<ImmutableArray<ProviderLine>> ListAsync(PersonId person, CancellationToken ct)
    {
        await using var command = data.Primary.Command(List, person.Typed());
        await using var reader = await command.ExecuteReaderAsync(ct);
        var lines = ImmutableArray.CreateBuilder<ProviderLine>();
        while (await reader.ReadAsync(ct))
        {
            lines.Add(new ProviderLine(reader.GetString(0), reader.GetDateTime(1), reader.GetDateTime(2)));
        }

        return lines.ToImmutable();
    }

    /// <summary>Takes the person's account at a provider away; the next sign-in by it links anew.</summary>
    public async Task RemoveAsync(PersonId person, string issuer, CancellationToken ct)
    {
        await using var command = data.Primary.Command(Remove, person.Typed(), issuer.Typed());
        await command.ExecuteNonQueryAsync(ct);
    }
}
