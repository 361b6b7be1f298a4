using Npgsql;
using Usher.Engine.Database;

namespace Usher.Engine.Bookings;

/// <summary>A place among all bookings, in order of their keys.</summary>
public sealed record EmailKeysPlace(ShowId ShowId, Guid Id)
{
    /// <summary>Before the first booking.</summary>
    public static EmailKeysPlace Start { get; } = new(new ShowId(0), Guid.Empty);
}

/// <summary>
/// Gives bookings the <see cref="EmailKey"/> that they lack: those that an earlier program wrote. Any number of
/// processes may do this at once, and repeating it is harmless.
/// </summary>
public sealed class EmailKeys(DataSources data)
{
    // Addresses of plain ASCII, nearly all, need none and stay in the database. The last row tells where to go on.
    private const string FindLacking = """
        select p.show_id, p.id, p.email, p.lacks
        from (
            select b.show_id, b.id, b.email,
                   b.email_key is null and b.email is not null
                       and (octet_length(b.email) <> length(b.email) or strpos(lower(b.email), 'xn--') > 0) as lacks,
                   row_number() over (order by b.show_id desc, b.id desc) as from_end
            from (select * from bookings where (show_id, id) > ($1, $2) order by show_id, id limit $3) b
        ) p
        where p.lacks or p.from_end = 1
        order by p.show_id, p.id
        """;

    // One booking at a time: whoever locks several does so in one order. An address that was changed meanwhile has its
    // key already.
    private const string Fill = """
        update bookings set email_key = $4 where show_id = $1 and id = $2 and email = $3 and email_key is null
        """;

    /// <summary>Looks at some bookings.</summary>
    /// <param name="from">Where the portion before ended.</param>
    /// <param name="bookingsMax">The most bookings to look at.</param>
    /// <param name="ct">Ends it.</param>
    /// <returns>How many were given a key, and where this portion ended; null: there are no more bookings.</returns>
    /// <exception cref="NpgsqlException">The database is away; what was filled in stays.</exception>
    public async Task<(int Filled, EmailKeysPlace? Next)> FillAsync(
        EmailKeysPlace from, int bookingsMax, CancellationToken ct)
    {
        List<(EmailKeysPlace Place, string Email)> lacking = [];
        EmailKeysPlace? last = null;
        await using (var find = data.Primary.CreateCommand(FindLacking))
        {
            find.Parameters.Add(from.ShowId.Typed());
            find.Parameters.Add(from.Id.Typed());
            find.Parameters.Add(bookingsMax.Typed());
            await using var reader = await find.ExecuteReaderAsync(ct);
            while (await reader.ReadAsync(ct))
            {
                last = new EmailKeysPlace(new ShowId(reader.GetInt64(0)), reader.GetGuid(1));
                if (reader.GetBoolean(3))
                {
                    lacking.Add((last, reader.GetString(2)));
                }
            }
        }

        var filled = 0;
        foreach (var (place, email) in lacking)
        {
            if (EmailKey.Of(email) is { } key)
            {
                await using var fill = data.Primary.CreateCommand(Fill);
                fill.Parameters.Add(place.ShowId.Typed());
                fill.Parameters.Add(place.Id.Typed());
                fill.Parameters.Add(new NpgsqlParameter<string> { TypedValue = email });
                fill.Parameters.Add(new NpgsqlParameter<string> { TypedValue = key });
                filled += await fill.ExecuteNonQueryAsync(ct);
            }
        }

        return (filled, last);
    }
}
