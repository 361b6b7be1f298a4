using System.Globalization;
using System.Net;
using System.Text.RegularExpressions;
using Microsoft.Extensions.Options;
using Usher.Testing;

namespace Usher.Tests.RateLimits;

/// <summary>How often one client may ask for seats, over HTTP.</summary>
public sealed partial class BookingRatesTests(TestDatabase database) : IClassFixture<TestDatabase>
{
    private const string Policy = "\"bookings\";q=3;w=900";

    [GeneratedRegex("^\"bookings\";r=([0-9]+);t=([0-9]+)$")]
    private static partial Regex State { get; }

    private int _seat;

    [Fact]
    public async Task Every_answer_says_what_is_left_and_the_last_when_to_come_back()
    {
        await using var server = await StartAsync();
        var show = await server.CreateShowAsync();

        Remaining(await server.Http.BookAsync(show.Id, [1])).ShouldBe((HttpStatusCode.Created, 2));
        Remaining(await server.Http.BookAsync(show.Id, [1])).ShouldBe((HttpStatusCode.Conflict, 1));
        Remaining(await server.Http.PostJsonAsync("/api/bookings", "no json")).ShouldBe((HttpStatusCode.BadRequest, 0));

        var refused = await server.Http.BookAsync(show.Id, [2]);
        refused.ShouldBeProblem(HttpStatusCode.TooManyRequests, "too-many-bookings");
        Remaining(refused).Left.ShouldBe(0);
        var wait = refused.Message.Headers.RetryAfter!.Delta!.Value;
        wait.ShouldBeInRange(TimeSpan.FromSeconds(300), TimeSpan.FromSeconds(1200));
        SecondsOf(refused).ShouldBe((long)wait.TotalSeconds);
        refused.Field("detail").ShouldBe(
            "Too many bookings were requested from your internet address: the limit is 3 in 15 minutes. Try again "
            + $"in {Math.Ceiling(wait.TotalMinutes)} minutes.");
        (await server.Http.GetAnswerAsync($"/api/shows/{show.Id}")).Field("available_seats").ShouldBe("49");
    }

    [Fact]
    public async Task The_form_of_a_page_counts_with_the_api_and_its_refusal_keeps_the_choice()
    {
        await using var server = await StartAsync();
        var show = await server.CreateShowAsync();
        await server.Http.BookAsync(show.Id, [1]);
        var form = await server.Http.FormAsync(show.Id, 4, 5);
        var held = await server.Http.HoldAsync(show.Id, 2);
        held.ShouldRedirect();
        Remaining(held).Left.ShouldBe(1);
        await server.Http.BookAsync(show.Id, [3]);

        var refused = await server.Http.PostFormAsync($"/shows/{show.Id}/book", form);

        refused.ShouldBePage(HttpStatusCode.TooManyRequests);
        Remaining(refused).Left.ShouldBe(0);
        refused.Message.Headers.RetryAfter!.Delta!.Value.ShouldBeGreaterThan(TimeSpan.Zero);
        refused.Text.ShouldContain("Please wait before you try again.");
        refused.Text.ShouldContain("the limit is 3 in 15 minutes. Try again in ");
        refused.Text.ShouldContain("Your choice is saved: ");
        refused.Text.ShouldContain($"name=\"key\" value=\"{form[0].Value}\"");
        refused.Text.ShouldContain("name=\"seat\" value=\"4\"");
        refused.Text.ShouldContain("name=\"seat\" value=\"5\"");
        refused.Text.ShouldContain($"href=\"/shows/{show.Id}?seats=4,5\"");
    }

    [Fact]
    public async Task What_becomes_of_a_booking_is_never_limited_nor_is_reading()
    {
        await using var server = await StartAsync();
        var show = await server.CreateShowAsync();
        var first = (await server.Http.BookAsync(show.Id, [1])).Field("booking_id");
        var second = (await server.Http.BookAsync(show.Id, [2])).Field("booking_id");
        await server.Http.BookAsync(show.Id, [3]);
        (await server.Http.BookAsync(show.Id, [4])).Status.ShouldBe(HttpStatusCode.TooManyRequests);

        Answer[] answers =
        [
            await server.Http.PostNothingAsync($"/api/bookings/{first}/extend"),
            await server.Http.PostNothingAsync($"/api/bookings/{first}/confirm"),
            await server.Http.PostNothingAsync($"/api/bookings/{second}/cancel"),
            await server.Http.GetAnswerAsync($"/api/bookings/{first}"),
            await server.Http.GetAnswerAsync($"/api/shows/{show.Id}/seats"),
            await server.Http.GetPageAsync($"/shows/{show.Id}"),
        ];

        answers.ShouldAllBe(answer => answer.Status == HttpStatusCode.OK);
        answers.ShouldAllBe(answer => !answer.Message.Headers.Contains("RateLimit"));
    }

    [Fact]
    public async Task The_admin_key_has_no_limit_and_a_wrong_one_is_a_strangers()
    {
        await using var server = await StartAsync();
        var show = await server.CreateShowAsync();
        for (var seat = 1; seat <= 5; seat++)
        {
            var answer = await BookAsync(seat, ("X-Api-Key", TestApi.AdminKey));
            answer.Status.ShouldBe(HttpStatusCode.Created);
            answer.Message.Headers.Contains("RateLimit").ShouldBeFalse();
            answer.Message.Headers.Contains("RateLimit-Policy").ShouldBeFalse();
        }

        for (var seat = 6; seat <= 8; seat++)
        {
            (await BookAsync(seat, ("X-Api-Key", "wrong"))).Status.ShouldBe(HttpStatusCode.Created);
        }

        (await BookAsync(9, ("X-Api-Key", "wrong"))).Status.ShouldBe(HttpStatusCode.TooManyRequests);
        (await BookAsync(9, ("X-Api-Key", TestApi.AdminKey))).Status.ShouldBe(HttpStatusCode.Created);

        Task<Answer> BookAsync(int seat, (string, string) header) => server.Http.PostJsonAsync(
            "/api/bookings", $$"""{ "show_id": {{show.Id}}, "seat_numbers": [{{seat}}] }""", header);
    }

