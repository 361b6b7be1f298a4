using Npgsql;
using Usher.Bench.Runs;
using Usher.Bench.Servers;

namespace Usher.Bench.Comparisons;

/// <summary>Much business: shows all of whose seats are sold, two to a booking, each to one of a million addresses.
/// </summary>
/// <param name="SeatsPerShow">An even number.</param>
/// <param name="StartInDays">When the shows are; a negative number: they are over.</param>
/// <param name="SaleDays">The bookings were made at any time of so many days, the last of them a day ago.</param>
internal sealed record PastSales(int SeatsPerShow, int StartInDays, int SaleDays)
{
    private const int SeatsPerStatement = 50_000;

    // Everything the audit asks of a confirmed booking: its id names its show, two events, seats of version 2.
    private const string Insert = """
        with shows_over as (
            insert into shows (organization_id, name, starts_at, total_seats)
            select id, 'usher-bench past show', now() + $3 * interval '1 day', $1
            from organizations cross join generate_series(1, $2) where slug = 'default'
            returning id, organization_id
        ),
        sold as materialized (
            select s.id as show_id, s.organization_id, n,
                   overlay(lpad(to_hex(s.id), 10, '0') || substr(replace(gen_random_uuid()::text, '-', ''), 11)
                           placing '8' from 13)::uuid as id,
                   now() - interval '1 day' - random() * $4 * interval '1 day' as at,
                   'buyer' || floor(random() * 1000000) || '@example.com' as email
            from shows_over s cross join generate_series(1, $1 / 2) n
        ),
        made as (
            insert into bookings
                (show_id, id, organization_id, email, seat_numbers, status, hold_seconds, created_at, expires_at,
                 confirmed_at, sequence)
            select show_id, id, organization_id, email, array[2 * n - 1, 2 * n], 'CONFIRMED', 120, at,
                   at + interval '2 minutes', at + interval '1 minute', 2
            from sold
        ),
        told as (
            insert into booking_events (show_id, booking_id, sequence, at, actor, from_status, to_status)
            select show_id, id, e.sequence, at + e.after, 'buyer', e.from_status, e.to_status
            from sold cross join (values
                (1, interval '0', null, 'PENDING'), (2, interval '1 minute', 'PENDING', 'CONFIRMED'))
                e (sequence, after, from_status, to_status)
        )
        insert into seats (show_id, seat_number, version, booking_id)
        select show_id, 2 * n - side, 2, id from sold cross join generate_series(0, 1) side
        """;

    /// <summary>Stores at least so many seats, in whole shows.</summary>
    public async Task StoreAsync(RunContext context, OwnServer server, int seats)
    {
        var shows = (seats + SeatsPerShow - 1) / SeatsPerShow;
        var together = Math.Max(1, SeatsPerStatement / SeatsPerShow);
        var progress = new RunProgress(context.Notes, context.Time).Count("past shows stored", shows);
        await using var source = NpgsqlDataSource.Create(server.Postgres);
        for (var done = 0; done < shows; done += together)
        {
            await using var command = source.CreateCommand(Insert);
            command.Parameters.Add(new NpgsqlParameter<int> { TypedValue = SeatsPerShow });
            command.Parameters.Add(new NpgsqlParameter<int> { TypedValue = Math.Min(together, shows - done) });
            command.Parameters.Add(new NpgsqlParameter<int> { TypedValue = StartInDays });
            command.Parameters.Add(new NpgsqlParameter<int> { TypedValue = SaleDays });
            await command.ExecuteNonQueryAsync(context.Ct);
            progress.Report(done);
        }

        await server.SettleAsync(context.Ct);
    }
}
