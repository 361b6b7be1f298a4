using Usher.Engine.Selling;

namespace Usher.Tests.Selling;

public sealed class HoldLengthTests
{
    private static readonly DateTime Close = new(2030, 1, 1, 10, 0, 0, DateTimeKind.Utc);

    [Theory]
    [InlineData(-3600, 120, 120)]
    [InlineData(-120, 120, 120)]
    [InlineData(-119.999999, 120, 119)]
    [InlineData(-60, 120, 60)]
    [InlineData(-1, 120, 1)]
    [InlineData(-0.999999, 120, 0)]
    [InlineData(0, 120, 0)]
    [InlineData(3600, 120, 0)]
    public void A_hold_is_as_long_as_the_show_gives_and_ends_when_its_sale_does(
        double seconds, int wanted, int expected)
    {
        var from = Close.AddMicroseconds(Math.Round(seconds * 1_000_000));

        HoldLength.Seconds(from, wanted, Close).ShouldBe(expected);
        from.AddSeconds(expected).ShouldBeLessThanOrEqualTo(expected == 0 ? from : Close);
    }

    [Fact]
    public void A_sale_that_never_ends_shortens_nothing() =>
        HoldLength.Seconds(Close, 86_400, DateTime.MaxValue).ShouldBe(86_400);
}
