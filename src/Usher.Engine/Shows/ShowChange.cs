using FluentValidation;
using Npgsql;
using NpgsqlTypes;
using Usher.Engine.Validation;

namespace Usher.Engine.Shows;

/// <summary>What may still be changed of a show that exists, but for its seats and prices.</summary>
/// <param name="Name">1..<see cref="ShowLimits.NameLengthMax"/> characters.</param>
/// <param name="StartsAt">UTC.</param>
/// <param name="SalesOpenAt">UTC; null: its sale is open.</param>
/// <param name="HoldSeconds">1..<see cref="ShowLimits.HoldSecondsMax"/>; null: the server's default.</param>
/// <param name="SeatsPerBookingMax">1..100.</param>
/// <param name="ExtensionAllowed">Whether a buyer may extend a hold once.</param>
/// <param name="NoOrphans">Whether bookings that leave a single seat alone are refused.</param>
/// <param name="TimeZone">Of its venue, a name of the IANA database; null: the server's.</param>
public sealed record ShowChange(
    string Name, DateTime StartsAt, DateTime? SalesOpenAt, int? HoldSeconds, int SeatsPerBookingMax,
    bool ExtensionAllowed, bool NoOrphans, string? TimeZone)
{
    /// <summary>Of its venue, a name of the IANA database; null: the server's. A former name becomes the present one
    /// (<see cref="TimeZones.Present"/>).</summary>
    public string? TimeZone { get; init => field = TimeZones.Present(value); } = TimeZones.Present(TimeZone);

    /// <summary>The most seats one person may hold or have bought: 1..<see cref="ShowLimits.SeatsPerPersonMax"/>; null:
    /// as many as it likes. Whoever has more already keeps them.</summary>
    public int? SeatsPerPersonMax { get; init; }

    /// <summary>The show as it is: nothing is changed.</summary>
    public static ShowChange Nothing(Show show) => new(
        show.Name, show.StartsAt, show.SalesOpenAt, show.HoldSeconds, show.SeatsPerBookingMax, show.ExtensionAllowed,
        show.NoOrphans, show.OwnTimeZone)
    {
        SeatsPerPersonMax = show.SeatsPerPersonMax,
    };

    /// <summary>Whether calendars have to be told of it.</summary>
    internal bool IsNewsTo(ShowChange before) => Name != before.Name || !HasTimesOf(before);

    /// <summary>Whether it begins and goes on sale when the other does, by the same clock.</summary>
    internal bool HasTimesOf(ShowChange other) =>
        (StartsAt, SalesOpenAt, TimeZone) == (other.StartsAt, other.SalesOpenAt, other.TimeZone);

    /// <summary>Everything that is wrong with it, field by field.</summary>
    /// <param name="show">The show that it changes.</param>
    /// <param name="now">The present moment, UTC.</param>
    public IEnumerable<FieldProblem> Problems(Show show, DateTime now) =>
        new ShowChangeValidator(show, now).Problems(this);
}

/// <summary>Whether a show can be changed so. It may have begun long ago, as long as it stays where it is.</summary>
internal sealed class ShowChangeValidator : AbstractValidator<ShowChange>
{
    public ShowChangeValidator(Show show, DateTime now)
    {
        RuleLevelCascadeMode = CascadeMode.Stop;
        RuleFor(change => change.Name).IsName();
        RuleFor(change => change.StartsAt).IsTime();
        RuleFor(change => change.StartsAt).IsAhead(change => change.StartsAt != show.StartsAt, now);
        RuleFor(change => change.TimeZone).IsTimeZone();
        RuleFor(change => change.SalesOpenAt).IsTime();
        RuleFor(change => change.SalesOpenAt).IsBefore(change => change.StartsAt);
        RuleFor(change => change.HoldSeconds).IsHold();
        RuleFor(change => change.SeatsPerBookingMax).IsSeatsPerBooking();
        RuleFor(change => change.SeatsPerPersonMax).IsSeatsPerPerson();
    }
}

/// <summary>Changes the terms of shows; holds and bookings that exist keep theirs.</summary>
internal static class ShowChanges
{
    private const string Update = """
        update shows set name = $2, starts_at = $3, sales_open_at = $4, hold_seconds = $5,
            seats_per_booking_max = $6, extension_allowed = $7, no_orphans = $8, time_zone = $9,
            seats_per_person_max = $10
        where id = $1
        """;

    public static async Task UpdateAsync(
        NpgsqlConnection connection, ShowId showId, ShowChange change, CancellationToken ct)
    {
        await using var command = new NpgsqlCommand(Update, connection);
        command.Parameters.Add(new NpgsqlParameter<long> { TypedValue = showId.Value });
        command.Parameters.Add(new NpgsqlParameter<string> { TypedValue = change.Name.Trim() });
        command.Parameters.Add(new NpgsqlParameter<DateTime> { TypedValue = change.StartsAt });
        command.Parameters.Add(Nullable(change.SalesOpenAt, NpgsqlDbType.TimestampTz));
        command.Parameters.Add(Nullable(change.HoldSeconds, NpgsqlDbType.Integer));
        command.Parameters.Add(new NpgsqlParameter<int> { TypedValue = change.SeatsPerBookingMax });
        command.Parameters.Add(new NpgsqlParameter<bool> { TypedValue = change.ExtensionAllowed });
        command.Parameters.Add(new NpgsqlParameter<bool> { TypedValue = change.NoOrphans });
        command.Parameters.Add(Nullable(change.TimeZone, NpgsqlDbType.Text));
        command.Parameters.Add(Nullable(change.SeatsPerPersonMax, NpgsqlDbType.Integer));
        await command.ExecuteNonQueryAsync(ct);
    }

    private static NpgsqlParameter Nullable(object? value, NpgsqlDbType type) =>
        new() { Value = value ?? DBNull.Value, NpgsqlDbType = type };
}
