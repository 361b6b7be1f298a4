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
