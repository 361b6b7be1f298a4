using System.Text.Json;
using FsCheck;
using FsCheck.Fluent;
using Usher.Api.Live;
using Usher.Engine.Seats;

namespace Usher.Tests.Live;

public sealed class ShowLogProperties
{
    private const int Seats = 6;

    private static readonly DateTime Now = new(2030, 1, 1, 10, 0, 0, DateTimeKind.Utc);

    // A step changes a seat, writes a delta, or lets one of three watchers read on; so a watcher may begin anywhere,
    // lag by any number of deltas, and lose its place in a log that keeps only two.
    [Fact]
    public void However_watchers_lag_what_they_are_told_adds_up_to_the_map() =>
        Prop.ForAll(Gen.Choose(0, 1 << 20).ArrayOf().ToArbitrary(), steps =>
        {
            var map = new LiveSeatMap(new ShowId(1), Seats, Now);
            using var feed = new SeatFeed(map, () => Task.CompletedTask, () => { });
            var options = new LiveOptions { DeltasKeptMax = 2, SnapshotMilliseconds = 60_000 };
            var log = new ReplayLog(feed, options, TimeProvider.System);
            var versions = new int[Seats];
            var (places, subscribers) = (new long[3], new WatchedSeats[] { new(), new(), new() });
            foreach (var step in steps)
            {
                var (who, what) = (step / 8 % subscribers.Length, step % 8);
                if (what < 4)
                {
                    Change(map, versions, step / 8);
                }
                else if (what < 6)
                {
                    Write(feed, log);
                }
                else if (log.Next(ref places[who]) is { } message)
                {
                    subscribers[who].Apply(message.Json);
                }
            }

            Write(feed, log);
            var statuses = string.Concat(map.Snapshot().Seats.Select(seat => "AHB"[(int)seat.Status]));
            for (var i = 0; i < subscribers.Length; i++)
            {
                while (log.Next(ref places[i]) is { } message)
                {
                    subscribers[i].Apply(message.Json);
                }

                subscribers[i].Statuses.ShouldBe(statuses);
                subscribers[i].Versions.ShouldBe(versions);
            }
        }).QuickCheckThrowOnFailure();

    [Fact]
    public void An_event_says_the_same_as_a_message()
    {
        var map = new LiveSeatMap(new ShowId(1), Seats, Now);
        var message = LiveMessage.Snapshot(map.Snapshot());

        var text = System.Text.Encoding.UTF8.GetString(message.Event);

        text.ShouldStartWith("data: ");
        text.ShouldEndWith("}\n\n");
        JsonDocument.Parse(text["data: ".Length..]).RootElement.GetProperty("seats").GetArrayLength().ShouldBe(Seats);
    }

    private static void Change(LiveSeatMap map, int[] versions, int move)
    {
        var (seat, kind) = (move % Seats, move / Seats % 3);
        map.Apply(seat + 1, ++versions[seat], isOwned: kind > 0, heldUntil: kind == 1 ? Now : null);
    }

    private static void Write(SeatFeed feed, ReplayLog log)
    {
        if (feed.TakeChanges() is { } changes)
        {
            log.Append(LiveMessage.Delta(changes));
        }
    }
}
