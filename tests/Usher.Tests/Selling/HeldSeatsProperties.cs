using System.Net;
using FsCheck;
using FsCheck.Fluent;
using Microsoft.Extensions.Options;
using Usher.Engine.Bookings;
using Usher.Engine.Database;
using Usher.Engine.Seats;
using Usher.Engine.Selling;
using Usher.Engine.Selling.Holders;
using Usher.Engine.Selling.Rules;
using Usher.Tests.Bookings;
using Usher.Testing;

namespace Usher.Tests.Selling;

/// <summary>Whatever is given, confirmed, ended and forgotten, a client is charged with what it holds.</summary>
public sealed class HeldSeatsProperties
{
    private const int SeatsMax = 12;

    private static readonly ShowId[] Shows = [new(1), new(2)];
    private static readonly ClientAddress[] Clients =
        [.. new[] { "192.0.2.1", "192.0.2.2", "2001:db8::1" }.Select(ip => ClientAddress.Of(IPAddress.Parse(ip)))];

    [Fact]
    public void A_client_is_charged_with_its_pending_holds_and_with_nothing_else() =>
        Prop.ForAll(Gen.Choose(0, 1 << 24).ArrayOf().ToArbitrary(), steps =>
        {
            var held = NewHeldSeats();
            var now = Till.Opening;
            List<(Booking Booking, ClientAddress Client)> all = [];
            foreach (var step in steps)
            {
                now = now.AddSeconds(step / 7 % 4);
                Play(held, all, step, now);
                foreach (var (show, client) in from show in Shows from client in Clients select (show, client))
                {
                    var own = all.Where(one => one.Client == client && one.Booking.ShowId == show
                        && one.Booking.Status == BookingStatus.Pending && one.Booking.ExpiresAt > now).ToArray();
                    var seats = own.Sum(one => one.Booking.SeatNumbers.Length);
                    var holder = new Holder(show, client);
                    var wanted = step / 11 % (SeatsMax + 2);
                    var expected = seats + wanted > SeatsMax
                        ? new BookOutcome.LimitReached(SeatsMax, seats, wanted > SeatsMax
                            ? null : own.Select(one => (DateTime?)one.Booking.ExpiresAt).Min())
                        : null;
                    HoldLimit.Refusal(SeatsMax, wanted, held.Of(holder), now).ShouldBe(expected);
                    held.Refusal(holder, wanted, now).ShouldBe(expected);
                    held.SeatsAtMost(holder).ShouldBeGreaterThanOrEqualTo(seats);
                }
            }

            // All holds are over: nothing is kept of anybody.
            held.OnCommitted(Batch(now.AddHours(1)));
            held.Count.ShouldBe(0);
            Shows.SelectMany(show => Clients.Select(client => held.SeatsAtMost(new Holder(show, client))))
                .ShouldAllBe(seats => seats == 0);
        }).Check(Config.QuickThrowOnFailure.WithMaxTest(300));

    [Fact]
    public void What_may_be_committed_counts_until_it_would_have_ended()
    {
        var held = NewHeldSeats();
        var holder = new Holder(Shows[0], Clients[0]);
        var lost = Make(0, 5, Till.Opening);

        held.OnLost(Batch(Till.Opening) with { Held = [(lost, Clients[0])] });

        held.Refusal(holder, SeatsMax - 4, Till.Opening)!.SeatsHeld.ShouldBe(5);
        held.Refusal(holder, SeatsMax - 4, lost.ExpiresAt).ShouldBeNull();
        held.OnCommitted(Batch(lost.ExpiresAt));
        held.Count.ShouldBe(0);
    }

    private static HeldSeats NewHeldSeats() => new(
        Options.Create(new SellingOptions { HeldSeatsPerClientMax = SeatsMax }),
        new DataSources(null!, null!, TestKeys.Ring),
        TimeProvider.System);

    private static void Play(
        HeldSeats held, List<(Booking Booking, ClientAddress Client)> all, int step, DateTime now)
    {
        if (step % 3 == 0 || all.Count == 0)
        {
            var client = Clients[step / 3 % Clients.Length];
            var made = Make(step / 9 % Shows.Length, 1 + step / 18 % 4, now);
            all.Add((made, client));
            held.OnCommitted(Batch(now, made) with { Held = [(made, client)] });
            return;
        }

        var which = step / 3 % all.Count;
        var (booking, owner) = all[which];
        if (booking.Status == BookingStatus.Pending)
        {
            var after = (step / 100 % 3) switch
            {
                0 => booking with { Status = BookingStatus.Confirmed },
                1 => booking with { Status = BookingStatus.Failed, Reason = FailureReason.Cancelled },
                // Whoever lets it lapse and extends it late is charged anew only where it was still known.
                _ when booking.ExpiresAt > now => booking with { ExpiresAt = booking.ExpiresAt.AddSeconds(9) },
                _ => booking with { Status = BookingStatus.Failed, Reason = FailureReason.Expired },
            };
            all[which] = (after, owner);
            held.OnCommitted(Batch(now, after));
        }
    }

    private static Booking Make(int show, int seats, DateTime now) => new()
    {
        Id = BookingId.Random(Shows[show]),
        OrganizationId = new OrganizationId(1),
        SeatNumbers = [.. Enumerable.Range(1, seats)],
        Status = BookingStatus.Pending,
        HoldSeconds = 9,
        CreatedAt = now,
        ExpiresAt = now.AddSeconds(9),
        Sequence = 1,
    };

    private static CommittedBatch Batch(DateTime now, params Booking[] bookings) =>
        new(new CommittedSeats(now, []), bookings, []);
}
