using System.Collections.Immutable;
using Npgsql;
using NpgsqlTypes;
using Usher.Engine.Database;
using Usher.Engine.Idempotency;
using Usher.Engine.SeatingPlans;
using Usher.Engine.Validation;

namespace Usher.Engine.Shows;

/// <summary>What became of the request to change what the seats of a show cost.</summary>
public abstract record PriceChange
{
    private PriceChange()
    {
    }

    /// <summary>Seats are sold at the new prices.</summary>
    public sealed record Changed : PriceChange;

    /// <summary>No show has this id.</summary>
    public sealed record ShowNotFound : PriceChange;

    /// <summary>The prices do not fit the show as it is now; nothing was changed.</summary>
    public sealed record Wrong(ImmutableArray<FieldProblem> Problems) : PriceChange
    {
        /// <summary>The first of them.</summary>
        public FieldProblem Problem => Problems[0];
    }

    /// <summary>Bookings have an amount in the present currency, which stays; nothing was changed.</summary>
    public sealed record CurrencyInUse(string Currency) : PriceChange;
}

/// <summary>
/// Changes what the seats of a show cost from now on. A booking keeps the amount it was made with. This process sells
/// at the new prices at once, others within <see cref="ShowTermsOptions.ShowTermsSeconds"/>. Another currency, and
/// none, counts everywhere at once: nobody sells in the old one after the change, so a show never sells in two.
/// </summary>
internal sealed class ShowPrices(PlanCatalog plans, ShowCatalog catalog)
{
    // A move to another version of the plan takes the same lock: prices and categories fit each other at any moment.
    private const string LockShow = """
        select plan_id, plan_version, currency from shows where id = $1 for update
        """;

    // In the one order of locking. Who is booking a seat in the present currency comes before this, and is found; who
    // books one later, by terms of before, finds the new currency (BookingSql.ReadClockAndCurrencies).
    private const string LockSeats = """
        select count(*) from (
            select 1 from seats where show_id = $1 order by seat_number for update
        ) locked
        """;

    private const string FindPaid = """
        select currency from bookings where show_id = $1 and amount > 0 and currency is distinct from $2 limit 1
        """;

    private const string Update = "update shows set currency = $2, prices = $3 where id = $1";

    /// <summary>Changes them all, as a part of a write.</summary>
    public async Task<PriceChange> ChangeAsync(
        OrganiserWrite write, ShowId showId, string? currency, ImmutableArray<Price> prices, CancellationToken ct)
    {
        currency = prices.IsEmpty ? null : currency;
        var connection = write.Connection;
        if (await LockAsync(connection, showId, ct) is not { } show)
        {
            return new PriceChange.ShowNotFound();
        }

        var plan = show.PlanId is { } planId
            ? await plans.RequireAsync(connection, planId, show.PlanVersion, ct)
            : null;
        if (PricesValidator.Instance.Problems(new NewPrices(currency, prices, plan)).ToImmutableArray()
            is { IsEmpty: false } wrong)
        {
            return new PriceChange.Wrong(wrong);
        }

        if (show.Currency != currency
            && await CurrencyInUseAsync(connection, showId, show.Currency, currency, ct) is { } inUse)
        {
            return new PriceChange.CurrencyInUse(inUse);
        }

        await using var update = new NpgsqlCommand(Update, connection);
        update.Parameters.Add(showId.Typed());
        update.Parameters.Add(Text(currency));
        update.Parameters.Add(new() { Value = PriceJson.Write(prices), NpgsqlDbType = NpgsqlDbType.Jsonb });
        await update.ExecuteNonQueryAsync(ct);
        write.Done(() =>
        {
            catalog.Forget(showId);
            return Task.CompletedTask;
        });
        return new PriceChange.Changed();
    }

    private static async Task<LockedShow?> LockAsync(
        NpgsqlConnection connection, ShowId showId, CancellationToken ct)
    {
        await using var command = new NpgsqlCommand(LockShow, connection);
        command.Parameters.Add(showId.Typed());
        await using var reader = await command.ExecuteReaderAsync(ct);
        return !await reader.ReadAsync(ct) ? null : new LockedShow(
            PlanId: reader.IsDBNull(0) ? null : new PlanId(reader.GetInt64(0)),
            PlanVersion: reader.IsDBNull(1) ? 0 : reader.GetInt32(1),
            Currency: reader.IsDBNull(2) ? null : reader.GetString(2));
    }

    // Where the show is free, nobody books in a currency. It may have had one before it was.
    private static async Task<string?> CurrencyInUseAsync(
        NpgsqlConnection connection, ShowId showId, string? present, string? currency, CancellationToken ct)
    {
        if (present is not null)
        {
            await using var seats = new NpgsqlCommand(LockSeats, connection);
            seats.Parameters.Add(showId.Typed());
            await seats.ExecuteNonQueryAsync(ct);
        }

        await using var command = new NpgsqlCommand(FindPaid, connection);
        command.Parameters.Add(showId.Typed());
        command.Parameters.Add(Text(currency));
        return (string?)await command.ExecuteScalarAsync(ct);
    }

    private static NpgsqlParameter Text(string? value) =>
        new() { Value = (object?)value ?? DBNull.Value, NpgsqlDbType = NpgsqlDbType.Text };

    private sealed record LockedShow(PlanId? PlanId, int PlanVersion, string? Currency);
}