    [Fact]
    public async Task A_repeat_under_its_key_counts_like_every_request()
    {
        await using var server = await StartAsync();
        var show = await server.CreateShowAsync();

        for (var i = 0; i < 3; i++)
        {
            (await server.Http.BookAsync(show.Id, [1], key: "one")).Status.ShouldBe(HttpStatusCode.Created);
        }

        (await server.Http.BookAsync(show.Id, [1], key: "one")).Status.ShouldBe(HttpStatusCode.TooManyRequests);
    }

    [Theory]
    [InlineData("X-Forwarded-For")]
    [InlineData("Forwarded")]
    [InlineData("X-Real-IP")]
    [InlineData("True-Client-IP")]
    [InlineData("CF-Connecting-IP")]
    public async Task No_header_of_a_stranger_makes_another_client_of_it(string header)
    {
        await using var server = await StartAsync();
        var show = await server.CreateShowAsync();

        var statuses = new List<HttpStatusCode>();
        for (var i = 1; i <= 5; i++)
        {
            statuses.Add((await BookFromAsync(server, show.Id, i, (header, $"203.0.113.{i}"))).Status);
        }

        statuses.Count(status => status == HttpStatusCode.Created).ShouldBe(3);
        statuses.Count(status => status == HttpStatusCode.TooManyRequests).ShouldBe(2);
    }

    [Fact]
    public async Task Behind_a_known_proxy_each_client_has_its_own_and_a_network_of_ipv6_is_one()
    {
        await using var server = await StartAsync(
            ("Http:PublicUrl", "https://tickets.example.com"), ("Http:KnownProxies", "127.0.0.1"));
        var show = await server.CreateShowAsync();

        (await TryAsync(4, "203.0.113.1")).ShouldBe(HttpStatusCode.TooManyRequests);
        (await TryAsync(1, "203.0.113.2")).ShouldBe(HttpStatusCode.Created);
        // What stands before the address that the proxy saw is what that client wrote.
        (await TryAsync(1, "198.51.100.7, 203.0.113.1")).ShouldBe(HttpStatusCode.TooManyRequests);
        (await TryAsync(3, "2001:db8:1:1::1")).ShouldBe(HttpStatusCode.Created);
        (await TryAsync(1, "2001:db8:1:1:ffff::2")).ShouldBe(HttpStatusCode.TooManyRequests);
        (await TryAsync(1, "2001:db8:1:2::1")).ShouldBe(HttpStatusCode.Created);

        async Task<HttpStatusCode> TryAsync(int times, string addresses)
        {
            var status = HttpStatusCode.OK;
            for (var i = 0; i < times; i++)
            {
                var answer = await BookFromAsync(server, show.Id, ++_seat, ("X-Forwarded-For", addresses));
                status = answer.Status;
            }

            return status;
        }
    }

    [Fact]
    public async Task Without_a_limit_nothing_is_said_of_one()
    {
        await using var server = await StartAsync(("RateLimits:Enabled", "false"));
        var show = await server.CreateShowAsync();

        for (var seat = 1; seat <= 5; seat++)
        {
            var answer = await server.Http.BookAsync(show.Id, [seat]);
            answer.Status.ShouldBe(HttpStatusCode.Created);
            answer.Message.Headers.Contains("RateLimit-Policy").ShouldBeFalse();
        }
    }

    [Theory]
    [InlineData("RateLimits:BookingsPerWindow", "0")]
    [InlineData("RateLimits:WindowSeconds", "86401")]
    [InlineData("RateLimits:ClientsMax", "0")]
    public async Task A_wrong_setting_is_refused_by_name(string setting, string value) =>
        (await Should.ThrowAsync<OptionsValidationException>(() => StartAsync((setting, value))))
            .Message.ShouldContain(setting.Split(':')[1]);

    private Task<TestServer> StartAsync(params (string Key, string Value)[] settings) => TestServer.StartAsync(
        database,
        [
            .. settings,
            .. new (string Key, string Value)[]
            {
                ("Auth:AdminKey", TestApi.AdminKey), ("RateLimits:Enabled", "true"),
                ("RateLimits:BookingsPerWindow", "3"),
            }.ExceptBy(settings.Select(setting => setting.Key), setting => setting.Key),
        ]);

    private static Task<Answer> BookFromAsync(
        TestServer server, ShowId show, int seat, (string Name, string Value) header) => server.Http.PostJsonAsync(
        "/api/bookings", $$"""{ "show_id": {{show}}, "seat_numbers": [{{seat}}] }""", header);

    private static (HttpStatusCode Status, int Left) Remaining(Answer answer)
    {
        answer.Message.Headers.GetValues("RateLimit-Policy").ShouldBe([Policy]);
        return (answer.Status, int.Parse(Match(answer).Groups[1].Value, CultureInfo.InvariantCulture));
    }

    private static long SecondsOf(Answer answer) =>
        long.Parse(Match(answer).Groups[2].Value, CultureInfo.InvariantCulture);

    private static Match Match(Answer answer)
    {
        var match = State.Match(answer.Message.Headers.GetValues("RateLimit").ShouldHaveSingleItem());
        match.Success.ShouldBeTrue();
        return match;
    }
}
