using Usher.Http.Fields;
using Usher.Pages.Desk.Forms;

namespace Usher.Tests.Desk;

public sealed class LocalTimeTests
{
    // Browsers go by former names, and not every system knows them.
    [Theory]
    [InlineData("Asia/Kolkata")]
    [InlineData("Asia/Calcutta")]
    public void A_time_is_written_and_read_on_the_clock_of_the_place(string name)
    {
        var zone = LocalTime.ReadZone(name);
        var errors = new FieldErrors();

        var moment = LocalTime.Read("2027-03-14T19:30", zone, "starts", errors);

        zone.ShouldBe(name);
        moment.ShouldBe(new DateTime(2027, 3, 14, 14, 0, 0, DateTimeKind.Utc));
        moment!.Value.Kind.ShouldBe(DateTimeKind.Utc);
        LocalTime.Write(moment, zone).ShouldBe("2027-03-14T19:30");
        errors.Any.ShouldBeFalse();
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("Etc/Unknown")]
    [InlineData("../../etc/passwd")]
    public void A_place_that_nobody_knows_goes_by_utc(string? name) =>
        LocalTime.ReadZone(name).ShouldBe(LocalTime.Utc);

    [Fact]
    public void A_time_that_is_skipped_is_refused_and_of_two_the_later_is_meant()
    {
        var errors = new FieldErrors();

        LocalTime.Read("2027-10-31T02:30", "Europe/Berlin", "starts", errors)
            .ShouldBe(new DateTime(2027, 10, 31, 1, 30, 0, DateTimeKind.Utc));
        errors.Any.ShouldBeFalse();
        LocalTime.Read("2027-03-28T02:30", "Europe/Berlin", "starts", errors).ShouldBeNull();
        errors.ToWords()["starts"].ShouldContain("clocks go forward");
    }
}
