using Usher.Engine.Bookings;
using Usher.Engine.Seats;
using Usher.Engine.Selling;
using Usher.Testing;

namespace Usher.Tests.Selling;

public sealed class CommitListenerTests(TestDatabase database) : IClassFixture<TestDatabase>
{
    [Fact]
    public async Task Who_listens_is_told_of_each_change_with_its_booking_and_its_seats()
    {
        var listener = new Recorder();
        await using var engine = Engine(listener);
        var show = await TestEngine.CreateShowAsync(database.DataSources);

        var booking = await engine.HoldAsync(show, 5, 6);
        await engine.ConfirmAsync(booking.Id);
        await engine.CancelByStaffAsync(booking.Id, "Moved to Friday", staff: "mona@example.com");

        listener.Told.ShouldBe(
        [
            "1 buyer -> Pending; 5 v1 held, 6 v1 held", "2 buyer Pending -> Confirmed; 5 v2 sold, 6 v2 sold",
            "3 mona@example.com Confirmed -> Failed; 5 v3 free, 6 v3 free",
        ]);
    }

    [Fact]
    public async Task Told_after_the_commit_and_after_the_seat_maps_and_before_the_reply()
    {
        Task<BookOutcome>? reply = null;
        TestEngine? engine = null;
        List<string> seen = [];
        var listener = new Recorder
        {
            OnTold = batch =>
            {
                var seat = batch.Seats.Seats.Single();
                seen.Add($"stored for {StoredOwner(seat.Key)}, on the map {engine!.Maps.Known(seat.Key.ShowId)!
                    .Seats[seat.Key.SeatNumber - 1].Status}, answered {reply!.IsCompleted}");
            },
        };
        await using (engine = Engine(listener))
        {
            var show = await TestEngine.CreateShowAsync(database.DataSources);
            await engine.Maps.FindAsync(show, CancellationToken.None);

            using (engine.PauseTaking())
            {
                reply = engine.BookAsync("key", show, 3);
            }

            var booking = (await reply).ShouldBeOfType<BookOutcome.Held>().Booking;
            seen.ShouldBe([$"stored for {booking.Id}, on the map Held, answered False"]);
        }
    }

    [Fact]
    public async Task A_listener_that_fails_harms_neither_the_batch_nor_the_others()
    {
        var (broken, other) = (new Recorder { OnTold = _ => throw new InvalidOperationException() }, new Recorder());
        await using var engine = Engine(broken, other);
        var show = await TestEngine.CreateShowAsync(database.DataSources);

        var booking = await engine.HoldAsync(show, 1);

        other.Told.ShouldHaveSingleItem();
        (await engine.OwnersAsync(show)).Values.ShouldBe([booking.Id]);
    }

    [Fact]
    public async Task Nothing_is_told_of_a_refusal_or_of_the_warm_up()
    {
        var listener = new Recorder();
        await using var engine = Engine(listener);
        var show = await TestEngine.CreateShowAsync(database.DataSources);
        await engine.HoldAsync(show, 1);
        using var warmUp = engine.WarmUps.Begin();

        (await engine.BookAsync(show, 1)).ShouldBeOfType<BookOutcome.SeatsTaken>();
        await engine.HoldAsync(warmUp.ShowId, 1);

        listener.Told.ShouldHaveSingleItem();
    }

    [Theory]
    [InlineData(nameof(Cut.BeforeCommit))]
    [InlineData(nameof(Cut.AfterCommit))]
    public async Task However_the_commit_was_lost_it_is_told_once(string cut)
    {
        var listener = new Recorder();
        await using var proxy = new CuttingProxy(database.ConnectionString);
        await using var engine = new TestEngine(
            proxy.DataSources, configure: options => options.Selling.BatchWorkers = 1, listeners: listener);
        var show = await TestEngine.CreateShowAsync(database.DataSources);
        await engine.HoldAsync(show, 1);

        proxy.Arm(Enum.Parse<Cut>(cut));
        await engine.HoldAsync(show, 2);

        proxy.CutsDone.ShouldBe(1);
        listener.Told.ShouldBe(["1 buyer -> Pending; 1 v1 held", "1 buyer -> Pending; 2 v1 held"]);
    }

    private TestEngine Engine(params ICommitListener[] listeners) => new(
        database.DataSources, configure: options => options.Selling.BatchWorkers = 1, listeners: listeners);

    private BookingId StoredOwner(SeatKey seat)
    {
        using var command = database.DataSource.CreateCommand(
            $"select booking_id from seats where show_id = {seat.ShowId} and seat_number = {seat.SeatNumber}");
        return new BookingId((Guid)command.ExecuteScalar()!);
    }

    private sealed class Recorder : ICommitListener
    {
        public List<string> Told { get; } = [];

        public Action<CommittedBatch>? OnTold { get; init; }

        public void OnCommitted(CommittedBatch batch)
        {
            foreach (var booking in batch.Bookings)
            {
                batch.Events.Where(e => e.BookingId == booking.Id).ShouldNotBeEmpty();
            }

            Told.Add(string.Join(", ", batch.Events.Select(Text)) + "; "
                + string.Join(", ", batch.Seats.Seats.OrderBy(seat => seat.Key.SeatNumber).Select(Text)));
            OnTold?.Invoke(batch);
        }

        private static string Text(BookingEvent step) =>
            $"{step.Sequence} {step.Actor} {(step.From is { } from ? $"{from} " : "")}-> {step.To}";

        private static string Text(SeatRow seat) => $"{seat.Key.SeatNumber} v{seat.Version} "
            + (seat.Owner is null ? "free" : seat.HeldUntil is null ? "sold" : "held");
    }
}
