using System.Text;
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
            var (map, versions) = (new LiveSeatMap(new ShowId(1), Seats, Now), new int[Seats]);
            using var feed = new SeatFeed(map, () => Task.CompletedTask, () => { });
            var log = ShortLog(feed);
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

    // A step may also break a connection: its watcher goes on from the place it was told last, or from a place of
    // another log. No snapshot has versions here, so what a message says is taken as it comes.
    [Fact]
    public void In_the_compact_form_what_watchers_are_told_adds_up_after_lost_connections_too() =>
        Prop.ForAll(Gen.Choose(0, 1 << 20).ArrayOf().ToArbitrary(), steps =>
        {
            var (map, versions) = (new LiveSeatMap(new ShowId(1), Seats, Now), new int[Seats]);
            using var feed = new SeatFeed(map, () => Task.CompletedTask, () => { });
            var log = ShortLog(feed);
            var (places, subscribers) = (new long[3], new CompactSeats[] { new(), new(), new() });
            foreach (var step in steps)
            {
                var (who, what) = (step / 8 % subscribers.Length, step % 8);
                if (what < 3)
                {
                    Change(map, versions, step / 8);
                }
                else if (what < 5)
                {
                    Write(feed, log);
                }
                else if (what == 5)
                {
                    places[who] = log.PlaceOf(step / 64 % 4 == 0 ? "0011223344556677-1" : subscribers[who].Next);
                }
                else if (log.Next(ref places[who], isCompact: true) is { } message)
                {
                    subscribers[who].Apply(message.Json);
                }
            }

            Write(feed, log);
            for (var i = 0; i < subscribers.Length; i++)
            {
                while (log.Next(ref places[i], isCompact: true) is { } message)
                {
                    subscribers[i].Apply(message.Json);
                }

                subscribers[i].Statuses.ShouldBe(
                    string.Concat(map.Snapshot().Seats.Select(seat => "AHB"[(int)seat.Status])));
            }
        }).QuickCheckThrowOnFailure();

    [Fact]
    public void A_place_is_none_in_another_log_nor_beyond_its_end()
    {
        var map = new LiveSeatMap(new ShowId(1), Seats, Now);
        using var feed = new SeatFeed(map, () => Task.CompletedTask, () => { });
        var (one, other) = (new ReplayLog(feed, new LiveOptions(), TimeProvider.System),
            new ReplayLog(feed, new LiveOptions(), TimeProvider.System));
        var place = 0L;
        var watched = new CompactSeats();
        watched.Apply(one.Next(ref place, isCompact: true)!.Json);

        place.ShouldBe(1);
        one.PlaceOf(watched.Next).ShouldBe(1);
        other.PlaceOf(watched.Next).ShouldBe(0);
        foreach (var none in (string?[])[null, "", "-", watched.Next + "0", watched.Next![..^1], "x" + watched.Next])
        {
            one.PlaceOf(none).ShouldBe(0, none);
        }
    }

    [Fact]
    public void Whoever_has_missed_more_than_a_snapshot_is_long_gets_one()
    {
        const int Large = 20_000;
        var map = new LiveSeatMap(new ShowId(1), Large, Now);
        using var feed = new SeatFeed(map, () => Task.CompletedTask, () => { });
        var log = new ReplayLog(
            feed, new LiveOptions { DeltasKeptMax = 2, SnapshotMilliseconds = 0 }, TimeProvider.System);
        var (few, many) = (AfterSnapshot(log), AfterSnapshot(log));
        for (var seat = 1; seat <= 600; seat++)
        {
            map.Apply(seat, version: 1, isOwned: true, heldUntil: null);
            Write(feed, log);
        }

        var missed = log.Next(ref few, isCompact: true)!.Json;
        Encoding.UTF8.GetString(missed).ShouldContain("\"type\":\"delta\"");
        missed.Length.ShouldBeLessThan(600 * 14);
        for (var seat = 601; seat <= 700; seat++)
        {
            map.Apply(seat, version: 1, isOwned: true, heldUntil: null);
            Write(feed, log);
        }

        var snapshot = log.Next(ref many, isCompact: true)!.Json;
        Encoding.UTF8.GetString(snapshot).ShouldContain("\"type\":\"snapshot\"");
        snapshot.Length.ShouldBeLessThan(Large / 4 * 4 / 3 + 200);
    }

    [Fact]
    public void A_message_that_is_kept_in_both_forms_counts_as_both()
    {
        const int BytesMax = 1024;
        var map = new LiveSeatMap(new ShowId(1), Seats, Now);
        using var feed = new SeatFeed(map, () => Task.CompletedTask, () => { });
        var options = new LiveOptions { DeltaBytesKeptMax = BytesMax, DeltasKeptMax = 100, SnapshotMilliseconds = 0 };
        var log = new ReplayLog(feed, options, TimeProvider.System);
        var reader = AfterSnapshot(log);
        List<int> bytes = [];
        for (var version = 1; version <= 40; version++)
        {
            map.Apply(1, version, isOwned: version % 2 > 0, heldUntil: null);
            Write(feed, log);
            bytes.Add(log.Next(ref reader, isCompact: true)!.Json.Length);
        }

        // From the first place that is not answered by a snapshot on, both forms of each message are in memory.
        var kept = Enumerable.Range(1, bytes.Count).First(place => TypeAt(log, place) == "delta");
        var compact = bytes.Skip(kept - 1).Sum();

        kept.ShouldBeGreaterThan(1);
        // The limit is looked at before a message is added, and its compact form comes later.
        (2 * compact).ShouldBeLessThan(BytesMax + 6 * bytes.Max());
    }

    [Fact]
    public void An_event_says_the_same_as_a_message()
    {
        var map = new LiveSeatMap(new ShowId(1), Seats, Now);
        var message = LiveMessage.Snapshot(map.Snapshot());

        var text = Encoding.UTF8.GetString(message.Event);

        text.ShouldStartWith("data: ");
        text.ShouldEndWith("}\n\n");
        JsonDocument.Parse(text["data: ".Length..]).RootElement.GetProperty("seats").GetArrayLength().ShouldBe(Seats);
    }

    // It keeps two messages, and gives one snapshot to all who begin.
    private static ReplayLog ShortLog(SeatFeed feed) => new(
        feed, new LiveOptions { DeltasKeptMax = 2, SnapshotMilliseconds = 60_000 }, TimeProvider.System);

    private static long AfterSnapshot(ReplayLog log)
    {
        var place = 0L;
        log.Next(ref place, isCompact: true).ShouldNotBeNull();
        return place;
    }

    private static string TypeAt(ReplayLog log, long place) =>
        JsonDocument.Parse(log.Next(ref place)!.Json).RootElement.GetProperty("type").GetString()!;

    private static void Change(LiveSeatMap map, int[] versions, int move)
    {
        var (seat, kind) = (move % Seats, move / Seats % 3);
        map.Apply(seat + 1, ++versions[seat], isOwned: kind > 0, heldUntil: kind == 1 ? Now : null);
    }

    private static void Write(SeatFeed feed, ReplayLog log)
    {
        if (feed.TakeChanges() is { } changes)
        {
            log.Append(changes);
        }
    }
}
