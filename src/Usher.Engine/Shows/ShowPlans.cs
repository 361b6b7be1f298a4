using System.Collections.Immutable;
using Microsoft.Extensions.Options;
using Npgsql;
using Usher.Engine.Database;
using Usher.Engine.Idempotency;
using Usher.Engine.SeatingPlans;
using Usher.Engine.Seats;

namespace Usher.Engine.Shows;

/// <summary>
/// Moves shows to other versions of their seating plans. A seat number never comes to mean another seat for anybody who
/// could have relied on it; see <see cref="PlanMove.SeatsInTheWay"/>.
/// </summary>
internal sealed class ShowPlans(
    PlanCatalog plans, ShowCatalog catalog, SeatMaps maps, IOptions<ShowTermsOptions> options)
{
    private const string LockShow = """
        select plan_id, plan_version, prices::text,
               coalesce(sales_open_at > clock_timestamp() + make_interval(secs => $2), false)
        from shows where id = $1 for update
        """;

    // In the one order of locking. Whoever books one of these seats now waits, and finds it gone or as it was.
    private const string LockSeats = """
        select seat_number, version, booking_id is not null from seats
        where show_id = $1 and (seat_number >= $2 or seat_number = any ($3))
        order by seat_number for update
        """;

    private const string DeleteSeats = "delete from seats where show_id = $1 and seat_number > $2";

    private const string InsertSeats = """
        insert into seats (show_id, seat_number) select $1, number from generate_series($2::int + 1, $3) number
        """;

    private const string UpdateShow = "update shows set plan_version = $2, total_seats = $3 where id = $1";

    /// <summary>Moves the show to a version of its plan, earlier or later, as a part of a write. This process goes by
    /// it at once, others within <see cref="ShowTermsOptions.ShowTermsSeconds"/>.</summary>
    public async Task<PlanMove> MoveAsync(
        OrganiserWrite write, ShowId showId, int version, Func<PlanMove.SeatsRenamed, bool> accepts, Actor actor,
        CancellationToken ct)
    {
        var connection = write.Connection;
        var (refusal, from, isOpen) = await ReadAsync(connection, showId, version, ct);
        if (refusal is not null)
        {
            return refusal;
        }

        var (old, to) = from!.Value;
        var change = PlanChange.Between(old, to);
        var seats = await LockSeatsAsync(connection, showId, change, ct);
        if (InTheWay(old, change, seats, isOpen) is { } inTheWay)
        {
            return inTheWay;
        }

        var renamed = new PlanMove.SeatsRenamed([.. change.Renamed.Where(seat => seats.Taken.Contains(seat.Number))])
        {
            Kind = old.Kind,
        };
        if (!renamed.Seats.IsEmpty && !accepts(renamed))
        {
            return renamed;
        }

        await ExecuteAsync(connection, DeleteSeats, ct, showId.Typed(), to.Seats.Length.Typed());
        await ExecuteAsync(
            connection, InsertSeats, ct, showId.Typed(), old.Seats.Length.Typed(), to.Seats.Length.Typed());
        await ExecuteAsync(connection, UpdateShow, ct, showId.Typed(), version.Typed(), to.Seats.Length.Typed());
        if (old.Version != version)
        {
            await ShowChangeLog.AddAsync(connection, showId, actor, old.Version, version, renamed.Seats, ct);
        }

        write.Done(async () =>
        {
            catalog.Forget(showId);
            await maps.ReloadAsync(showId);
        });
        return new PlanMove.Moved(version, to.Seats.Length) { Kind = to.Kind };
    }

    private async Task<(PlanMove? Refusal, (SeatingPlan Old, SeatingPlan New)? Plans, bool IsOpen)> ReadAsync(
        NpgsqlConnection connection, ShowId showId, int version, CancellationToken ct)
    {
        if (await LockAsync(connection, showId, ct) is not { } show)
        {
            return (new PlanMove.ShowNotFound(), null, true);
        }

        if (show.PlanId is not { } planId)
        {
            return (new PlanMove.NoPlan(), null, true);
        }

        var old = await plans.RequireAsync(connection, planId, show.PlanVersion, ct);
        if (await plans.FindAsync(connection, planId, version, ct) is not { } wanted)
        {
            return (new PlanMove.VersionNotFound(planId), null, true);
        }

        var prices = PriceJson.Read(show.Prices);
        ImmutableArray<string> unpriced = prices.IsEmpty
            ? []
            : [
                .. wanted.Categories.Select(category => category.Name)
                    .Except(prices.Select(price => price.Category), StringComparer.Ordinal),
            ];
        return unpriced.IsEmpty
            ? (null, (old, wanted), show.IsOpen)
            : (new PlanMove.PricesMissing(unpriced), null, true);
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
            Prices: reader.GetString(2),
            IsOpen: !reader.GetBoolean(3));
    }

    private static async Task<LockedSeats> LockSeatsAsync(
        NpgsqlConnection connection, ShowId showId, PlanChange change, CancellationToken ct)
    {
        // Where numbers come to mean other seats, nobody may ever have had any seat of the show.
        var first = !change.Renumbered.IsEmpty ? 1
            : change.Dropped is [var dropped, ..] ? dropped
            : int.MaxValue;
        var seats = new LockedSeats([], []);
        await using var command = new NpgsqlCommand(LockSeats, connection);
        command.Parameters.Add(showId.Typed());
        command.Parameters.Add(first.Typed());
        command.Parameters.Add(change.Renamed.ArrayOf(seat => seat.Number));
        await using var reader = await command.ExecuteReaderAsync(ct);
        while (await reader.ReadAsync(ct))
        {
            var (number, isTaken) = (reader.GetInt32(0), reader.GetBoolean(2));
            if (isTaken)
            {
                seats.Taken.Add(number);
            }

            if (isTaken || reader.GetInt32(1) > 0)
            {
                seats.Known.Add(number);
            }
        }

        return seats;
    }

    private static PlanMove.SeatsInTheWay? InTheWay(
        SeatingPlan old, PlanChange change, LockedSeats seats, bool isOpen)
    {
        ImmutableArray<int> lost = [.. change.Renumbered.Concat(change.Dropped).Where(seats.Known.Contains)];
        if (!lost.IsEmpty)
        {
            return InTheWay(old, lost, areBooked: true);
        }

        return change.Renumbered.IsEmpty || (seats.Known.Count == 0 && !isOpen)
            ? null
            : InTheWay(old, change.Renumbered, areBooked: false);
    }

    private static PlanMove.SeatsInTheWay InTheWay(SeatingPlan old, ImmutableArray<int> numbers, bool areBooked) =>
        new([.. numbers.Take(PlanMove.SeatsNamedMax).Select(old.LabelOf)], numbers.Length, areBooked)
        {
            Kind = old.Kind,
        };

    private static async Task ExecuteAsync(
        NpgsqlConnection connection, string sql, CancellationToken ct, params NpgsqlParameter[] parameters)
    {
        await using var command = new NpgsqlCommand(sql, connection);
        command.Parameters.AddRange(parameters);
        await command.ExecuteNonQueryAsync(ct);
    }

    /// <param name="Known">Those that somebody has or had.</param>
    /// <param name="Taken">Those that somebody has: sold, held or blocked.</param>
    private sealed record LockedSeats(HashSet<int> Known, HashSet<int> Taken);

    private sealed record LockedShow(PlanId? PlanId, int PlanVersion, string Prices, bool IsOpen);
}
