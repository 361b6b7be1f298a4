using Npgsql;
using NpgsqlTypes;
using Usher.Engine.Database;

namespace Usher.Engine.Shows;

/// <summary>What may still be changed of a show that exists, but for its seats (<see cref="ShowPlans"/>) and prices
/// (<see cref="ShowPrices"/>).</summary>
/// <param name="Name">1..<see cref="ShowLimits.NameLengthMax"/> characters.</param>
/// <param name="StartsAt">UTC.</param>
/// <param name="SalesOpenAt">UTC; null: its sale is open.</param>
/// <param name="HoldSeconds">1..<see cref="ShowLimits.HoldSecondsMax"/>; null: the server's default.</param>
/// <param name="SeatsPerBookingMax">1..100.</param>
/// <param name="ExtensionAllowed">Whether a buyer may extend a hold once.</param>
/// <param name="NoOrphans">Whether bookings that leave a single seat alone are refused.</param>
public sealed record ShowChange(
    string Name, DateTime StartsAt, DateTime? SalesOpenAt, int? HoldSeconds, int SeatsPerBookingMax,
    bool ExtensionAllowed, bool NoOrphans)
{
    /// <summary>Everything that is wrong with it, field by field, as <see cref="NewShow.Problems"/> tells it.</summary>
    public IEnumerable<FieldProblem> Problems() =>
        new NewShow(Name, StartsAt, TotalSeats: 1, HoldSeconds, SalesOpenAt)
        {
            SeatsPerBookingMax = SeatsPerBookingMax,
        }.Problems();
}

/// <summary>
/// Changes the terms of shows. Every process sells by the new ones within
/// <see cref="ShowTermsOptions.ShowTermsSeconds"/>; holds and bookings that exist keep theirs.
/// </summary>
public sealed class ShowChanges(DataSources data)
{
    private const string Update = """
        update shows set name = $2, starts_at = $3, sales_open_at = $4, hold_seconds = $5,
            seats_per_booking_max = $6, extension_allowed = $7, no_orphans = $8
        where id = $1
        """;

    /// <summary>Changes a show; false if there is none.</summary>
    /// <exception cref="ArgumentException"><see cref="ShowChange.Problems"/> finds one.</exception>
    /// <exception cref="NpgsqlException">The database is away; nothing was changed.</exception>
    public async Task<bool> ChangeAsync(ShowId showId, ShowChange change, CancellationToken ct)
    {
        if (change.Problems().FirstOrDefault() is { } wrong)
        {
            throw new ArgumentException($"{wrong.Field} {wrong.Problem}.", nameof(change));
        }

        await using var command = data.Primary.CreateCommand(Update);
        command.Parameters.Add(new NpgsqlParameter<long> { TypedValue = showId.Value });
        command.Parameters.Add(new NpgsqlParameter<string> { TypedValue = change.Name.Trim() });
        command.Parameters.Add(new NpgsqlParameter<DateTime> { TypedValue = change.StartsAt });
        command.Parameters.Add(Nullable(change.SalesOpenAt, NpgsqlDbType.TimestampTz));
        command.Parameters.Add(Nullable(change.HoldSeconds, NpgsqlDbType.Integer));
        command.Parameters.Add(new NpgsqlParameter<int> { TypedValue = change.SeatsPerBookingMax });
        command.Parameters.Add(new NpgsqlParameter<bool> { TypedValue = change.ExtensionAllowed });
        command.Parameters.Add(new NpgsqlParameter<bool> { TypedValue = change.NoOrphans });
        return await command.ExecuteNonQueryAsync(ct) == 1;
    }

    private static NpgsqlParameter Nullable(object? value, NpgsqlDbType type) =>
        new() { Value = value ?? DBNull.Value, NpgsqlDbType = type };
}
