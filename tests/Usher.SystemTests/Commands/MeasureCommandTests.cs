using System.Net.Http.Json;
using System.Text.Json;
using Npgsql;
using Usher.Testing;

namespace Usher.SystemTests.Commands;

/// <summary>The two halves of the system, each without the other.</summary>
public sealed class MeasureCommandTests(TestDatabase database) : IClassFixture<TestDatabase>
{
    [Fact]
    public async Task The_batches_alone_book_for_real_and_tell_what_it_cost()
    {
        var exit = await UsherProcess.RunAsync(
            database.ConnectionString, "usher-ceiling.dll", "batches", "--connections=4", "--seconds=1",
            "--warmup-seconds=0", "--shows=3", "--seats=10000");
        exit.Code.ShouldBe(0, exit.Errors);
        using var json = JsonDocument.Parse(exit.Output);
        var booked = json.RootElement.GetProperty("bookings").GetInt64();
        booked.ShouldBeGreaterThan(0);
        json.RootElement.GetProperty("refused").GetInt64().ShouldBe(0);
        json.RootElement.GetProperty("allocated_bytes_per_booking").GetDouble().ShouldBeGreaterThan(0);
        await using var source = NpgsqlDataSource.Create(database.ConnectionString);
        await using var count = source.CreateCommand("select count(*) from bookings");
        ((long)(await count.ExecuteScalarAsync())!).ShouldBeGreaterThanOrEqualTo(booked);
    }

    [Fact]
    public async Task The_HTTP_layer_alone_says_yes_to_everybody_and_stores_nothing()
    {
        await using var process = UsherProcess.Start(
            database.ConnectionString, "usher-ceiling.dll", "http", "--urls", "http://127.0.0.1:0",
            $"--Auth:AdminKey={TestApi.AdminKey}");
        using var http = new HttpClient
        {
            BaseAddress = new Uri(await process.ReadAfterAsync("Usher sells seats on ")),
        };
        http.DefaultRequestHeaders.Add("X-Api-Key", TestApi.AdminKey);
        var show = await (await http.PostAsJsonAsync(
            "/api/admin/shows", new { name = "measured", start_time = "2030-01-01T20:00:00Z", total_seats = 10 }))
            .Content.ReadFromJsonAsync<JsonElement>();
        var id = show.GetProperty("id").GetInt64();
        int[] seats = [5, 6];
        for (var time = 0; time < 2; time++)
        {
            var reply = await http.PostAsJsonAsync("/api/bookings", new { show_id = id, seat_numbers = seats });
            ((int)reply.StatusCode).ShouldBe(201);
        }

        await using var source = NpgsqlDataSource.Create(database.ConnectionString);
        await using var count = source.CreateCommand($"select count(*) from bookings where show_id = {id}");
        (await count.ExecuteScalarAsync()).ShouldBe(0L);
    }
}
