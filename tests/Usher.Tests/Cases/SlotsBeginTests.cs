using System.Globalization;
using System.Net;
using Microsoft.Extensions.DependencyInjection;
using Usher.Engine.SeatingPlans;
using Usher.Engine.SeatingPlans.Generators;
using Usher.Engine.Seats;
using Usher.Engine.Shows;
using Usher.Testing;

namespace Usher.Tests.Cases;

/// <summary>A day of slots is not over when its first one begins: each is sold until it begins itself.</summary>
public sealed class SlotsBeginTests(TestApi api) : IClassFixture<TestApi>
{
    // Of each desk: two hours ago, half an hour ago, and in one and in two and a half hours.
    private const int SlotsOfDesk = 4;

    private static readonly (string, string) Key = ("X-Api-Key", TestApi.AdminKey);

    [Fact]
    public async Task Slots_that_have_begun_are_refused_by_name_and_later_ones_are_booked()
    {
        var (show, plan) = await CreateAsync("Passports by name", TimeSpan.FromHours(-2));

        foreach (var begun in new[]
        {
            await api.Http.BookAsync(show.Id, [1]), await api.Http.BookAsync(show.Id, [3, 1], key: "begun"),
        })
        {
            begun.Status.ShouldBe(HttpStatusCode.Conflict);
            (begun.Field("status"), begun.Field("reason"), begun.Field("conflict_seats"), begun.Field("message"))
                .ShouldBe((
                    "FAILED", "SHOW_OVER", "[1]",
                    $"{SeatNames.Each(plan, [1])} has already begun. Choose a later slot."));
        }

        (await api.Http.BookAsync(show.Id, [3])).Status.ShouldBe(HttpStatusCode.Created);
        (await api.Http.PostFormAsync($"/shows/{show.Id}/book", [("seat", "2"), ("seat", "6")]))
            .ShouldBePage(HttpStatusCode.Conflict).Text.ShouldContain(
                $"{SeatNames.Each(plan, [2, 6])} have already begun. Choose later slots.");
    }

    [Fact]
    public async Task The_best_slots_are_among_those_that_lie_ahead()
    {
        var (show, _) = await CreateAsync("Passports by number", TimeSpan.FromHours(-2));

        var booked = new List<int>();
        for (var i = 0; i < 4; i++)
        {
            var answer = await api.Http.PostJsonAsync(
                "/api/bookings", $$"""{ "show_id": {{show.Id}}, "seat_count": 1, "user_email": "a@example.com" }""");
            answer.Status.ShouldBe(HttpStatusCode.Created, answer.Text);
            booked.Add(answer.Json.GetProperty("seat_numbers")[0].GetInt32());
        }

        booked.Order().ShouldBe([3, 4, 7, 8]);
        var none = await api.Http.PostJsonAsync(
            "/api/bookings", $$"""{ "show_id": {{show.Id}}, "seat_count": 1, "user_email": "a@example.com" }""");
        (none.Status, none.Field("message")).ShouldBe((HttpStatusCode.Conflict, "No slots are available."));
    }

    [Fact]
    public async Task Everywhere_the_show_is_on_sale_with_the_slots_that_are_left()
    {
        var (show, plan) = await CreateAsync("Passports everywhere", TimeSpan.FromHours(-2));
        await api.Http.BookAsync(show.Id, [3]);

        var read = await api.Http.GetAnswerAsync($"/api/shows/{show.Id}");
        (read.Field("status"), read.Field("available_seats")).ShouldBe(("ON_SALE", "3"));
        var now = Uri.EscapeDataString(TimeProvider.System.GetUtcNow().ToString("O", CultureInfo.InvariantCulture));
        var listed = (await api.Http.GetAnswerAsync($"/api/shows?from={now}&q=Passports+everywhere")).Json
            .GetProperty("shows").EnumerateArray().ShouldHaveSingleItem();
        (listed.GetProperty("status").GetString(), listed.GetProperty("available_seats").GetInt32())
            .ShouldBe(("ON_SALE", 3));

        (await api.Http.GetPageAsync("/?q=Passports+everywhere")).Text.ShouldContain(">3 left<");
        var page = WebUtility.HtmlDecode((await api.Http.GetPageAsync($"/shows/{show.Id}")).Text);
        page.ShouldContain("<b>3</b> slots left");
        page.Split($"<legend>{plan.Seats[0].Number}</legend>")[1].Split("</fieldset>")[0]
            .ShouldContain("<span class=\"sold\">Desk 1<i> has begun</i></span>");
        page.Split($"<legend>{plan.Seats[3].Number}</legend>")[1].Split("</fieldset>")[0]
            .ShouldContain("value=\"4\"");
        using var organiser = await Organiser.SignedInAsync(api);
        (await organiser.OpenAsync("/desk/shows?q=Passports+everywhere")).Text.ShouldContain(">3 left<");
        (await organiser.OpenAsync($"/desk/shows/{show.Id}")).Text
            .ShouldContain("<dt>Free</dt><dd>3</dd><dd>slots, 4 begun</dd>");
        var map = (await organiser.OpenAsync($"/desk/shows/{show.Id}/map")).Text;
        map.ShouldContain("<dt>Free</dt><dd data-free>3</dd><dd>for sale, 4 begun</dd>");
        map.ShouldContain("<dd>of 8 slots</dd>");
        (await organiser.OpenAsync($"/desk/shows/{show.Id}/map?seats=1")).Text
            .ShouldContain("<span class=\"badge\">Has begun</span>");
        (await organiser.OpenAsync($"/desk/shows/{show.Id}/map?seats=1-4")).Text
            .ShouldContain("<b>2</b> begun");
    }

