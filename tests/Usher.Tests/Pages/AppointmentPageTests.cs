using System.Net;
using Usher.Engine.SeatingPlans;
using Usher.Engine.SeatingPlans.Generators;
using Usher.Engine.Shows;
using Usher.Testing;

namespace Usher.Tests.Pages;

/// <summary>An appointment is told at its own time, wherever its booking is: the show begins with the first slot of the
/// day.</summary>
public sealed class AppointmentPageTests(TestApi api) : IClassFixture<TestApi>
{
    // At 08:00 in Berlin.
    private static readonly DateTime Start = new(2999, 3, 14, 7, 0, 0, DateTimeKind.Utc);

    private static readonly byte[] Table = """
        section,row,seat,category
        Passport,Desk 1,08:00,Std
        Passport,Desk 1,13:00,Std
        Passport,Desk 2,08:00,Std
        Passport,Desk 2,13:00,Std

        """u8.ToArray();

    private static string Full(string time) =>
        $"data-local=\"2999-03-14T{time}\">Thursday 14 March 2999, {time}<span class=\"zone\">";

    [Fact]
    public async Task Its_buyer_reads_it_on_the_hold_the_ticket_and_in_the_calendar()
    {
        var show = await CreateAsync("Passports by the buyer", Generated());
        using var buyer = new Organiser(api);

        var booking = (await buyer.Http.HoldAsync(show.Id, 2)).ShouldRedirect();
        var hold = (await buyer.OpenAsync(booking)).Text;
        hold.ShouldContain(Full("13:00"));
        // What Your bookings keeps.
        hold.ShouldContain("data-starts=\"2999-03-14T12:00:00.000Z\"");
        hold.ShouldContain("data-local=\"2999-03-14T13:00\" data-zone=\"Europe/Berlin\"");
        var link = (await buyer.PostAsync($"{booking}/confirm", ("email", "asha@example.com"))).ShouldRedirect();

        var ticket = (await buyer.OpenAsync(link)).Text;
        ticket.ShouldContain(Full("13:00"));
        ticket.ShouldNotContain(Full("08:00"));
        ticket.ShouldContain("<h2>Find your slot</h2>");
        ticket.ShouldContain("Where your slot is: Desk 1, 13:00");
        var calendar = (await buyer.Http.GetPageAsync(PageCalls.CalendarOf(link))).Text;
        calendar.ShouldContain("DTSTART;TZID=Europe/Berlin:29990314T130000");
        calendar.ShouldContain("TRIGGER:-PT5M");
        // The heading of the whole day stays.
        (await buyer.OpenAsync($"/shows/{show.Id}")).Text.ShouldContain(Full("08:00"));
    }

    [Fact]
    public async Task Two_of_one_booking_begin_with_the_earlier_one()
    {
        var show = await CreateAsync("Passports for two", Generated());
        var booking = (await api.Http.HoldAsync(show.Id, 2, 3)).ShouldRedirect();

        using var buyer = new Organiser(api);
        (await buyer.OpenAsync(booking)).Text.ShouldContain(Full("08:00"));
    }

    [Fact]
    public async Task The_desk_reads_it_too_and_the_export_has_both_times()
    {
        var show = await CreateAsync("Passports at the desk", Generated());
        using var organiser = await Organiser.SignedInAsync(api);
        var booking = (await organiser.Http.HoldAsync(show.Id, 2)).ShouldRedirect();

        foreach (var path in (string[])[$"/desk{booking}", "/desk", "/desk/bookings"])
        {
            (await OpenUntilAsync(organiser, path, "2999-03-14T13:00")).ShouldContain(
                "data-local=\"2999-03-14T13:00\">Thu 14 Mar, 13:00<span class=\"zone\">");
        }

        var table = (await organiser.Http.GetPageAsync($"/desk/bookings.csv?show={show.Id}")).Text.Split("\r\n");
        table[0].ShouldEndWith("\"appointment_at\",\"appointment_local\"");
        table[1].ShouldContain("\"2999-03-14T07:00:00.000Z\",\"2999-03-14 08:00\",\"Europe/Berlin\"");
        table[1].ShouldEndWith("\"2999-03-14T12:00:00.000Z\",\"2999-03-14 13:00\"");
        var other = await api.Server.CreateShowAsync();
        await organiser.Http.HoldAsync(other.Id, 1);
        (await organiser.Http.GetPageAsync($"/desk/bookings.csv?show={other.Id}")).Text.Split("\r\n")[1]
            .ShouldEndWith("\"\",\"\"");
    }

    // The overview is a moment old, and another test may have opened it.
    private static async Task<string> OpenUntilAsync(Organiser organiser, string path, string text)
    {
        const int LooksMax = 40;
        var page = (await organiser.OpenAsync(path)).Text;
        for (var looks = 1; looks < LooksMax && !page.Contains(text, StringComparison.Ordinal); looks++)
        {
            await Task.Delay(TimeSpan.FromMilliseconds(250));
            page = (await organiser.OpenAsync(path)).Text;
        }

        return page;
    }

