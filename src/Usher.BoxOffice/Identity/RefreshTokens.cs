using Usher.BoxOffice.Permissions;
using Usher.Engine.Database;

namespace Usher.BoxOffice.Identity;

/// <summary>What came of a refresh token.</summary>
public abstract record RefreshOutcome
{
    private RefreshOutcome()
    {
    }

    /// <summary>It was good, and is used up.</summary>
    public sealed record Rotated(OpenSession Session, string NextToken) : RefreshOutcome;

    /// <summary>It had been used before: its session is over.</summary>
    public sealed record Replayed : RefreshOutcome;

    /// <summary>There is no such token, or its session is over.</summary>
    public sealed record Unknown : RefreshOutcome;
}

/// <summary>
/// Tokens that refresh a session of the API, each once (RFC 9700 §4.14). A session's tokens are one family: when one
/// of them comes a second time, two have it, and nobody can tell who is the thief; the session ends.
/// </summary>
public sealed class RefreshTokens(DataSources data, Sessions sessions)
{
    private const string Insert = "insert into refresh_tokens (token_hash, session_id) values ($1, $2)";

    // One at a time gets the row unused; whoever waited for it finds it used. The next one is there with that, or
    // neither is.
    private const string Rotate = """
        with used as (
            update refresh_tokens set used_at = now() where token_hash = $1 and used_at is null returning session_id
        ), next as (
            insert into refresh_tokens (token_hash, session_id) select $2, session_id from used
        )
        select session_id from used
        """;

    private const string FindUsed = "select session_id from refresh_tokens where token_hash = $1";

    /// <summary>The first, or the next, of a session.</summary>
    public async Task<string> IssueAsync(SessionId session, CancellationToken ct)
    {
        var token = Token.Make();
        await using var command = data.Primary.Command(
            Insert, Token.HashOf(token).Typed(), session.Value.Typed());
        await command.ExecuteNonQueryAsync(ct);
        return token;
    }

    /// <summary>Uses a token up and gives the next one.</summary>
    public async Task<RefreshOutcome> RotateAsync(string token, CancellationToken ct)
    {
        var hash = Token.HashOf(token);
        var next = Token.Make();
        await using var rotate = data.Primary.Command(Rotate, hash.Typed(), Token.HashOf(next).Typed());
        if (await rotate.ExecuteScalarAsync(ct) is not Guid id)
        {
            return await EndFamilyAsync(hash, ct) ? new RefreshOutcome.Replayed() : new RefreshOutcome.Unknown();
        }

        return await sessions.FindAsync(new SessionId(id), ct) is { } session
            ? new RefreshOutcome.Rotated(session, next)
            : new RefreshOutcome.Unknown();
    }

    /// <summary>Ends the session of a token, used or not.</summary>
    public Task<bool> RevokeAsync(string token, CancellationToken ct) => EndFamilyAsync(Token.HashOf(token), ct);

    private async Task<bool> EndFamilyAsync(byte[] hash, CancellationToken ct)
    {
        await using var find = data.Primary.Command(FindUsed, hash.Typed());
        if (await find.ExecuteScalarAsync(ct) is not Guid id)
        {
            return false;
        }

        await sessions.EndAsync(new SessionId(id), person: null, ct);
        return true;
    }
}