    [Fact]
    public async Task The_seats_of_slots_that_have_begun_are_not_said_to_be_available()
    {
        var (show, _) = await CreateAsync("Passports in the seat map", TimeSpan.FromHours(-2));
        await api.Http.BookAsync(show.Id, [3]);

        var seats = (await api.Http.GetAnswerAsync($"/api/shows/{show.Id}/seats")).Json.GetProperty("seats");

        seats.EnumerateArray().Select(seat => seat.GetProperty("status").GetString()).ShouldBe(
            ["BOOKED", "BOOKED", "HELD", "AVAILABLE", "BOOKED", "BOOKED", "AVAILABLE", "AVAILABLE"]);
    }

    [Fact]
    public async Task What_has_begun_is_closed_in_the_map_of_its_seats()
    {
        var (show, _) = await CreateAsync("Passports at any moment", TimeSpan.FromHours(-2));
        var services = api.Server.Services;
        var terms = (await services.GetRequiredService<ShowCatalog>().FindAsync(show.Id, default)).ShouldNotBeNull();
        var map = (await services.GetRequiredService<SeatMaps>().FindAsync(show.Id, default)).ShouldNotBeNull();
        var first = show.StartsAt;

        terms.Slots!.LastBegun(first.AddMinutes(-1)).ShouldBeNull();
        terms.Slots.LastBegun(first.AddMinutes(1)).ShouldBe(first);
        terms.Slots.LastBegun(first.AddMinutes(91)).ShouldBe(first.AddMinutes(90));
        terms.Slots.Close(map, first.AddMinutes(91)).Seats.Where(seat => seat.Status == SeatStatus.Booked)
            .Select(seat => seat.SeatNumber).ShouldBe([1, 2, 5, 6]);
    }

    [Fact]
    public async Task A_slot_after_midnight_is_the_next_days_wherever_it_is_told()
    {
        var startsAt = new DateTime(2999, 3, 14, 20, 0, 0, DateTimeKind.Utc);
        var plan = SlotPlan.Create(
            "Night walks", ["Desk 1"], new TimeOnly(21, 0), TimeSpan.FromMinutes(190), 2, "Walk");
        var show = await api.Server.CreateShowAsync(
            NewShow.In(plan, "Night walks", startsAt) with { TimeZone = "Europe/Berlin" });
        using var buyer = new Organiser(api);

        var page = WebUtility.HtmlDecode((await buyer.OpenAsync($"/shows/{show.Id}")).Text);
        page.IndexOf("<legend>21:00</legend>", StringComparison.Ordinal).ShouldBeInRange(
            1, page.IndexOf("<legend>00:10<small> next day</small></legend>", StringComparison.Ordinal));
        var booking = (await buyer.Http.HoldAsync(show.Id, 2)).ShouldRedirect();
        var hold = (await buyer.OpenAsync(booking)).Text;
        hold.ShouldContain("data-local=\"2999-03-15T00:10\">Friday 15 March 2999, 00:10");
        hold.ShouldContain("data-starts=\"2999-03-14T23:10:00.000Z\"");
        var link = (await buyer.PostAsync($"{booking}/confirm", ("email", "asha@example.com"))).ShouldRedirect();
        (await buyer.OpenAsync(link)).Text.ShouldContain(">Friday 15 March 2999, 00:10");
        (await buyer.Http.GetPageAsync(PageCalls.CalendarOf(link))).Text
            .ShouldContain("DTSTART;TZID=Europe/Berlin:29990315T001000");
        using var organiser = await Organiser.SignedInAsync(api);
        (await organiser.Http.GetPageAsync($"/desk/bookings.csv?show={show.Id}")).Text
            .ShouldContain("2999-03-14T23:10:00");
        (await organiser.OpenAsync($"/desk/shows/{show.Id}")).Text
            .ShouldContain(", last slot <time datetime=\"2999-03-14T23:10:00.000Z\"");
        (await organiser.OpenAsync($"/desk{booking}")).Text.ShouldContain("data-local=\"2999-03-15T00:10\"");
    }

