using System.Collections.Immutable;
using System.Globalization;
using Npgsql;
using Usher.Engine.Sealing;
using Usher.Testing;

namespace Usher.SystemTests.Simulation;

/// <summary>What the database says of one show, in the model's words.</summary>
/// <param name="Description">As <see cref="ModelShow.Describe"/> would put it.</param>
/// <param name="Ids">The bookings by the number of the request that made them.</param>
/// <param name="Taken">Seats that have an owner.</param>
/// <param name="Seats">The seats of the bookings.</param>
internal sealed record StoredShow(
    string Description, IReadOnlyDictionary<int, BookingId> Ids, IReadOnlyCollection<int> Taken,
    IReadOnlyDictionary<int, ImmutableArray<int>> Seats)
{
    /// <summary>Which events there are.</summary>
    public required ImmutableHashSet<(BookingId Booking, int Sequence)> Events { get; init; }

    /// <summary>How often each seat has changed, by its number.</summary>
    public required ImmutableDictionary<int, int> Versions { get; init; }

    /// <summary>How many seats each person holds or has bought.</summary>
    public IReadOnlyDictionary<string, int> SeatsByPerson { get; init; } = ImmutableDictionary<string, int>.Empty;
}

/// <summary>Reads shows once every transaction that touches their seats has ended, one way or the other.</summary>
internal sealed class StoredShows(
    SimulatedServer server, ShowId[] shows, Func<int, BookingId, string?, int> numberOf,
    Func<string?, int, int> houseNumberOf)
{
    private const int AttemptsMax = 200;

    // A transaction that may still commit holds its seats, so this waits for it; the next statement sees what it left.
    private const string Lock = """
        select show_id, seat_number, version, booking_id, held_until from seats
        where show_id = any ($1) order by show_id, seat_number for update
        """;

    private const string Bookings = """
        select b.show_id, b.id, b.email_sealed, b.seat_numbers, b.status, b.reason, b.created_at, b.expires_at,
               b.confirmed_at, b.sequence, b.kind, b.note_sealed, b.person_key,
               (select k.sealed_key from personal_keys k where k.id = b.person_key)
        from bookings b where b.show_id = any ($1) order by b.show_id, b.id
        """;

    private const string Events = """
        select e.show_id, e.booking_id, e.sequence, e.at, e.actor, e.from_status, e.to_status, e.detail, e.note_sealed,
               e.note_key, (select k.sealed_key from personal_keys k where k.id = e.note_key)
        from booking_events e where e.show_id = any ($1) order by e.show_id, e.booking_id, e.sequence
        """;

    public async Task<StoredShow[]> ReadAsync()
    {
        for (var attempt = 1; ; attempt++)
        {
            try
            {
                return await TryReadAsync();
            }
            catch (NpgsqlException) when (attempt < AttemptsMax)
            {
                // Restarting.
                await Task.Delay(20);
            }
        }
    }

    private async Task<StoredShow[]> TryReadAsync()
    {
        await using var connection = await server.Direct.OpenConnectionAsync();
        await using var transaction = await connection.BeginTransactionAsync();
        await using var batch = new NpgsqlBatch(connection, transaction);
        foreach (var sql in (string[])[Lock, Bookings, Events])
        {
            batch.BatchCommands.Add(new NpgsqlBatchCommand(sql)
            {
                Parameters = { new NpgsqlParameter<long[]> { TypedValue = [.. shows.Select(show => show.Value)] } },
            });
        }

        await batch.PrepareAsync();
        await using var reader = await batch.ExecuteReaderAsync();
        List<object?[]> seats = await RowsAsync(reader);
        await reader.NextResultAsync();
        List<object?[]> bookings = await RowsAsync(reader);
        bookings.ForEach(Open);
        await reader.NextResultAsync();
        List<object?[]> events = await RowsAsync(reader);
        events.ForEach(OpenNote);
        return [.. shows.Select((id, index) => Describe(index, Of(seats, id), Of(bookings, id), Of(events, id)))];
    }

    private static async Task<List<object?[]>> RowsAsync(NpgsqlDataReader reader)
    {
        List<object?[]> rows = [];
        while (await reader.ReadAsync())
        {
            var row = new object?[reader.FieldCount];
            reader.GetValues(row!);
            rows.Add([.. row.Select(value => value is DBNull ? null : value)]);
        }

        return rows;
    }

    // As text, for whoever reads a row.
    private static void Open(object?[] booking)
    {
        booking[2] = Opened(DataKey.Email, booking, booking[2], booking[12], booking[13]);
        booking[11] = Opened(DataKey.Note, booking, booking[11], booking[12], booking[13]);
    }

    private static void OpenNote(object?[] one) => one[7] ??= Opened(DataKey.Note, one, one[8], one[9], one[10]);

    private static string? Opened(string kind, object?[] row, object? text, object? key, object? sealedKey) =>
        text is byte[] ciphertext
            ? TestKeys.Ring.Open(kind, new BookingId((Guid)row[1]!), (Guid)key!, (byte[])sealedKey!, ciphertext)
            : null;

    private static List<object?[]> Of(List<object?[]> rows, ShowId show) =>
        rows.FindAll(row => (long)row[0]! == show.Value);

    private StoredShow Describe(int show, List<object?[]> seats, List<object?[]> bookings, List<object?[]> events)
    {
        var numbers = bookings.ToDictionary(
            row => (Guid)row[1]!, row => IsHouse(row) ? houseNumberOf((string?)row[11], ((int[])row[3]!)[0])
                : numberOf(show, new BookingId((Guid)row[1]!), (string?)row[2]));
        var lines = seats.Select(row => row[3] is null
                ? Text($"seat {row[1]} version {row[2]} free") + (row[4] is null ? "" : " but held")
                : Text($"seat {row[1]} version {row[2]} of b{NumberOf((Guid)row[3]!)} until {Seconds(row[4])}"))
            .Concat(bookings.OrderBy(row => NumberOf((Guid)row[1]!))
                .Select(row => DescribeBooking(row, NumberOf((Guid)row[1]!), events)));
        return new StoredShow(
            string.Join('\n', lines),
            bookings.GroupBy(row => NumberOf((Guid)row[1]!))
                .ToDictionary(rows => rows.Key, rows => new BookingId((Guid)rows.First()[1]!)),
            [.. seats.Where(row => row[3] is not null).Select(row => (int)row[1]!)],
            bookings.GroupBy(row => NumberOf((Guid)row[1]!))
                .ToDictionary(rows => rows.Key, rows => ImmutableArray.Create((int[])rows.First()[3]!)))
        {
            Events = [.. events.Select(row => (new BookingId((Guid)row[1]!), (int)row[2]!))],
            Versions = seats.ToImmutableDictionary(row => (int)row[1]!, row => (int)row[2]!),
            SeatsByPerson = bookings.Where(row => row[2] is not null && row[4] is "PENDING" or "CONFIRMED")
                .GroupBy(row => Move.PersonOf((string)row[2]!)!)
                .ToDictionary(rows => rows.Key, rows => rows.Sum(row => ((int[])row[3]!).Length)),
        };

        // A number no move has: this booking should not be.
        int NumberOf(Guid id) => numbers.GetValueOrDefault(id, -1);
    }

    private static string DescribeBooking(object?[] row, int number, List<object?[]> events)
    {
        var own = events.FindAll(e => (Guid)e[1]! == (Guid)row[1]!);
        var isNumbered = own.Select((e, i) => (int)e[2]! == i + 1).All(right => right) && own.Count == (int)row[9]!;
        var texts = own.Select(e =>
            ModelShow.EventText((string)e[4]!, (string?)e[5], (string)e[6]!, Seconds(e[3])!.Value)
            + (e[7] is { } detail ? $" {detail}" : ""));
        var status = row[5] is null ? $"{row[4]}" : $"{row[4]} {row[5]}";
        return Text($"b{number} seats {string.Join('+', (int[])row[3]!)} {status} made {Seconds(row[6])} ")
            + Text($"until {Seconds(row[7])} confirmed {Seconds(row[8])} e-mail {row[2] ?? "unknown"}")
            + (IsHouse(row) ? " for the house: " : ": ")
            + string.Join(", ", texts) + (isNumbered ? "" : $" numbered badly, the booking says {row[9]}");
    }

    private static bool IsHouse(object?[] row) => (string)row[10]! == "HOUSE";

    private static double? Seconds(object? at) =>
        at is DateTime time ? (time - SimulatedTime.Opening).TotalSeconds : null;

    private static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
