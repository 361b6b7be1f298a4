using Npgsql;
using Usher.Engine.Database;

namespace Usher.Engine.Bookings;

/// <summary>
/// Removes holds that nobody ever confirmed, with their events, some time after they have ended: most of what a show
/// leaves behind, and of no use to anybody. What was sold stays. Any number of processes may do this at once: each
/// takes bookings that no other one has.
/// </summary>
public sealed class FailedHolds(DataSources data)
{
    // A function of the tables' owner (migration 0023): the application's role has no right to remove events.
    private const string Remove = "select remove_failed_holds($1, $2)";

    /// <summary>Removes some of those that ended longest ago, in one transaction.</summary>
    /// <param name="keptDays">How long they are kept after their end, in days.</param>
    /// <param name="bookingsMax">The most to remove.</param>
    /// <param name="ct">Ends it.</param>
    /// <returns>How many were removed; fewer than the most: no more are old enough.</returns>
    /// <exception cref="NpgsqlException">The database is away; nothing was removed.</exception>
    public async Task<int> RemoveAsync(int keptDays, int bookingsMax, CancellationToken ct)
    {
        await using var command = data.Primary.CreateCommand(Remove);
        command.Parameters.Add(keptDays.Typed());
        command.Parameters.Add(bookingsMax.Typed());
        return (int)(await command.ExecuteScalarAsync(ct))!;
    }
}