    [Fact]
    public async Task No_change_of_the_start_puts_a_sold_slot_on_another_day()
    {
        var plan = SlotPlan.Create(
            "Night walks", ["Desk 1"], new TimeOnly(20, 30), TimeSpan.FromMinutes(190), 2, "Walk");
        var show = await api.Server.CreateShowAsync(
            NewShow.In(plan, "Night walks", new DateTime(2999, 3, 14, 20, 30, 0, DateTimeKind.Utc)) with
            {
                TimeZone = "Europe/London",
            });
        var path = $"/api/admin/shows/{show.Id}";
        const string later = """{ "start_time": "2999-03-14T23:50:00Z" }""";
        var booking = (await api.Http.BookAsync(show.Id, [2])).Field("booking_id");

        var refused = await api.Http.CallAsync(HttpMethod.Patch, path, Json(later), Key);
        refused.Status.ShouldBe(HttpStatusCode.BadRequest, refused.Text);
        refused.Json.GetProperty("errors").GetProperty("start_time")[0].GetString()
            .ShouldStartWith("would put the appointment at 23:40, which somebody has, on another day");
        // By the clock of Moscow the show begins at 23:30.
        var first = (await api.Http.BookAsync(show.Id, [1])).Field("booking_id");
        (await api.Http.CallAsync(HttpMethod.Patch, path, Json("""{ "time_zone": "Europe/Moscow" }"""), Key)).Json
            .GetProperty("errors").TryGetProperty("time_zone", out _).ShouldBeTrue();
        using var organiser = await Organiser.SignedInAsync(api);
        (await organiser.PostAsync(
            $"/desk{path["/api/admin".Length..]}/edit", ("name", "Night walks"), ("starts", "2999-03-14T23:50"),
            ("zone", "Europe/London"), ("seats_max", "6"))).ShouldBePage(HttpStatusCode.BadRequest).Text
            .ShouldContain("which somebody has");

        // All of a day to another one is what it says.
        (await api.Http.CallAsync(
            HttpMethod.Patch, path, Json("""{ "start_time": "2999-03-15T20:30:00Z" }"""), Key)).Status
            .ShouldBe(HttpStatusCode.OK);
        foreach (var id in (string[])[first, booking])
        {
            (await api.Http.PostNothingAsync($"/api/bookings/{id}/cancel")).Status.ShouldBe(HttpStatusCode.OK);
        }

        (await api.Http.CallAsync(HttpMethod.Patch, path, Json(later), Key)).Status.ShouldBe(HttpStatusCode.OK);

        static StringContent Json(string text) => new(text, System.Text.Encoding.UTF8, "application/json");
    }

    [Fact]
    public async Task It_is_over_after_the_last_one()
    {
        var (show, _) = await CreateAsync("Passports of the morning", TimeSpan.FromHours(-7));

        var refused = await api.Http.BookAsync(show.Id, [4]);
        (refused.Status, refused.Field("reason"), refused.Field("conflict_seats"))
            .ShouldBe((HttpStatusCode.Conflict, "SHOW_OVER", "[]"));
        refused.Field("message").ShouldStartWith("Booking has ended. Last slot: ");
        (await api.Http.GetAnswerAsync($"/api/shows/{show.Id}")).Field("status").ShouldBe("PAST");
        var now = Uri.EscapeDataString(TimeProvider.System.GetUtcNow().ToString("O", CultureInfo.InvariantCulture));
        (await api.Http.GetAnswerAsync($"/api/shows?from={now}&q=Passports+of+the+morning")).Json
            .GetProperty("shows").GetArrayLength().ShouldBe(0);
    }

