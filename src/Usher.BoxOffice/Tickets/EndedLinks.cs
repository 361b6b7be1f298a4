using System.Collections.Immutable;
using Npgsql;
using Usher.Engine.Database;
using Usher.Engine.Idempotency;

namespace Usher.BoxOffice.Tickets;

/// <summary>That the links of a ticket which were given until then were ended.</summary>
/// <param name="At">When, UTC.</param>
/// <param name="Actor">Who did it.</param>
public sealed record LinkEnd(DateTime At, string Actor);

/// <summary>
/// Which links of one ticket staff have ended before their time. Each time has a number, which is signed with the links
/// that are made afterwards, so that nothing need be known of those before.
/// </summary>
public sealed class EndedLinks(DataSources data)
{
    /// <summary>The most times that are listed.</summary>
    public const int ListMax = 100;

    private const string Latest = """
        select coalesce(max(number), 0) from ticket_link_ends where show_id = $1 and booking_id = $2
        """;

    // Of two at once either ends what the other one does.
    private const string Add = """
        insert into ticket_link_ends (show_id, booking_id, number, actor, address)
        select $1, $2, coalesce(max(number), 0) + 1, $3, $4
        from ticket_link_ends where show_id = $1 and booking_id = $2
        on conflict (show_id, booking_id, number) do nothing
        """;

    private const string List = """
        select at, actor from ticket_link_ends where show_id = $1 and booking_id = $2 order by number desc limit $3
        """;

    /// <summary>Ends the links that were given so far, as a part of a write: in every process from its commit on.
    /// </summary>
    /// <exception cref="NpgsqlException">The database is away.</exception>
    public static async Task EndAsync(OrganiserWrite write, BookingId booking, Actor actor, CancellationToken ct)
    {
        await using var add = write.Connection.Command(
            Add, booking.ShowId.Typed(), booking.Value.Typed(), actor.Name.Typed(),
            (actor.Address?.ToString()).Typed());
        await add.ExecuteNonQueryAsync(ct);
        write.Done();
    }

    /// <summary>When links of the ticket were ended, the latest first; at most <see cref="ListMax"/>.</summary>
    /// <exception cref="NpgsqlException">The database is away.</exception>
    public async Task<ImmutableArray<LinkEnd>> ListAsync(BookingId booking, CancellationToken ct)
    {
        await using var command = data.Primary.Scoped(
            List, booking.ShowId.Typed(), booking.Value.Typed(), ListMax.Typed());
        await using var reader = await command.ExecuteReaderAsync(ct);
        var ends = ImmutableArray.CreateBuilder<LinkEnd>();
        while (await reader.ReadAsync(ct))
        {
            ends.Add(new LinkEnd(reader.GetDateTime(0), reader.GetString(1)));
        }

        return ends.DrainToImmutable();
    }

    /// <summary>The number of the latest time; 0: there was none.</summary>
    internal async Task<int> LatestAsync(BookingId booking, CancellationToken ct)
    {
        await using var command = data.Primary.Command(Latest, booking.ShowId.Typed(), booking.Value.Typed());
        return (int)(await command.ExecuteScalarAsync(ct))!;
    }
}