    [Fact]
    public async Task Imported_from_a_table_it_reads_as_one_that_was_made_here()
    {
        var plan = new NewPlan(Table) { Name = "Town hall" }.Read().Plan.ShouldNotBeNull();
        (plan.Kind, plan.NameOf(2), SeatNames.Full(plan, [1, 2])).ShouldBe(
            (PlanKind.Slots, "Desk 1, 13:00", "Desk 1, 08:00 and 13:00"));
        SeatNames.Whole(plan, [2]).ShouldBe("Passport, Desk 1, 13:00");
        var show = await CreateAsync("Passports of a table", plan);
        using var buyer = new Organiser(api);

        (await buyer.OpenAsync($"/shows/{show.Id}")).Text
            .ShouldContain("aria-label=\"Desk 1, 13:00, Free\" />Desk 1</label>");
        var geometry = (await api.Http.GetAnswerAsync($"/api/shows/{show.Id}/plan")).Text;
        geometry.ShouldContain("\"label_template\":\"%s\",\"seat_template\":\"%s\"");
        var booking = (await buyer.Http.HoldAsync(show.Id, 2)).ShouldRedirect();
        (await buyer.OpenAsync(booking)).Text.ShouldContain("Desk 1, 13:00, until");
        (await buyer.OpenAsync(booking)).Text.ShouldContain(Full("13:00"));
    }

    [Fact]
    public async Task A_table_with_times_as_rows_and_desks_as_seats_is_listed_by_time()
    {
        var plan = new NewPlan("row,seat,category\n13:00,1,Std\n13:00,2,Std\n08:00,1,Std\n08:00,2,Std\n"u8.ToArray())
        {
            Name = "Town hall",
        }.Read().Plan.ShouldNotBeNull();
        (plan.Kind, plan.NameOf(1)).ShouldBe((PlanKind.Slots, "08:00, Desk 1"));
        var show = await CreateAsync("Passports by the hour", plan);
        using var buyer = new Organiser(api);

        var page = (await buyer.OpenAsync($"/shows/{show.Id}")).Text;
        var times = page.Split("<legend>").Skip(1).Select(part => part.Split("</fieldset>")[0]).ToArray();
        times.Select(time => time.Split("</legend>")[0]).ShouldBe(["08:00", "13:00"]);
        times[0].ShouldContain("aria-label=\"08:00, Desk 1, Free\" />Desk 1</label>");
        times[0].ShouldContain("aria-label=\"08:00, Desk 2, Free\" />Desk 2</label>");
    }

    [Fact]
    public void Desks_and_slots_that_are_only_numbered_say_what_they_are()
    {
        var plan = new NewPlan("row,seat,category\n1,1,Std\n1,2,Std\n"u8.ToArray())
        {
            Name = "Desk",
            Kind = PlanKind.Slots,
        }.Read().Plan.ShouldNotBeNull();

        plan.NameOf(2).ShouldBe("Desk 1, slot 2");
    }

    [Fact]
    public async Task The_desk_speaks_of_slots_and_looks_for_no_stage()
    {
        using var organiser = await Organiser.SignedInAsync(api);

        var path = (await organiser.PostFileAsync("/desk/plans/import", "passports.csv", Table)).ShouldRedirect();
        var plan = (await organiser.OpenAsync(path)).Text;
        plan.ShouldContain("4 slots in 2 rows, version 1");
        plan.ShouldContain("“Passport, Desk 1, 08:00”");
        plan.ShouldNotContain("class=\"focus\"");
        plan.ShouldNotContain("<b>Stage</b>");
        plan.ShouldContain("<b>Kind</b><span>Appointments</span>");
        (await organiser.OpenAsync($"{path}/stage")).Text.ShouldNotContain("name=\"stage\"");

        var show = await CreateAsync("Passports in words", Generated());
        await organiser.Http.HoldAsync(show.Id, 2);
        var page = (await organiser.OpenAsync($"/desk/shows/{show.Id}")).Text;
        page.ShouldContain("<dt>Held now</dt><dd>1</dd><dd>slot</dd>");
        page.ShouldContain("<dt>Free</dt><dd>3</dd><dd>slots</dd>");
        page.ShouldContain("of 4 slots");
        page.ShouldContain("Slots held, sold or blocked in the last hour: from 0 to 1 of 4.");
        page.ShouldContain("Refused, slot taken");
        (await organiser.OpenAsync($"/desk/shows/{show.Id}/map")).Text.ShouldContain("of 4 slots");
        (await organiser.OpenAsync("/desk/shows?q=Passports+in+words")).Text.ShouldContain(">3 left<");
    }

    [Fact]
    public async Task What_was_released_is_at_no_step_any_more()
    {
        var show = await CreateAsync("Passports released", Generated());
        using var buyer = new Organiser(api);
        var booking = (await buyer.Http.HoldAsync(show.Id, 2)).ShouldRedirect();
        (await buyer.OpenAsync(booking)).Text.ShouldContain("aria-current=\"step\"");

        (await buyer.PostAsync($"{booking}/cancel")).ShouldRedirect();

        (await buyer.OpenAsync(booking)).Text.ShouldNotContain("aria-current=\"step\"");
    }

    [Fact]
    public async Task Without_scripts_the_state_of_a_desk_stands_beside_its_name()
    {
        var show = await CreateAsync("Passports in a list", Generated());
        await api.Http.HoldAsync(show.Id, 2);

        (await api.Http.GetPageAsync($"/shows/{show.Id}")).ShouldBePage(HttpStatusCode.OK).Text
            .ShouldMatch("<div class=\"desks\">\\s*<span class=\"held\">Desk 1<i> on hold</i></span>");
    }

    private static SeatingPlan Generated() => SlotPlan.Create(
        "Passports", ["Desk 1", "Desk 2"], new TimeOnly(8, 0), TimeSpan.FromHours(5), 2, "Appointment");

    private Task<Show> CreateAsync(string name, SeatingPlan plan) => api.Server.CreateShowAsync(
        NewShow.In(plan, name, Start) with { TimeZone = "Europe/Berlin", SeatsPerBookingMax = 2 });
}
