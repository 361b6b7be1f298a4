using Usher.Engine.Statistics;
using Usher.Testing;

namespace Usher.Tests.Statistics;

public sealed class RefusalsTests(TestDatabase database) : IClassFixture<TestDatabase>
{
    private static readonly OrganizationId Organization = new(1);

    private readonly MovedTime _time = new();

    [Fact]
    public async Task Each_request_for_a_taken_seat_counts_once_for_its_show_and_for_all()
    {
        var (show, other) = (await ShowAsync(), await ShowAsync());
        await using var engine = new TestEngine(database.DataSources);
        await engine.HoldAsync(show, 1);
        await engine.HoldAsync(other, 1);

        for (var i = 0; i < 3; i++)
        {
            await engine.BookAsync(show, 1);
        }

        await engine.BookAsync(other, 1);
        await engine.BookAsync(other, 2);

        CountOf(engine.Refusals, show).ShouldBe(3);
        CountOf(engine.Refusals, other).ShouldBe(1);
        CountOf(engine.Refusals, null).ShouldBe(4);
    }

    [Fact]
    public void Each_minute_is_counted_by_itself_and_forgotten_after_a_week()
    {
        var refusals = new RefusalCounts(_time);
        refusals.Note(new ShowId(1), Organization);
        refusals.Note(new ShowId(1), Organization);
        _time.Pass(TimeSpan.FromMinutes(1));
        refusals.Note(new ShowId(1), Organization);

        refusals.From(new ShowId(1), refusals.Since).Select(minute => minute.Count).ShouldBe([2, 1]);

        // The ring comes round to the place of the first minute.
        _time.Pass(TimeSpan.FromMinutes(RefusalCounts.MinutesMax - 1));
        refusals.Note(new ShowId(1), Organization);
        refusals.From(new ShowId(1), refusals.Since).Select(minute => minute.Count).ShouldBe([1, 1]);
        _time.Pass(TimeSpan.FromMinutes(RefusalCounts.MinutesMax));
        refusals.From(new ShowId(1), refusals.Since).ShouldBeEmpty();
    }

    [Fact]
    public void Of_many_shows_those_that_refused_last_are_known()
    {
        var refusals = new RefusalCounts(_time);
        for (var show = 1; show <= RefusalCounts.ShowsMax + 1; show++)
        {
            refusals.Note(new ShowId(show), Organization);
            _time.Pass(TimeSpan.FromMinutes(1));
        }

        CountOf(refusals, new ShowId(1)).ShouldBe(0);
        CountOf(refusals, new ShowId(2)).ShouldBe(1);
        CountOf(refusals, new ShowId(RefusalCounts.ShowsMax + 1)).ShouldBe(1);
        CountOf(refusals, null).ShouldBe(RefusalCounts.ShowsMax + 1);
    }

    [Fact]
    public void Where_more_shows_refuse_at_once_the_first_ones_keep_their_counts()
    {
        var refusals = new RefusalCounts(_time);
        for (var i = 0; i < 3 * (RefusalCounts.ShowsMax + 10); i++)
        {
            refusals.Note(new ShowId(i % (RefusalCounts.ShowsMax + 10)), Organization);
        }

        CountOf(refusals, new ShowId(0)).ShouldBe(3);
        CountOf(refusals, new ShowId(RefusalCounts.ShowsMax + 5)).ShouldBe(0);
        CountOf(refusals, null).ShouldBe(3 * (RefusalCounts.ShowsMax + 10));
    }

    [Fact]
    public async Task None_is_lost_where_many_are_counted_at_once()
    {
        var refusals = new RefusalCounts(_time);

        await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => Task.Run(() =>
        {
            for (var i = 0; i < 10_000; i++)
            {
                refusals.Note(new ShowId(i % 3), Organization);
            }
        })));

        CountOf(refusals, null).ShouldBe(80_000);
    }

    private static int CountOf(RefusalCounts refusals, ShowId? show) =>
        refusals.From(show, DateTime.UnixEpoch).Sum(minute => minute.Count);

    private Task<ShowId> ShowAsync() => TestEngine.CreateShowAsync(database.DataSources);

    private sealed class MovedTime : TimeProvider
    {
        private DateTimeOffset _now = new(2030, 1, 1, 10, 0, 0, TimeSpan.Zero);

        public override DateTimeOffset GetUtcNow() => _now;

        public void Pass(TimeSpan time) => _now += time;
    }
}
