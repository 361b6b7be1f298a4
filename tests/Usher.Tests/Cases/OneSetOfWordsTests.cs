using System.Net;
using System.Text.RegularExpressions;
using Usher.Engine.SeatingPlans;
using Usher.Engine.Shows;
using Usher.Engine.Statistics;
using Usher.Http.Wording;
using Usher.Pages.Buyers.Shows;
using Usher.Testing;

namespace Usher.Tests.Cases;

/// <summary>Free, held, sold and blocked, booked and due: the same words and sums on every page and in every export.
/// </summary>
public sealed partial class OneSetOfWordsTests(TestApi api) : IClassFixture<TestApi>
{
    private static readonly (string, string) Key = ("X-Api-Key", TestApi.AdminKey);

    [Fact]
    public async Task Every_page_of_the_desk_tells_the_same_figures_and_none_calls_blocked_seats_sold()
    {
        using var organiser = await Organiser.SignedInAsync(api);
        var show = await SellAsync();

        foreach (var path in new[] { $"/desk/shows/{show}", $"/desk/shows/{show}/map" })
        {
            var figures = Figures((await organiser.OpenAsync(path)).Text);
            (figures["Sold"], figures["Held now"], figures["Free"], figures["Blocked"])
                .ShouldBe(("2", "1", "4", "3"), path);
            figures["Booked"].ShouldStartWith("£9");
            figures.Keys.ShouldNotContain("Taken");
        }

        var page = (await organiser.OpenAsync($"/desk/shows/{show}")).Text;
        page.ShouldContain("Seating plan: 2 sold, 1 held, 4 free, 3 blocked");
        page.ShouldContain("1 booking, £9 due");
        page.ShouldContain("Seats held, sold or blocked in the last hour: from 0 to 6 of 10.");
        (await organiser.OpenAsync($"/desk/shows/{show}/map")).Text.ShouldContain("1 booking, £9 due");
        var money = await organiser.Http.GetAnswerAsync($"/desk/shows/{show}/map/blocked?money=1");
        (money.Field("booked"), money.Field("bookings")).ShouldBe(("£9", "1 booking, £9 due"));
        var list = Spaces().Replace((await organiser.OpenAsync($"/desk/shows?q=Words+{show}")).Text, " ");
        list.ShouldContain("2 of 10<small class=\"soft\">3 blocked</small>");
        list.ShouldContain(">4 left<");
    }

    [Fact]
    public async Task The_export_adds_up_what_is_booked_and_tells_why_the_rest_ended()
    {
        using var organiser = await Organiser.SignedInAsync(api);
        var show = await SellAsync();

        var lines = (await organiser.Http.GetAnswerAsync($"/desk/bookings.csv?show={show}")).Text
            .TrimStart('\ufeff').Trim().Split("\r\n").Select(line => line[1..^1].Split("\",\"")).ToArray();

        var rows = lines[1..].Select(line => lines[0].Zip(line).ToDictionary(one => one.First, one => one.Second))
            .ToDictionary(row => row["state"]);
        rows.Keys.ShouldBe(["Confirmed", "Held", "Cancelled"], ignoreOrder: true);
        (rows["Confirmed"]["booked"], rows["Confirmed"]["due"]).ShouldBe(("9.00", "9.00"));
        (rows["Held"]["booked"], rows["Held"]["due"]).ShouldBe(("0.00", "0.00"));
        var cancelled = rows["Cancelled"];
        (cancelled["booked"], cancelled["due"], cancelled["ended_by"], cancelled["reason_for_buyer"], cancelled["note"])
            .ShouldBe(("0.00", "0.00", "organiser", "Moved to Friday", "By phone"));
        cancelled["ended_at"].ShouldNotBeEmpty();
        cancelled["ended_local"].ShouldMatch(@"^\d{4}-\d\d-\d\d \d\d:\d\d$");
        var blocked = (await organiser.Http.GetAnswerAsync($"/desk/bookings.csv?show={show}&status=blocked")).Text;
        blocked.ShouldContain("\"Blocked\"");
        blocked.ShouldContain("\"Broken\"");
    }

    [Fact]
    public async Task A_show_that_has_started_is_called_so_by_buyers_pages_and_the_desk()
    {
        using var organiser = await Organiser.SignedInAsync(api);
        var show = await api.Server.CreateShowAsync(
            name: "Bygone", startsAt: new DateTime(2020, 6, 1, 19, 30, 0, DateTimeKind.Utc));

        (await organiser.OpenAsync("/?q=Bygone&from=2020-01-01")).Text
            .ShouldContain("<span class=\"badge\">Started</span>");
        (await organiser.OpenAsync($"/shows/{show.Id}")).Text.ShouldContain("This show has started");
        (await organiser.OpenAsync("/desk/shows?q=Bygone&past=yes")).Text.ShouldContain(">Started</span>");
    }

