using System.Net;
using System.Text;
using Usher.Testing;

namespace Usher.Tests.Desk;

public sealed class ShowPlanTests(TestApi api) : IClassFixture<TestApi>
{
    // A row more behind the last one; and one seat less at the end of it.
    private static readonly byte[] Longer = Encoding.UTF8.GetBytes(
        Encoding.UTF8.GetString(HallFiles.Csv) + "\nStalls,C,1,0,64,Rear,\n");

    private static readonly byte[] Shorter = Encoding.UTF8.GetBytes(
        Encoding.UTF8.GetString(HallFiles.Csv).Replace(
            "\nStalls,B,4,75,32,Rear,WHEELCHAIR", "", StringComparison.Ordinal));

    [Fact]
    public async Task A_show_on_sale_gets_the_row_that_was_added_to_its_hall()
    {
        using var organiser = await Organiser.SignedInAsync(api);
        var (plan, show) = await CreateAsync(organiser);
        await organiser.PostFileAsync($"{plan}/import", "hall.csv", Longer);
        (await organiser.OpenAsync($"{show}/edit")).Text.ShouldContain($"{show}/plan");
        (await organiser.Http.GetPageAsync($"{show}/hall")).ShouldRedirect().ShouldBe($"{show}/plan");
        (await organiser.OpenAsync($"{show}/plan")).Text.ShouldContain("<b>Version 2</b><small>9 seats");

        (await organiser.PostAsync($"{show}/plan", ("version", "2"))).ShouldRedirect().ShouldBe(show);

        (await organiser.OpenAsync($"{show}/plan")).Text.ShouldContain("Version 2, in use now</b><small>9 seats");
        var held = await api.Http.BookAsync(IdOf(show), [9], "mara@example.com");
        held.Status.ShouldBe(HttpStatusCode.Created);
    }

    [Fact]
    public async Task A_version_that_would_lose_a_booked_seat_is_refused_by_its_name()
    {
        using var organiser = await Organiser.SignedInAsync(api);
        var (plan, show) = await CreateAsync(organiser);
        await api.Http.BookAsync(IdOf(show), [8], "mara@example.com");
        await organiser.PostFileAsync($"{plan}/import", "hall.csv", Shorter);

        var refused = await organiser.PostAsync($"{show}/plan", ("version", "2"));

        refused.ShouldBePage(HttpStatusCode.Conflict);
        WebUtility.HtmlDecode(refused.Text).ShouldContain("does not have these booked or blocked seats: B 4");
        (await organiser.OpenAsync($"{show}/plan")).Text.ShouldContain("Version 1, in use now</b><small>8 seats");
    }

    [Fact]
    public async Task A_version_that_does_not_exist_is_refused()
    {
        using var organiser = await Organiser.SignedInAsync(api);
        var (_, show) = await CreateAsync(organiser);

        (await organiser.PostAsync($"{show}/plan", ("version", "7"))).ShouldRefuse("There is no such version");
        (await organiser.PostAsync($"{show}/plan")).ShouldRefuse("Choose a version");
    }

    [Fact]
    public async Task The_rule_about_single_seats_is_switched_on_later()
    {
        using var organiser = await Organiser.SignedInAsync(api);
        var (_, show) = await CreateAsync(organiser);
        (await organiser.OpenAsync($"{show}/edit")).Text.ShouldContain("Bookings must not leave a single free seat");

        (await organiser.PostAsync(
            $"{show}/edit", ("name", "The Long Row"), ("starts", "2999-03-14T19:30"), ("zone", "Europe/London"),
            ("seats_max", "6"), ("no_orphans", "yes"))).ShouldRedirect();

        var document = await api.Http.GetAnswerAsync($"/api/shows/{IdOf(show)}");
        document.Json.GetProperty("no_orphans").GetBoolean().ShouldBeTrue();
    }

    private static long IdOf(string show) =>
        long.Parse(show["/desk/shows/".Length..], System.Globalization.CultureInfo.InvariantCulture);

    private static async Task<(string Plan, string Show)> CreateAsync(Organiser organiser)
    {
        var plan = (await organiser.PostFileAsync("/desk/plans/import", "hall.csv", HallFiles.Csv)).ShouldRedirect();
        var hall = await organiser.BeginShowAsync();
        var prices = (await organiser.PostAsync(hall, ("hall", "stored"), ("plan", plan["/desk/plans/".Length..])))
            .ShouldRedirect();
        var sale = (await organiser.PostAsync(prices, ("currency", "gbp"))).ShouldRedirect();
        var check = (await organiser.PostAsync(sale, ("seats_max", "6"))).ShouldRedirect();
        return (plan, (await organiser.PostAsync(check)).ShouldRedirect());
    }
}
