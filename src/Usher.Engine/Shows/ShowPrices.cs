using System.Collections.Immutable;
using Microsoft.Extensions.Options;
using Npgsql;
using NpgsqlTypes;
using Usher.Engine.Database;
using Usher.Engine.SeatingPlans;

namespace Usher.Engine.Shows;

/// <summary>What became of the wish to change what the seats of a show cost.</summary>
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
    public sealed record Wrong(FieldProblem Problem) : PriceChange;

    /// <summary>Bookings have an amount in the present currency, which stays; nothing was changed.</summary>
    public sealed record CurrencyInUse(string Currency) : PriceChange;

    /// <summary>The sale is open, or is about to be: this moment somebody may be booking in the present currency, which
    /// stays; nothing was changed.</summary>
    public sealed record SaleOpen(string Currency) : PriceChange;
}

/// <summary>
/// Changes what the seats of a show cost from now on. A booking keeps the amount it was made with. This process sells
/// at the new prices at once, others within <see cref="ShowTermsOptions.ShowTermsSeconds"/>.
/// </summary>
public sealed class ShowPrices(
    DataSources data, PlanCatalog plans, ShowCatalog catalog, IOptions<ShowTermsOptions> options)
{
    // A move to another version of the plan takes the same lock: prices and categories fit each other at any moment.
    private const string LockShow = """
        select plan_id, plan_version, currency, prices::text,
               coalesce(sales_open_at > clock_timestamp() + make_interval(secs => $2), false)
        from shows where id = $1 for update
        """;

    private const string FindPaid = """
        select currency from bookings where show_id = $1 and amount > 0 and currency is distinct from $2 limit 1
        """;

    private const string Update = "update shows set currency = $2, prices = $3 where id = $1";

    /// <summary>Changes them all. Repeating it is harmless.</summary>
    /// <param name="showId">The show.</param>
    /// <param name="currency">ISO 4217; not kept where there are no prices.</param>
    /// <param name="prices">One for each category of its plan, or just one where there is no plan. Empty: the show is
    /// free from now on.</param>
    /// <param name="ct">Ends it.</param>
    /// <exception cref="NpgsqlException">The database is away; nothing was changed, unless the connection broke at the
    /// last moment.</exception>
    public async Task<PriceChange> ChangeAsync(
        ShowId showId, string? currency, ImmutableArray<Price> prices, CancellationToken ct)
    {
        currency = prices.IsEmpty ? null : currency;
        await using var connection = await data.Primary.OpenConnectionAsync(ct);
        await using var transaction = await connection.BeginTransactionAsync(ct);
        if (await LockAsync(connection, showId, ct) is not { } show)
        {
            return new PriceChange.ShowNotFound();
        }

        var plan = show.PlanId is { } planId ? await plans.RequireAsync(planId, show.PlanVersion, ct) : null;
        if (PriceCheck.Problems(currency, prices, plan).FirstOrDefault() is { } wrong)
        {
            return new PriceChange.Wrong(wrong);
        }

        if (show.Currency != currency)
        {
            if (await FindPaidAsync(connection, showId, currency, ct) is { } inUse)
            {
                return new PriceChange.CurrencyInUse(inUse);
            }

            if (show is { IsOpen: true, CostsSomething: true } && currency is not null)
            {
                return new PriceChange.SaleOpen(show.Currency!);
            }
        }

        await using var update = new NpgsqlCommand(Update, connection);
        update.Parameters.Add(showId.Typed());
        update.Parameters.Add(Text(currency));
        update.Parameters.Add(new() { Value = PriceJson.Write(prices), NpgsqlDbType = NpgsqlDbType.Jsonb });
        await update.ExecuteNonQueryAsync(ct);
        await transaction.CommitAsync(ct);
        catalog.Forget(showId);
        return new PriceChange.Changed();
    }

    private async Task<LockedShow?> LockAsync(NpgsqlConnection connection, ShowId showId, CancellationToken ct)
    {
        await using var command = new NpgsqlCommand(LockShow, connection);
        command.Parameters.Add(showId.Typed());
        command.Parameters.Add(new NpgsqlParameter<double> { TypedValue = options.Value.OpeningSecondsMin });
        await using var reader = await command.ExecuteReaderAsync(ct);
        return !await reader.ReadAsync(ct) ? null : new LockedShow(
            PlanId: reader.IsDBNull(0) ? null : new PlanId(reader.GetInt64(0)),
            PlanVersion: reader.IsDBNull(1) ? 0 : reader.GetInt32(1),
            Currency: reader.IsDBNull(2) ? null : reader.GetString(2),
            CostsSomething: PriceJson.Read(reader.GetString(3)).Any(price => price.Amount > 0),
            IsOpen: !reader.GetBoolean(4));
    }

    private static async Task<string?> FindPaidAsync(
        NpgsqlConnection connection, ShowId showId, string? currency, CancellationToken ct)
    {
        await using var command = new NpgsqlCommand(FindPaid, connection);
        command.Parameters.Add(showId.Typed());
        command.Parameters.Add(Text(currency));
        return (string?)await command.ExecuteScalarAsync(ct);
    }

    private static NpgsqlParameter Text(string? value) =>
        new() { Value = (object?)value ?? DBNull.Value, NpgsqlDbType = NpgsqlDbType.Text };

    private sealed record LockedShow(
        PlanId? PlanId, int PlanVersion, string? Currency, bool CostsSomething, bool IsOpen);
}
