using Usher.Engine.SeatingPlans;
using Usher.Engine.Shows;
using Usher.Server.Cli;

namespace Usher.Tests.Commands;

/// <summary>What the command line says of a show that it created.</summary>
public sealed class ShowWordsTests
{
    private static readonly DateTime Now = new(2031, 1, 1, 0, 0, 0, DateTimeKind.Utc);

    private static readonly Show Final = new()
    {
        Id = new ShowId(1),
        OrganizationId = new OrganizationId(1),
        Name = "The final",
        StartsAt = new DateTime(2031, 7, 13, 19, 0, 0, DateTimeKind.Utc),
        TimeZone = "Europe/Berlin",
        TotalSeats = 80_000,
        CreatedAt = Now,
    };

    [Theory]
    [InlineData(null, "Show 1 is on sale: ")]
    [InlineData(0, "Show 1 is on sale: ")]
    [InlineData(24, "Show 1 goes on sale at 2031-01-02 01:00 Europe/Berlin: ")]
    public void A_show_is_on_sale_only_once_its_sale_has_opened(int? hours, string words) =>
        ShowsCommand.Words(
            Final with { SalesOpenAt = hours is { } later ? Now.AddHours(later) : null }, PlanKind.Seats, Now)
            .ShouldBe(words + "The final, 2031-07-13 21:00 Europe/Berlin, 80,000 seats.");

    [Fact]
    public void Appointments_are_slots() =>
        ShowsCommand.Words(Final, PlanKind.Slots, Now)
            .ShouldBe("Show 1 is on sale: The final, 2031-07-13 21:00 Europe/Berlin, 80,000 slots.");
}
