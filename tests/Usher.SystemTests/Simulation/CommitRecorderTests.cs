using System.Collections.Immutable;
using Usher.Engine.Bookings;
using Usher.Engine.Seats;
using Usher.Engine.Selling;

namespace Usher.SystemTests.Simulation;

/// <summary>The recorder is shown histories that are right and histories that are not.</summary>
public sealed class CommitRecorderTests
{
    private static readonly ShowId Show = new(7);
    private static readonly BookingId Booking = BookingId.Random(Show);

    [Fact]
    public void Each_step_once_and_in_order_is_right() => Judge(stored: 2, 1, 2).ShouldBeNull();

    [Theory]
    [InlineData(2, new[] { 1, 1 }, "told twice")]
    [InlineData(2, new[] { 2, 1 }, "after a later one")]
    [InlineData(1, new[] { 1, 2 }, "not stored")]
    [InlineData(2, new[] { 1 }, "not told")]
    public void What_is_wrong_is_said(int stored, int[] told, string problem) =>
        Judge(stored, told).ShouldNotBeNull().ShouldContain(problem);

    [Fact]
    public void What_an_engine_gave_up_may_go_untold_then_and_later()
    {
        var told = new ToldChanges();
        var recorder = new CommitRecorder(told);
        recorder.OnCommitted(Step(1));

        told.RequireAll(Show, Stored(2), mayGoUntold: true);
        recorder.OnCommitted(Step(3));

        told.RequireAll(Show, Stored(3), mayGoUntold: false);
        Should.Throw<SimulationFailedException>(() => told.RequireAll(Show, Stored(4), mayGoUntold: false));
    }

    [Fact]
    public void Two_engines_do_not_tell_of_the_same_change()
    {
        var told = new ToldChanges();
        new CommitRecorder(told).OnCommitted(Step(1));
        new CommitRecorder(told).OnCommitted(Step(1));

        Should.Throw<SimulationFailedException>(() => told.RequireAll(Show, Stored(1), mayGoUntold: false));
    }

    private static string? Judge(int stored, params int[] told)
    {
        var changes = new ToldChanges();
        var recorder = new CommitRecorder(changes);
        Array.ForEach(told, step => recorder.OnCommitted(Step(step)));
        try
        {
            changes.RequireAll(Show, Stored(stored), mayGoUntold: false);
            return null;
        }
        catch (SimulationFailedException failed)
        {
            return failed.Message;
        }
    }

    // Each step of the booking is one version of its one seat.
    private static CommittedBatch Step(int number) => new(
        new CommittedSeats(DateTime.UnixEpoch, [new SeatRow(new SeatKey(Show, 1), number, Booking, heldUntil: null)]),
        [],
        [new BookingEvent(Booking, number, Actors.Buyer, BookingStatus.Pending, BookingStatus.Pending, Detail: null)]);

    private static StoredShow Stored(int steps) => new(
        "", new Dictionary<int, BookingId>(), [], new Dictionary<int, ImmutableArray<int>>())
    {
        Events = [.. Enumerable.Range(1, steps).Select(step => (Booking, step))],
        Versions = ImmutableDictionary<int, int>.Empty.Add(1, steps),
    };
}
