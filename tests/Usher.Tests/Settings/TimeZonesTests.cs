using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Options;
using Usher.Http.Wording;

namespace Usher.Tests.Settings;

public sealed class TimeZonesTests
{
    // Browsers go by former names, and not every system knows them.
    [Theory]
    [InlineData("Europe/Berlin", true)]
    [InlineData("Asia/Kolkata", true)]
    [InlineData("Asia/Calcutta", true)]
    [InlineData("America/Argentina/Buenos_Aires", true)]
    [InlineData("UTC", true)]
    [InlineData("europe/berlin", false)]
    [InlineData("UTC+2", false)]
    [InlineData("Etc/Unknown", false)]
    [InlineData("W. Europe Standard Time", false)]
    [InlineData("../../etc/passwd", false)]
    [InlineData("", false)]
    [InlineData(null, false)]
    public void A_zone_is_a_name_of_the_database(string? name, bool exists) => TimeZones.Exists(name).ShouldBe(exists);

    [Fact]
    public void Places_are_offered_in_order_and_each_of_them_exists()
    {
        TimeZones.Places.ShouldBe(TimeZones.Places.Order(StringComparer.Ordinal).Distinct());
        TimeZones.Places.ShouldAllBe(place => TimeZones.Exists(place) && place.Length <= TimeZones.NameCharsMax);
        TimeZones.Places.ShouldContain("UTC");
    }

    [Fact]
    public void A_former_name_that_browsers_have_is_replaced_by_the_present_one_which_has_the_same_clock()
    {
        TimeZones.Present("Asia/Calcutta").ShouldBe("Asia/Kolkata");
        TimeZones.Present("Europe/Kiev").ShouldBe("Europe/Kyiv");
        TimeZones.Present("Europe/Amsterdam").ShouldBe("Europe/Amsterdam");
        TimeZones.FormerNames.ShouldAllBe(former =>
            TimeZones.Exists(former) && TimeZones.Places.Contains(TimeZones.Present(former)));
        foreach (var day in Enumerable.Range(0, 100).Select(week => new DateTime(2025, 1, 1).AddDays(7 * week)))
        {
            TimeZones.FormerNames.ShouldAllBe(former =>
                TimeZones.ToLocal(day, former) == TimeZones.ToLocal(day, TimeZones.Present(former)));
        }
    }

    [Fact]
    public void A_moment_is_told_on_the_clock_of_the_place_and_found_by_it()
    {
        var moment = new DateTime(2027, 10, 31, 0, 30, 15, DateTimeKind.Utc).AddTicks(1_234_560);

        var local = TimeZones.ToLocal(moment, "Europe/Berlin");

        local.ShouldBe(new DateTime(2027, 10, 31, 2, 30, 15).AddTicks(1_234_560));
        TimeZones.ToUtc(local, "Europe/Berlin").ShouldBe([moment, moment.AddHours(1)]);
        TimeZones.ToUtc(new DateTime(2027, 3, 28, 2, 30, 0), "Europe/Berlin").ShouldBeEmpty();
        TimeZones.ToUtc(new DateTime(2027, 3, 14, 19, 30, 0), "Asia/Kolkata").ShouldHaveSingleItem()
            .ShouldBe(new DateTime(2027, 3, 14, 14, 0, 0));
        TimeZones.ToUtc(local, "Europe/Berlin").ShouldAllBe(one => one.Kind == DateTimeKind.Utc);
        // What was stored is told, come what may.
        TimeZones.ToLocal(moment, "Europe/Nowhere").ShouldBe(moment);
    }

    [Theory]
    [InlineData("2027-03-14T18:30:00Z", "Europe/Berlin", "Sunday 14 March 2027, 19:30 Europe/Berlin")]
    [InlineData("2027-03-14T23:30:00Z", "America/New_York", "Sunday 14 March 2027, 19:30 America/New York")]
    [InlineData("2027-10-31T00:30:00Z", "Europe/Berlin", "Sunday 31 October 2027, 02:30 Europe/Berlin (UTC+2)")]
    [InlineData("2027-10-31T01:30:00Z", "Europe/Berlin", "Sunday 31 October 2027, 02:30 Europe/Berlin (UTC+1)")]
    [InlineData(
        "2027-11-07T03:45:00Z", "America/St_Johns", "Sunday 7 November 2027, 01:15 America/St Johns (UTC-2:30)")]
    public void A_time_in_words_names_its_place_and_which_of_two_it_is(string utc, string zone, string words) =>
        ZonedTimes.Full(DateTime.Parse(utc, null, System.Globalization.DateTimeStyles.AdjustToUniversal), zone)
            .ShouldBe(words);

    [Fact]
    public void A_server_whose_zone_nobody_knows_does_not_start()
    {
        var configuration = new ConfigurationBuilder()
            .AddInMemoryCollection([new("Shows:TimeZone", "Berlin")]).Build();

        Should.Throw<OptionsValidationException>(() => ShowTimeOptions.Require(configuration)).Failures
            .ShouldBe(["Shows__TimeZone is 'Berlin'; it must be a time zone such as Europe/Berlin (IANA)."]);
    }
}