    [Fact]
    public async Task Pages_of_a_list_begin_with_what_is_under_way_and_leave_nothing_out()
    {
        for (var i = 0; i < 3; i++)
        {
            await CreateAsync($"Paged passports {i}", TimeSpan.FromHours(-2));
            await api.Server.CreateShowAsync(name: $"Paged passports later {i}");
        }

        await CreateAsync("Paged passports over", TimeSpan.FromHours(-7));
        var now = Uri.EscapeDataString(TimeProvider.System.GetUtcNow().ToString("O", CultureInfo.InvariantCulture));
        var names = new List<string>();
        for (string? after = ""; after is not null;)
        {
            var page = (await api.Http.GetAnswerAsync(
                $"/api/shows?from={now}&q=Paged+passports&limit=2{after}")).Json;
            names.AddRange(
                page.GetProperty("shows").EnumerateArray().Select(show => show.GetProperty("name").GetString()!));
            after = page.GetProperty("next").GetString() is { } next ? $"&after={next}" : null;
        }

        names.Count.ShouldBe(6);
        names.Take(3).Order().ShouldBe(["Paged passports 0", "Paged passports 1", "Paged passports 2"]);
        names.Skip(3).Order().ShouldBe(
            ["Paged passports later 0", "Paged passports later 1", "Paged passports later 2"]);
    }

    [Fact]
    public async Task What_is_under_way_is_listed_for_its_own_organization_and_for_all_while_that_sells()
    {
        var (harbour, opera) = (await api.Server.MakeOrganizationAsync(), await api.Server.MakeOrganizationAsync());
        await harbour.AsTenantAsync(() => CreateAsync("Harbour passports", TimeSpan.FromHours(-2)));
        var now = Uri.EscapeDataString(TimeProvider.System.GetUtcNow().ToString("O", CultureInfo.InvariantCulture));
        async Task<int> CountAsync(string path) => (await api.Http.GetAnswerAsync(
            $"{path}/api/shows?from={now}&q=Harbour+passports")).Json.GetProperty("shows").GetArrayLength();

        (await CountAsync(harbour.Path)).ShouldBe(1);
        (await CountAsync(opera.Path)).ShouldBe(0);
        (await CountAsync("")).ShouldBe(1);

        await api.Server.SuspendAsync(harbour);
        (await CountAsync("")).ShouldBe(0);
    }

    [Fact]
    public async Task Messages_say_slots()
    {
        var (show, _) = await CreateAsync("Passports in words", TimeSpan.FromHours(-2));
        await api.Http.BookAsync(show.Id, [3]);

        (await api.Http.BookAsync(show.Id, [3])).Field("message").ShouldBe("Slots already booked");
        (await api.Http.BookAsync(show.Id, [3, 4, 7])).ShouldBeProblem(HttpStatusCode.BadRequest, "validation")
            .Errors("seat_numbers").ShouldBe(["must have at most 2 slots for this show, not 3"]);
        var missing = (await api.Http.BookAsync(show.Id, [9]))
            .ShouldBeProblem(HttpStatusCode.NotFound, "no-such-seats");
        missing.Field("detail").ShouldBe(
            "The show has no slots with these numbers. Slot numbers run from 1 to the show's total_seats.");
        missing.Errors("seat_numbers").ShouldBe(["must be from 1 to 8 for this show, which has no slot 9"]);
        (await api.Http.PostJsonAsync($"/api/admin/shows/{show.Id}/block", """{ "seat_numbers": [9] }""", Key))
            .ShouldBeProblem(HttpStatusCode.NotFound, "no-such-seats").Errors("seat_numbers")
            .ShouldBe(["must be from 1 to 8 for this show, which has no slot 9"]);
    }

    private async Task<(Show Show, SeatingPlan Plan)> CreateAsync(string name, TimeSpan firstIn)
    {
        var now = TimeProvider.System.GetUtcNow().UtcDateTime;
        var zone = Noon.ZoneAt(now);
        var first = TimeZones.ToLocal(now + firstIn, zone);
        var plan = SlotPlan.Create(
            "Passports", ["Desk 1", "Desk 2"], new TimeOnly(first.Hour, first.Minute), TimeSpan.FromMinutes(90),
            SlotsOfDesk, "Appointment");
        var startsAt = TimeZones.ToUtc(first.Date.AddHours(first.Hour).AddMinutes(first.Minute), zone)[0];
        var show = await api.Server.CreateShowAsync(
            NewShow.In(plan, name, startsAt) with { TimeZone = zone, SeatsPerBookingMax = 2 });
        return (show, plan);
    }
}