    [Theory]
    [InlineData(0, "0 bookings")]
    [InlineData(1, "1 booking")]
    [InlineData(2, "2 bookings")]
    [InlineData(1_200, "1,200 bookings")]
    public void One_is_one(int count, string words) => CountTexts.Bookings(count).ShouldBe(words);

    [Theory]
    [InlineData(6, 6, null)]
    [InlineData(6, 2, null)]
    [InlineData(6, 1, "Last seat")]
    [InlineData(1, 1, null)]
    [InlineData(20, 1, "Last seat")]
    [InlineData(100, 6, null)]
    [InlineData(100, 5, "Last seats")]
    [InlineData(5_000, 251, null)]
    [InlineData(5_000, 250, "Last seats")]
    public void The_last_seats_are_a_share_of_the_house(int total, int available, string? words)
    {
        var show = new Show
        {
            Id = new ShowId(1),
            OrganizationId = new OrganizationId(1),
            Name = "A",
            StartsAt = DateTime.UnixEpoch,
            TotalSeats = total,
            ExtensionAllowed = true,
            CreatedAt = DateTime.UnixEpoch,
        };
        var row = new ShowRow(show, available, ShowStatus.OnSale, default);

        (row.AreLast ? row.LastWords : null).ShouldBe(words);
        var day = row with { Kind = PlanKind.Slots };
        (day.AreLast ? day.LastWords : null).ShouldBe(words?.Replace("seat", "slot", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_hold_that_has_lapsed_is_free_wherever_seats_are_counted()
    {
        var show = (await api.Server.CreateShowAsync(seats: 10, holdSeconds: 600)).Id;
        await api.Http.BookAsync(show, [1, 2]);
        await using (var lapse = api.Database.DataSource.CreateCommand(
            $"update seats set held_until = now() - interval '1 second' where show_id = {show} and seat_number = 1"))
        {
            await lapse.ExecuteNonQueryAsync();
        }

        (await api.Database.DataSources.ShowQueries().FindAsync(show, default)).ShouldNotBeNull()
            .AvailableSeats.ShouldBe(9);
        var counts = await new Usher.Engine.Bookings.SeatHolders(api.Database.DataSources).CountAsync(show, default);
        (counts.Free, counts.Held).ShouldBe((9, 1));
    }

    [Fact]
    public async Task The_overview_counts_no_hold_that_has_lapsed()
    {
        var show = (await api.Server.CreateShowAsync(seats: 10, holdSeconds: 600)).Id;
        await api.Http.BookAsync(show, [1, 2]);
        var before = await LiveTotals.FindAsync(api.Database.DataSources, default);
        await using (var lapse = api.Database.DataSource.CreateCommand(
            $"update bookings set expires_at = now() - interval '1 second' where show_id = {show}"))
        {
            await lapse.ExecuteNonQueryAsync();
        }

        var totals = await LiveTotals.FindAsync(api.Database.DataSources, default);

        (before.BookingsHeld - totals.BookingsHeld, before.SeatsHeld - totals.SeatsHeld).ShouldBe((1, 2));
    }

    // Ten seats at £4.50: two sold, one held, three blocked, one sold and cancelled.
    private async Task<ShowId> SellAsync()
    {
        var created = await api.Http.PostJsonAsync("/api/admin/shows", """
            {
              "name": "Words", "start_time": "2999-01-01T20:00:00Z", "total_seats": 10, "hold_seconds": 600,
              "currency": "GBP", "prices": [{ "category": "Seat", "amount": 450 }]
            }
            """, Key);
        created.Status.ShouldBe(HttpStatusCode.Created, created.Text);
        var show = new ShowId(created.Json.GetProperty("id").GetInt64());
        await api.Http.CallAsync(
            HttpMethod.Patch, $"/api/admin/shows/{show}",
            new StringContent($$"""{ "name": "Words {{show}}" }""", null, "application/json"), Key);
        await BuyAsync(show, 1, 2);
        await api.Http.BookAsync(show, [3]);
        await api.Http.PostJsonAsync(
            $"/api/admin/shows/{show}/block", """{ "seat_numbers": [8, 9, 10], "reason": "Broken" }""", Key);
        await api.Http.PostJsonAsync(
            $"/api/admin/bookings/{await BuyAsync(show, 4)}/cancel",
            """{ "reason": "By phone", "public_reason": "Moved to Friday" }""", Key);
        return show;
    }

    private async Task<string> BuyAsync(ShowId show, params int[] seats)
    {
        var id = (await api.Http.BookAsync(show, seats)).Field("booking_id");
        (await api.Http.PostNothingAsync($"/api/bookings/{id}/confirm")).Status.ShouldBe(HttpStatusCode.OK);
        return id;
    }

    private static Dictionary<string, string> Figures(string page) => Figure().Matches(page)
        .ToDictionary(match => match.Groups[1].Value, match => match.Groups[2].Value);

    [GeneratedRegex("<dt>([^<]+)</dt><dd[^>]*>([^<]+)</dd>")]
    private static partial Regex Figure();

    [GeneratedRegex(@"\s+")]
    private static partial Regex Spaces();
}
