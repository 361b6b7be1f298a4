using Usher.Http.Fields;
using Usher.Pages.Desk.Forms;
using Usher.Pages.Desk.NewShows;

namespace Usher.Tests.Desk;

public sealed class LocalTimeTests
{
    private const string Berlin = "Europe/Berlin";

    private static readonly DateTime First = new DateTime(2027, 10, 31, 0, 30, 15, DateTimeKind.Utc).AddTicks(77);

    [Theory]
    [InlineData("Asia/Kolkata")]
    [InlineData("Asia/Calcutta")]
    public void A_time_is_written_and_read_on_the_clock_of_the_place(string zone)
    {
        var errors = new FieldErrors();

        var moment = Read("2027-03-14T19:30", "", zone, errors);

        moment.ShouldBe(new DateTime(2027, 3, 14, 14, 0, 0, DateTimeKind.Utc));
        moment!.Value.Kind.ShouldBe(DateTimeKind.Utc);
        LocalTime.Write("starts", moment, zone)["starts"].ShouldBe("2027-03-14T19:30");
        errors.Any.ShouldBeFalse();
    }

    [Theory]
    [InlineData("", "Europe/London")]
    [InlineData("Asia/Kolkata", "Asia/Kolkata")]
    [InlineData("Etc/Unknown", null)]
    [InlineData("../../etc/passwd", null)]
    public void A_place_that_nobody_knows_is_refused_and_none_is_the_default(string entered, string? zone)
    {
        var errors = new FieldErrors();

        LocalTime.ReadZone(new Fields([new("zone", entered)]), "Europe/London", errors).ShouldBe(zone);
        errors.Has("zone").ShouldBe(zone is null);
    }

    [Theory]
    [InlineData("+02:00", 0)]
    [InlineData("+01:00", 1)]
    public void Of_two_equal_times_the_one_that_was_chosen_is_meant(string offset, int hours)
    {
        var errors = new FieldErrors();

        Read("2027-10-31T02:30", offset, Berlin, errors)
            .ShouldBe(new DateTime(2027, 10, 31, hours, 30, 0, DateTimeKind.Utc));
        errors.Any.ShouldBeFalse();
        LocalTime.Choices("2027-10-31T02:30", Berlin).ShouldBe(
            [("+02:00", "02:30, the first time (UTC+2)"), ("+01:00", "02:30, the second time (UTC+1)")]);
        LocalTime.Choices("2027-10-31T03:30", Berlin).ShouldBeEmpty();
        LocalTime.Choices("tomorrow", Berlin).ShouldBeEmpty();
    }

    [Theory]
    [InlineData("2027-10-31T02:30", "", "happens twice that night")]
    [InlineData("2027-10-31T02:30", "+05:30", "happens twice that night")]
    [InlineData("2027-03-28T02:30", "", "the next possible time is 03:00")]
    [InlineData("1000-01-01T00:00", "", "must be a date and time")]
    [InlineData("tomorrow", "", "must be a date and time")]
    public void What_could_be_two_moments_or_none_is_refused_with_what_helps(string text, string offset, string words)
    {
        var errors = new FieldErrors();

        Read(text, offset, Berlin, errors).ShouldBeNull();
        errors.ToWords()["starts"].ShouldContain(words);
    }

    [Fact]
    public void What_is_shown_and_comes_back_is_the_same_to_the_last_digit()
    {
        foreach (var moment in (DateTime[])[First, First.AddHours(1), First.AddMonths(2)])
        {
            var errors = new FieldErrors();
            var shown = LocalTime.Write("starts", moment, Berlin);

            LocalTime.Read(shown, "starts", Berlin, (moment, Berlin), errors).ShouldBe(moment);
            errors.Any.ShouldBeFalse();
        }
    }

    [Fact]
    public void On_another_clock_a_time_keeps_what_it_reads_to_the_last_digit()
    {
        var shown = LocalTime.Write("starts", First, Berlin);

        LocalTime.Read(shown, "starts", "UTC", (First, Berlin), new FieldErrors()).ShouldBe(First.AddHours(2));
    }

    private static DateTime? Read(string text, string offset, string zone, FieldErrors errors) => LocalTime.Read(
        new Fields([new("starts", text), new("starts_offset", offset)]), "starts", zone, (null, zone), errors);
}
