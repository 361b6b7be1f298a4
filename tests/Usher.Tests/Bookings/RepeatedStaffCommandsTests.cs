using System.Net;
using System.Text;
using Usher.Testing;

namespace Usher.Tests.Bookings;

/// <summary>Under an Idempotency-Key blocking, unblocking and cancelling have one effect and one answer.</summary>
public sealed class RepeatedStaffCommandsTests(TestApi api) : IClassFixture<TestApi>
{
    private const string Seats = """{"seat_numbers":[1,2,3]}""";

    [Fact]
    public async Task Seats_are_blocked_once_though_they_were_put_on_sale_since()
    {
        var show = await CreateShowAsync();
        await api.Http.BookAsync(show, [3]);
        var first = await BlockAsync(show, Seats, "block");
        await CallAsync($"shows/{show}/unblock", Seats, "unblock-all");

        var again = await BlockAsync(show, Seats, "block");

        first.Text.ShouldBe("""{"blocked":[1,2],"already_blocked":[],"held":[3],"sold":[]}""");
        (again.Status, again.Text).ShouldBe((HttpStatusCode.OK, first.Text));
        (await FreeSeatsAsync(show)).ShouldBe([1, 2, 4, 5]);
        again.Message.Headers.CacheControl!.NoStore.ShouldBeTrue();
    }

    [Fact]
    public async Task Sold_and_blocked_seats_are_told_apart_in_the_answer_that_is_kept()
    {
        var show = await CreateShowAsync();
        var sold = (await api.Http.BookAsync(show, [1])).Field("booking_id");
        await api.Http.CallAsync(HttpMethod.Post, $"/api/bookings/{sold}/confirm", Json("{}"));
        await BlockAsync(show, """{"seat_numbers":[2]}""", "apart-before");

        var first = await BlockAsync(show, Seats, "apart");

        first.Text.ShouldBe("""{"blocked":[3],"already_blocked":[2],"held":[],"sold":[1]}""");
        (await BlockAsync(show, Seats, "apart")).Text.ShouldBe(first.Text);
    }

    [Fact]
    public async Task What_found_nothing_to_do_finds_nothing_the_next_time_either()
    {
        var show = await CreateShowAsync();
        (await CallAsync($"shows/{show}/unblock", Seats, "nothing-to-unblock")).Text
            .ShouldBe("""{"unblocked":[],"not_blocked":[1,2,3]}""");
        await BlockAsync(show, Seats, "then-block");
        (await BlockAsync(show, Seats, "nothing-to-block")).Text
            .ShouldBe("""{"blocked":[],"already_blocked":[1,2,3],"held":[],"sold":[]}""");

        await CallAsync($"shows/{show}/unblock", Seats, "nothing-to-unblock");
        (await FreeSeatsAsync(show)).ShouldBe([4, 5]);

        await CallAsync($"shows/{show}/unblock", Seats, "now-unblock");
        (await CallAsync($"shows/{show}/unblock", Seats, "now-unblock")).Text
            .ShouldBe("""{"unblocked":[1,2,3],"not_blocked":[]}""");
        await BlockAsync(show, Seats, "nothing-to-block");
        (await FreeSeatsAsync(show)).ShouldBe([1, 2, 3, 4, 5]);
    }

    [Fact]
    public async Task Requests_that_come_together_block_once_on_whichever_server()
    {
        await using var other = await TestServer.StartAsync(api.Database, ("Auth:AdminKey", TestApi.AdminKey));
        var show = await CreateShowAsync();

        var answers = await Task.WhenAll(Enumerable.Range(0, 12).Select(i =>
            CallAsync($"shows/{show}/block", Seats, "together", i % 2 == 0 ? api.Http : other.Http)));

        answers.ShouldAllBe(answer => answer.Status == HttpStatusCode.OK);
        answers.Select(answer => answer.Text).Distinct().ShouldBe(
            ["""{"blocked":[1,2,3],"already_blocked":[],"held":[],"sold":[]}"""]);
        (await api.Http.GetAnswerAsync($"/api/admin/audit?show_id={show}", ("X-Api-Key", TestApi.AdminKey))).Json
            .GetProperty("events").GetArrayLength().ShouldBe(3);
    }

    [Fact]
    public async Task A_cancelled_booking_is_answered_as_it_was_cancelled()
    {
        var show = await CreateShowAsync();
        var id = (await api.Http.BookAsync(show, [1])).Field("booking_id");
        var first = await CallAsync($"bookings/{id}/cancel", """{"reason":"By phone"}""", "cancel");
        await api.Http.BookAsync(show, [1]);

        var again = await CallAsync($"bookings/{id}/cancel", """{"reason":"By phone"}""", "cancel");

        (first.Field("status"), first.Field("user_email")).ShouldBe(("FAILED", "a***@example.com"));
        (again.Status, again.Text).ShouldBe((HttpStatusCode.OK, first.Text));
        (await FreeSeatsAsync(show)).ShouldBe([2, 3, 4, 5]);
        (await CallAsync($"bookings/{id}/cancel", "", "cancel-without-a-body")).Field("status").ShouldBe("FAILED");
    }

    [Fact]
    public async Task Another_request_under_the_key_is_refused_and_a_refusal_keeps_nothing()
    {
        var (show, other) = (await CreateShowAsync(), await CreateShowAsync());
        (await CallAsync("shows/999999999/block", Seats, "shared-key"))
            .ShouldBeProblem(HttpStatusCode.NotFound, "no-such-show");
        (await BlockAsync(show, """{"seat_numbers":[99]}""", "shared-key"))
            .ShouldBeProblem(HttpStatusCode.NotFound, "no-such-seats");
        (await BlockAsync(show, Seats, "shared-key")).Status.ShouldBe(HttpStatusCode.OK);

        (await BlockAsync(other, Seats, "shared-key"))
            .ShouldBeProblem(HttpStatusCode.UnprocessableEntity, "idempotency-key-reused");
        (await BlockAsync(show, """{"seat_numbers":[4]}""", "shared-key"))
            .ShouldBeProblem(HttpStatusCode.UnprocessableEntity, "idempotency-key-reused");
        (await BlockAsync(show, Seats, "not a key")).ShouldBeProblem(HttpStatusCode.BadRequest, "validation")
            .Errors("Idempotency-Key").ShouldHaveSingleItem();

        (await FreeSeatsAsync(show)).ShouldBe([4, 5]);
        (await FreeSeatsAsync(other)).ShouldBe([1, 2, 3, 4, 5]);
    }

    private static StringContent Json(string json) => new(json, Encoding.UTF8, "application/json");

    private async Task<long> CreateShowAsync() => (await api.Server.CreateShowAsync(seats: 5)).Id.Value;

    private Task<Answer> BlockAsync(long show, string body, string key) => CallAsync($"shows/{show}/block", body, key);

    private Task<Answer> CallAsync(string path, string json, string key, HttpClient? http = null) =>
        (http ?? api.Http).CallAsync(
            HttpMethod.Post, $"/api/admin/{path}", json.Length == 0 ? null : Json(json),
            ("X-Api-Key", TestApi.AdminKey), ("Idempotency-Key", key));

    private async Task<int[]> FreeSeatsAsync(long show)
    {
        await using var command = api.Server.Data.Primary.CreateCommand(
            $"select seat_number from seats where show_id = {show} and booking_id is null order by seat_number");
        await using var reader = await command.ExecuteReaderAsync();
        var free = new List<int>();
        while (await reader.ReadAsync())
        {
            free.Add(reader.GetInt32(0));
        }

        return [.. free];
    }
}
