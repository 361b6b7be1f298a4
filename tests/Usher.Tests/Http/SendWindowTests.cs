using Usher.Http.Transport;
using Usher.Testing;

namespace Usher.Tests.Http;

public sealed class SendWindowTests
{
    [Theory]
    [InlineData(4096, 10, 26)]
    [InlineData(8192, 10, 18)]
    [InlineData(65536, 2, 3)]
    [InlineData(1024, 10, 74)]
    public void A_stretch_may_take_the_grace_and_what_the_rate_allows(int bytesPerSecond, int grace, int seconds) =>
        SendWindow.TimeMax(new HttpLimits { SendBytesPerSecondMin = bytesPerSecond, SendGraceSeconds = grace })
            .ShouldBe(TimeSpan.FromSeconds(seconds));

    [Fact]
    public void What_was_taken_quickly_does_not_count_for_what_comes_after()
    {
        var time = new TestTime();
        var window = default(SendWindow);
        window.Begin(time.GetTimestamp());
        for (var i = 0; i < 100; i++)
        {
            window.Add(SendWindow.Bytes, time.GetTimestamp());
        }

        time.Advance(TimeSpan.FromSeconds(3));
        window.Elapsed(time).ShouldBe(TimeSpan.FromSeconds(3));

        window.Add(SendWindow.Bytes - 1, time.GetTimestamp());
        time.Advance(TimeSpan.FromSeconds(1));
        window.Elapsed(time).ShouldBe(TimeSpan.FromSeconds(4), "the stretch is not whole");

        window.Add(1, time.GetTimestamp());
        window.Elapsed(time).ShouldBe(TimeSpan.Zero);
    }
}
