using System.Text.Json;
using Npgsql;
using Usher.Bench.Http;

namespace Usher.Bench.Watching;

/// <summary>The seats of a show with their versions: from the database itself, or as the server shows them.</summary>
internal static class SeatVersions
{
    private const string Seats = """
        select seat_number, version, case when booking_id is null then 'A' when held_until is null then 'B' else 'H' end
        from seats where show_id = $1
        """;

    /// <exception cref="NpgsqlException">The database is away.</exception>
    public static async Task<Dictionary<int, ToldSeat>> ReadAsync(string postgres, long showId)
    {
        await using var database = NpgsqlDataSource.Create(postgres);
        await using var command = database.CreateCommand(Seats);
        command.Parameters.Add(new NpgsqlParameter<long> { TypedValue = showId });
        await using var reader = await command.ExecuteReaderAsync();
        var seats = new Dictionary<int, ToldSeat>();
        while (await reader.ReadAsync())
        {
            seats[reader.GetInt32(0)] = new ToldSeat(reader.GetInt32(0), reader.GetString(2)[0], reader.GetInt32(1));
        }

        return seats;
    }

    /// <exception cref="HttpRequestException">The server does not show them.</exception>
    public static async Task<Dictionary<int, ToldSeat>> ReadAsync(Uri server, long showId)
    {
        using var http = new HttpClient();
        await using var body = await http.GetStreamAsync(new Uri(server, $"/api/shows/{showId}/seats"));
        var map = await JsonSerializer.DeserializeAsync(body, WireJson.Default.SeatMapDocument);
        return map!.Seats!.ToDictionary(
            seat => seat.SeatNumber,
            seat => new ToldSeat(seat.SeatNumber, seat.Status.ToString()[0], seat.Version));
    }
}
