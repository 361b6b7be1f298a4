using System.Globalization;
using System.Net;
using Npgsql;
using Usher.Testing;

namespace Usher.Tests.Http;

public sealed class OverloadTests(TestDatabase database) : IClassFixture<TestDatabase>
{
    [Fact]
    public async Task A_full_queue_answers_503_with_the_time_to_wait_and_keeps_what_it_took()
    {
        await using var server = await TestServer.StartAsync(
            database, ("Bookings:BatchWorkers", "1"), ("Bookings:BatchCommandsMax", "1"),
            ("Bookings:QueueCommandsMax", "1"), ("RateLimits:Enabled", "true"),
            ("RateLimits:BookingsPerWindow", "10"));
        var show = await server.CreateShowAsync(seats: 10);
        await using var connection = await database.DataSource.OpenConnectionAsync();
        await using var transaction = await connection.BeginTransactionAsync();
        await LockSeatAsync(connection, show.Id, seat: 1);

        var underWay = server.Http.BookAsync(show.Id, [1]);
        await WaitForALockAsync();
        var others = Enumerable.Range(2, 3).Select(seat => server.Http.BookAsync(show.Id, [seat])).ToList();
        // One of them waits in the queue, which is full by that.
        var refused = new[] { await Next(others), await Next(others) };
        await transaction.RollbackAsync();

        foreach (var answer in refused)
        {
            answer.ShouldBeProblem(HttpStatusCode.ServiceUnavailable, "overloaded");
            answer.Message.Headers.RetryAfter!.Delta!.Value.ShouldBeGreaterThanOrEqualTo(TimeSpan.FromSeconds(1));
        }

        (await underWay).Status.ShouldBe(HttpStatusCode.Created);
        (await others.Single()).Status.ShouldBe(HttpStatusCode.Created);
        // Two were carried out, and this is the third: what was refused is not counted against its client.
        LeftAfter(await server.Http.BookAsync(show.Id, [9])).ShouldBe(7);
    }

    [Fact]
    public async Task More_requests_at_once_than_may_be_under_way_are_refused_until_one_is_answered()
    {
        await using var server = await TestServer.StartAsync(
            database, ("Http:RequestsUnderWayMax", "1"), ("RateLimits:Enabled", "true"),
            ("RateLimits:BookingsPerWindow", "10"));
        var show = await server.CreateShowAsync(seats: 10);
        await using var connection = await database.DataSource.OpenConnectionAsync();
        await using var transaction = await connection.BeginTransactionAsync();
        await LockSeatAsync(connection, show.Id, seat: 1);

        var underWay = server.Http.BookAsync(show.Id, [1]);
        await WaitForALockAsync();
        var refused = await server.Http.BookAsync(show.Id, [2]);
        await transaction.RollbackAsync();

        refused.ShouldBeProblem(HttpStatusCode.ServiceUnavailable, "overloaded");
        refused.Message.Headers.RetryAfter!.Delta!.Value.ShouldBeGreaterThanOrEqualTo(TimeSpan.FromSeconds(1));
        LeftAfter(refused).ShouldBe(9);
        (await underWay).Status.ShouldBe(HttpStatusCode.Created);
        var served = await server.Http.BookAsync(show.Id, [2]);
        served.Status.ShouldBe(HttpStatusCode.Created);
        LeftAfter(served).ShouldBe(8);
    }

    private static int LeftAfter(Answer answer) => int.Parse(
        answer.Message.Headers.GetValues("RateLimit").Single().Split("r=")[1].Split(';')[0],
        CultureInfo.InvariantCulture);

    private static async Task<Answer> Next(List<Task<Answer>> answers)
    {
        var first = await Task.WhenAny(answers);
        answers.Remove(first);
        return await first;
    }

    private static async Task LockSeatAsync(NpgsqlConnection connection, ShowId show, int seat)
    {
        await using var command = new NpgsqlCommand(
            "select from seats where show_id = $1 and seat_number = $2 for update", connection)
        {
            Parameters = { new() { Value = show.Value }, new() { Value = seat } },
        };
        await command.ExecuteNonQueryAsync();
    }

    private async Task WaitForALockAsync()
    {
        await using var command = database.DataSource.CreateCommand("""
            select count(*) from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'
            """);
        while (await command.ExecuteScalarAsync() is 0L)
        {
            await Task.Delay(TimeSpan.FromMilliseconds(5));
        }
    }
}
