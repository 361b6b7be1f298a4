using Npgsql;
using Usher.Engine.Database;

namespace Usher.Engine.Privacy;

/// <summary>
/// Takes from the bookings of shows that are long over whose they are (ADR 55). Any number of processes may do this at
/// once, and repeating it is harmless.
/// </summary>
public sealed class Anonymising(DataSources data)
{
    private const string FindShow = """
        select s.id, s.starts_at from shows s
        where s.starts_at < now() - make_interval(days => $1)
          and not exists (select from anonymised_shows a where a.show_id = s.id and a.starts_at = s.starts_at)
        order by s.starts_at, s.id limit 1
        """;

    private const string Lock = """
        select b.show_id, b.id from bookings b
        where b.show_id = $1 and (b.email is not null or b.email_sealed is not null)
        order by b.show_id, b.id limit $2 for update of b
        """;

    private const string Finish = """
        with persons as (delete from bookings_by_person where show_id = $1)
        insert into anonymised_shows (show_id, starts_at) values ($1, $2)
        on conflict (show_id) do update set starts_at = excluded.starts_at
        """;

    /// <summary>Anonymises some bookings of the show that has been over for longest, in one transaction.</summary>
    /// <param name="afterDays">How long after its start a show is looked at, in days.</param>
    /// <param name="bookingsMax">The most bookings to anonymise.</param>
    /// <param name="ct">Ends it.</param>
    /// <returns>How many were; null: no show has any left.</returns>
    /// <exception cref="NpgsqlException">The database is away; nothing was changed.</exception>
    public async Task<int?> RunAsync(int afterDays, int bookingsMax, CancellationToken ct)
    {
        await using var connection = await data.Primary.OpenConnectionAsync(ct);
        await using var transaction = await connection.BeginTransactionAsync(ct);
        if (await FindShowAsync(connection, afterDays, ct) is not (var show, var startsAt))
        {
            return null;
        }

        List<BookingPlace> places = [];
        await using (var command = new NpgsqlCommand(Lock, connection))
        {
            command.Parameters.Add(show.Typed());
            command.Parameters.Add(bookingsMax.Typed());
            await using var reader = await command.ExecuteReaderAsync(ct);
            while (await reader.ReadAsync(ct))
            {
                places.Add(new BookingPlace(new ShowId(reader.GetInt64(0)), reader.GetGuid(1)));
            }
        }

        await Erasing.EraseAsync(connection, places, nobody: null, ct);
        if (places.Count < bookingsMax)
        {
            await NoteSealing.EraseAsync(connection, show, ct);
            await using var finish = new NpgsqlCommand(Finish, connection);
            finish.Parameters.Add(show.Typed());
            finish.Parameters.Add(((DateTime?)startsAt).Typed());
            await finish.ExecuteNonQueryAsync(ct);
        }

        await transaction.CommitAsync(ct);
        return places.Count;
    }

    private static async Task<(ShowId Id, DateTime StartsAt)?> FindShowAsync(
        NpgsqlConnection connection, int afterDays, CancellationToken ct)
    {
        await using var command = new NpgsqlCommand(FindShow, connection);
        command.Parameters.Add(afterDays.Typed());
        await using var reader = await command.ExecuteReaderAsync(ct);
        return await reader.ReadAsync(ct)
            ? (new ShowId(reader.GetInt64(0)), reader.GetDateTime(1))
            : null;
    }
}
