using Npgsql;
using Usher.BoxOffice.Permissions;
using Usher.Engine.Database;

namespace Usher.BoxOffice.Identity;

/// <summary>Challenges that were answered rightly. None opens twice: not in another process, and not of two answers at
/// once. Wrong answers write nothing, so strangers cannot fill the table.</summary>
public sealed class SpentChallenges(DataSources data)
{
    // How many that have expired are removed with each new one.
    private const int TidyMax = 100;

    private const string Spend = """
        with old as (
            delete from spent_challenges where challenge_hash in (
                select challenge_hash from spent_challenges where expires_at < now() order by expires_at limit $3)
        )
        insert into spent_challenges (challenge_hash, expires_at) values ($1, now() + make_interval(secs => $2))
        on conflict do nothing
        """;

    /// <param name="challenge">What names it: nobody could have guessed it.</param>
    /// <param name="length">How long it could still be answered.</param>
    /// <param name="ct">Ends the wait.</param>
    /// <returns>False: it was spent before.</returns>
    public async Task<bool> SpendAsync(string challenge, TimeSpan length, CancellationToken ct)
    {
        await using var command = data.Primary.Command(
            Spend, Token.HashOf(challenge).Typed(), new NpgsqlParameter<double> { TypedValue = length.TotalSeconds },
            TidyMax.Typed());
        return await command.ExecuteNonQueryAsync(ct) == 1;
    }
}
