using Usher.Api.Live;
using Usher.Testing;

namespace Usher.Tests.Live;

public sealed class ReceiveLimitTests
{
    private readonly TestTime _time = new();
    private readonly LiveOptions _options = new() { ReceiveBytesMax = 100, ReceiveBytesPerSecondMax = 10 };

    [Fact]
    public void Answers_to_pings_go_on_for_ever_and_a_flood_does_not()
    {
        var limit = new ReceiveLimit(_options, _time);
        for (var i = 0; i < 1000; i++)
        {
            limit.Take(14).ShouldBeTrue();
            _time.Advance(TimeSpan.FromSeconds(15));
        }

        for (var i = 0; i < 16; i++)
        {
            limit.Take(6).ShouldBeTrue();
        }

        limit.Exceeded.IsCompleted.ShouldBeFalse();
        limit.Take(6).ShouldBeFalse();
        limit.Exceeded.IsCompleted.ShouldBeTrue();
        _time.Advance(TimeSpan.FromHours(1));
        limit.Take(1).ShouldBeFalse("who was cut off is not listened to again");
    }

    [Fact]
    public void What_drains_away_is_what_was_sent_and_no_more()
    {
        var limit = new ReceiveLimit(_options, _time);
        _time.Advance(TimeSpan.FromHours(1));

        limit.Take(100).ShouldBeTrue();
        _time.Advance(TimeSpan.FromSeconds(1));
        limit.Take(10).ShouldBeTrue();
        limit.Take(1).ShouldBeFalse();
    }
}
