using Usher.Bench.Latency;

namespace Usher.SystemTests.Bench;

public sealed class ArrivalScheduleTests
{
    [Fact]
    public void Requests_are_due_at_a_steady_rate_whatever_the_server_does()
    {
        var time = new StandingTime();
        var schedule = new ArrivalSchedule(100, time);
        var due = Enumerable.Range(0, 5).Select(_ => time.GetElapsedTime(0, schedule.Next())).ToArray();
        due.Select(at => at.TotalMilliseconds).ShouldBe([0, 10, 20, 30, 40]);
    }

    [Fact]
    public async Task A_request_that_is_late_starts_at_once_and_its_delay_counts()
    {
        var time = new StandingTime();
        var schedule = new ArrivalSchedule(100, time);
        time.Now = 3 * time.TimestampFrequency; // the server stalled for three seconds
        var due = schedule.Next();
        await schedule.WaitAsync(due, CancellationToken.None);
        time.GetElapsedTime(due).ShouldBe(TimeSpan.FromSeconds(3));
    }

    [Fact]
    public async Task Waiting_ends_with_the_sale()
    {
        using var sale = new CancellationTokenSource();
        await sale.CancelAsync();
        var schedule = new ArrivalSchedule(0.000_1, TimeProvider.System);
        schedule.Next();
        await schedule.WaitAsync(schedule.Next(), sale.Token);
    }

    private sealed class StandingTime : TimeProvider
    {
        public long Now { get; set; }

        public override long TimestampFrequency => TimeSpan.TicksPerSecond;

        public override long GetTimestamp() => Now;
    }
}
