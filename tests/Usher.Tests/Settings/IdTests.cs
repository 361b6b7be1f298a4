using System.Buffers.Binary;

namespace Usher.Tests.Settings;

public sealed class IdTests
{
    [Theory]
    [InlineData("1", 1)]
    [InlineData("007", 7)]
    [InlineData("1099511627775", BookingId.ShowIdMax)]
    public void Digits_in_range_name_a_show(string text, long value)
    {
        ShowId.TryParse(text, out var id).ShouldBeTrue();

        id.ShouldBe(new ShowId(value));
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("0")]
    [InlineData("-1")]
    [InlineData("+1")]
    [InlineData(" 1")]
    [InlineData("1,000")]
    [InlineData("one")]
    [InlineData("1099511627776")]
    [InlineData("9223372036854775808")]
    public void Nothing_else_does(string? text)
    {
        ShowId.TryParse(text, out var id).ShouldBeFalse();

        id.ShouldBe(default);
    }

    [Theory]
    [InlineData("12", true)]
    [InlineData("-12", false)]
    [InlineData("1.2", false)]
    [InlineData("", false)]
    public void Digits_name_a_plan(string text, bool isPlan)
    {
        PlanId.TryParse(text, out var id).ShouldBe(isPlan);

        id.ShouldBe(isPlan ? new PlanId(12) : default);
    }

    // Whoever knows it has the booking.
    [Fact]
    public void All_of_a_bookings_id_is_drawn_but_its_show_its_version_and_its_variant()
    {
        var show = new ShowId(7);
        var ids = Enumerable.Range(0, 1_000).Select(_ => BookingId.Random(show)).ToList();

        ids.ShouldBeUnique();
        ids.ShouldAllBe(id => id.ShowId == show);
        var (ever, always) = (UInt128.Zero, UInt128.MaxValue);
        foreach (var id in ids)
        {
            var bits = BinaryPrimitives.ReadUInt128BigEndian(id.Value.ToByteArray(bigEndian: true));
            (ever, always) = (ever | bits, always & bits);
        }

        ((int)UInt128.PopCount(ever & ~always)).ShouldBe(82);
    }

    [Fact]
    public void An_id_of_a_key_is_the_same_for_who_has_the_secret_and_nobody_elses()
    {
        BookingId Of(byte secret, long organization, long show, string key) => BookingId.FromKey(
            [secret, 2, 3], new OrganizationId(organization), new ShowId(show), key);

        var id = Of(1, 1, 7, "a key");

        id.ShouldBe(Of(1, 1, 7, "a key"));
        ((BookingId[])[Of(9, 1, 7, "a key"), Of(1, 2, 7, "a key"), Of(1, 1, 8, "a key"), Of(1, 1, 7, "another")])
            .ShouldNotContain(id);
    }

    [Fact]
    public void Ids_are_written_as_plain_numbers() =>
        $"{new ShowId(1_234_567)} {new PlanId(1_234)} {new OrganizationId(1_000)}".ShouldBe("1234567 1234 1000");

    [Fact]
    public void Equal_ids_find_each_other_without_boxing()
    {
        var shows = new Dictionary<ShowId, int> { [new ShowId(5)] = 1 };
        shows.ContainsKey(new ShowId(5)).ShouldBeTrue();
        var before = GC.GetAllocatedBytesForCurrentThread();

        for (var i = 0; i < 1_000; i++)
        {
            shows.TryGetValue(new ShowId(i), out _);
        }

        (GC.GetAllocatedBytesForCurrentThread() - before).ShouldBe(0);
    }
}
