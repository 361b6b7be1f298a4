using Npgsql;
using NpgsqlTypes;
using Usher.Engine.Database;
using Usher.Engine.SeatingPlans;

namespace Usher.Engine.Shows;

/// <summary>Writes new shows: the show, its seating plan if that is new, and one row for each of its seats, in one
/// transaction. Organisers create theirs by <see cref="ShowService"/>, which knows what is wrong with one.</summary>
internal sealed class ShowCreation(DataSources data)
{
    // Small enough for a few reports a second, large enough that the round trips do not count.
    private const int SeatsPerStatement = 5_000;

    private const string InsertShow = $"""
        insert into shows
            (organization_id, name, starts_at, total_seats, hold_seconds, sales_open_at, extension_allowed,
             plan_id, plan_version, currency, prices, seats_per_booking_max, no_orphans, time_zone,
             seats_per_person_max)
        select o.id, $1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, coalesce($13, o.time_zone), $14
        from organizations o
        where o.id = coalesce($15, {Tenant.Default})
            and ($7 is null or exists (select from seating_plans p where p.id = $7 and p.organization_id = o.id))
        returning id, organization_id, starts_at, sales_open_at, created_at, time_zone,
            (select slug from organizations o where o.id = organization_id)
        """;

    private const string InsertSeats =
        "insert into seats (show_id, seat_number) select $1, number from generate_series($2, $3) number";

    /// <summary>Creates a show of the tenant, or without one of the default organization. Nobody sees it before all of
    /// its seats exist.</summary>
    /// <param name="show">What to create; its name loses spaces at both ends.</param>
    /// <param name="seatsCreated">Told the number of seats made so far, a few times a second.</param>
    /// <exception cref="ArgumentException"><see cref="NewShow.Problems()"/> finds one.</exception>
    /// <exception cref="NpgsqlException">The database is away; nothing was created.</exception>
    public async Task<Show> CreateAsync(NewShow show, IProgress<int>? seatsCreated, CancellationToken ct)
    {
        await using var connection = await data.Primary.OpenConnectionAsync(ct);
        await using var transaction = await connection.BeginTransactionAsync(ct);
        var created = await CreateAsync(connection, show, seatsCreated, ct);
        await transaction.CommitAsync(ct);
        return created;
    }

    /// <summary>The same within a transaction of the caller's.</summary>
    public static async Task<Show> CreateAsync(
        NpgsqlConnection connection, NewShow show, IProgress<int>? seatsCreated, CancellationToken ct)
    {
        if (show.Problems().FirstOrDefault() is { } wrong)
        {
            throw new ArgumentException($"{wrong.Field} {wrong.Problem}.", nameof(show));
        }

        show = show with { Name = show.Name.Trim(), Currency = show.Prices.IsEmpty ? null : show.Currency };
        if (show.Plan is { Id: null } plan)
        {
            show = show with { Plan = await SeatingPlanStore.CreateAsync(connection, plan, ct) };
        }

        var created = await InsertShowAsync(connection, show, ct);
        for (var first = 1; first <= show.TotalSeats; first += SeatsPerStatement)
        {
            var last = Math.Min(first + SeatsPerStatement - 1, show.TotalSeats);
            await InsertSeatsAsync(connection, created.Id, first, last, ct);
            seatsCreated?.Report(last);
        }

        return created;
    }

    private static async Task<Show> InsertShowAsync(NpgsqlConnection connection, NewShow show, CancellationToken ct)
    {
        await using var command = new NpgsqlCommand(InsertShow, connection);
        command.Parameters.Add(new NpgsqlParameter<string> { TypedValue = show.Name });
        command.Parameters.Add(new NpgsqlParameter<DateTime> { TypedValue = show.StartsAt });
        command.Parameters.Add(new NpgsqlParameter<int> { TypedValue = show.TotalSeats });
        command.Parameters.Add(Nullable(show.HoldSeconds, NpgsqlDbType.Integer));
        command.Parameters.Add(Nullable(show.SalesOpenAt, NpgsqlDbType.TimestampTz));
        command.Parameters.Add(new NpgsqlParameter<bool> { TypedValue = show.ExtensionAllowed });
        command.Parameters.Add(Nullable(show.Plan?.Id?.Value, NpgsqlDbType.Bigint));
        command.Parameters.Add(Nullable(show.Plan?.Version, NpgsqlDbType.Integer));
        command.Parameters.Add(Nullable(show.Currency, NpgsqlDbType.Text));
        command.Parameters.Add(Nullable(PriceJson.Write(show.Prices), NpgsqlDbType.Jsonb));
        command.Parameters.Add(new NpgsqlParameter<int> { TypedValue = show.SeatsPerBookingMax });
        command.Parameters.Add(new NpgsqlParameter<bool> { TypedValue = show.NoOrphans });
        command.Parameters.Add(Nullable(show.TimeZone, NpgsqlDbType.Text));
        command.Parameters.Add(Nullable(show.SeatsPerPersonMax, NpgsqlDbType.Integer));
        command.Parameters.Add(Tenant.Parameter());
        await using var reader = await command.ExecuteReaderAsync(ct);
        if (!await reader.ReadAsync(ct))
        {
            throw new InvalidOperationException("The organization is gone, or the seating plan is another one's.");
        }

        var zone = reader.IsDBNull(5) ? null : reader.GetString(5);
        // Times come back as the database keeps them, in microseconds.
        return new Show
        {
            Id = new ShowId(reader.GetInt64(0)),
            OrganizationId = new OrganizationId(reader.GetInt64(1)),
            Organization = reader.GetString(6),
            Name = show.Name,
            StartsAt = reader.GetDateTime(2),
            TimeZone = zone ?? TimeZones.Utc,
            OwnTimeZone = zone,
            TotalSeats = show.TotalSeats,
            HoldSeconds = show.HoldSeconds,
            SalesOpenAt = reader.IsDBNull(3) ? null : reader.GetDateTime(3),
            ExtensionAllowed = show.ExtensionAllowed,
            PlanId = show.Plan?.Id,
            PlanVersion = show.Plan?.Version,
            Currency = show.Currency,
            Prices = show.Prices,
            SeatsPerBookingMax = show.SeatsPerBookingMax,
            SeatsPerPersonMax = show.SeatsPerPersonMax,
            NoOrphans = show.NoOrphans,
            CreatedAt = reader.GetDateTime(4),
        };
    }

    private static async Task InsertSeatsAsync(
        NpgsqlConnection connection, ShowId showId, int first, int last, CancellationToken ct)
    {
        await using var command = new NpgsqlCommand(InsertSeats, connection);
        command.Parameters.Add(new NpgsqlParameter<long> { TypedValue = showId.Value });
        command.Parameters.Add(new NpgsqlParameter<int> { TypedValue = first });
        command.Parameters.Add(new NpgsqlParameter<int> { TypedValue = last });
        await command.ExecuteNonQueryAsync(ct);
    }

    private static NpgsqlParameter Nullable(object? value, NpgsqlDbType type) =>
        new() { Value = value ?? DBNull.Value, NpgsqlDbType = type };
}
