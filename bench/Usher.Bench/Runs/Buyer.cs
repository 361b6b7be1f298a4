using System.Globalization;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Usher.Bench.Http;
using Usher.Bench.Proof;

namespace Usher.Bench.Runs;

/// <summary>One buyer with one connection: asks, measures, and writes every reply into the ledger.</summary>
internal sealed class Buyer(int number, HttpConnection connection, RequestWriter requests, Sale sale)
{
    // A server that is away must not turn the generator into a busy loop.
    private static readonly TimeSpan PauseWithoutReply = TimeSpan.FromMilliseconds(100);
    private static readonly TimeSpan PauseMax = TimeSpan.FromSeconds(5);

    /// <summary>The same for the same seed of the run.</summary>
    public Random Random { get; } = new(unchecked((sale.RngSeed * 1_000_003) + number));

    /// <summary>The seats that the latest refusal named as taken.</summary>
    public IReadOnlyList<int> Conflicts { get; private set; } = [];

    /// <summary>Connects before the first request; false if that does not succeed.</summary>
    public ValueTask<bool> OpenAsync() => connection.OpenAsync();

    /// <summary>Asks for the seats; returns the booking if it is acknowledged.</summary>
    /// <param name="due">In open load, the timestamp when the request was due; its latency counts from then.</param>
    public async ValueTask<AcknowledgedBooking?> BookAsync(ShowLedger show, int[] seats, long? due = null)
    {
        var sentAt = sale.Time.GetTimestamp();
        var reply = await connection.SendAsync(requests.Book(show.ShowId, number, seats));
        var repliedAt = sale.Time.GetTimestamp();
        var outcome = reply.Status switch { 201 => Outcome.Booked, 409 => Outcome.Refused, _ => OutcomeOf(reply) };
        Measure(outcome, reply, due ?? sentAt, repliedAt);
        AcknowledgedBooking? booking = null;
        Conflicts = [];
        if (outcome == Outcome.Booked)
        {
            booking = Acknowledge(show, seats, sentAt, reply);
        }
        else if (outcome == Outcome.Refused)
        {
            Refuse(show, seats, repliedAt, reply);
        }
        else if (MayHaveHadItsEffect(reply))
        {
            show.LeaveUnanswered(seats, sentAt);
        }

        await PauseAfterAsync(reply);
        return booking;
    }

    /// <summary>Asks for the best seats together; which they are the server says.</summary>
    public async ValueTask BookBestAsync(ShowLedger show, int seatCount)
    {
        show.AreTogether = true;
        var sentAt = sale.Time.GetTimestamp();
        var reply = await connection.SendAsync(requests.BookBest(show.ShowId, number, seatCount));
        var outcome = reply.Status switch { 201 => Outcome.Booked, 409 => Outcome.Refused, _ => OutcomeOf(reply) };
        Measure(outcome, reply, sentAt, sale.Time.GetTimestamp());
        if (outcome == Outcome.Booked)
        {
            if (Parse(reply) is { BookingId: { } id, Status: "PENDING", SeatNumbers: { } seats } document
                && document.ShowId == show.ShowId && seats.Length == seatCount)
            {
                show.Acknowledge(id, seats, sentAt);
            }
            else
            {
                show.FindOdd($"asked for {seatCount} seats, a 201 without a booking of so many");
            }
        }

        await PauseAfterAsync(reply);
    }

    /// <summary>Confirms a booking and keeps what the server says about its state.</summary>
    public async ValueTask ConfirmAsync(ShowLedger show, AcknowledgedBooking booking)
    {
        var sentAt = sale.Time.GetTimestamp();
        var reply = await connection.SendAsync(requests.Confirm(booking.Id));
        var outcome = reply.Status switch
        {
            200 => Outcome.Confirmed,
            409 => Outcome.ConfirmRefused,
            _ => OutcomeOf(reply),
        };
        Measure(outcome, reply, sentAt, sale.Time.GetTimestamp());
        var document = outcome is Outcome.Confirmed or Outcome.ConfirmRefused ? Parse(reply) : null;
        if (document?.BookingId is { } id && id != booking.Id)
        {
            show.FindOdd($"confirm answered {reply.Status} about booking {id:D}", bookingId: booking.Id);
        }

        if (outcome == Outcome.Confirmed && document?.Status == "CONFIRMED")
        {
            booking.State = BookingState.Confirmed;
        }
        else if (outcome == Outcome.ConfirmRefused && document?.Status == "FAILED")
        {
            booking.State = BookingState.Failed;
        }
        else if (outcome is Outcome.Confirmed or Outcome.ConfirmRefused || reply.Status == 404)
        {
            show.FindOdd($"confirm answered {reply.Status} {document?.Status}", booking.SeatNumbers[0], booking.Id);
        }
        else
        {
            booking.MayBeConfirmed |= MayHaveHadItsEffect(reply);
        }

        await PauseAfterAsync(reply);
    }

    private void Measure(Outcome outcome, HttpReply reply, long from, long to)
    {
        var error = outcome != Outcome.Error ? null
            : reply.Failure == HttpFailure.None ? reply.Status.ToString(CultureInfo.InvariantCulture)
            : Describe(reply.Failure);
        sale.MetersAt(from).Record(outcome, sale.Time.GetElapsedTime(from, to), error);
    }

    private static AcknowledgedBooking? Acknowledge(ShowLedger show, int[] seats, long sentAt, HttpReply reply)
    {
        if (Parse(reply) is not { BookingId: { } id, SeatNumbers: { } answered } document)
        {
            show.FindOdd("a 201 without a booking document", seats[0]);
            show.LeaveUnanswered(seats, sentAt);
            return null;
        }

        if (document.ShowId != show.ShowId || document.Status != "PENDING" || !answered.AsSpan().SequenceEqual(seats))
        {
            show.FindOdd(
                $"asked for seats {string.Join(", ", seats)} of show {show.ShowId}, acknowledged {document.Status} "
                + $"{string.Join(", ", answered)} of show {document.ShowId}", seats[0], id);
        }

        return show.Acknowledge(id, seats, sentAt);
    }

    private void Refuse(ShowLedger show, int[] seats, long repliedAt, HttpReply reply)
    {
        if (Parse(reply) is { Reason: "LIMIT_REACHED" })
        {
            show.FindOdd(
                "all buyers come from one address, and the server lets one client hold only so many seats: start it "
                + "with Bookings__HeldSeatsPerClientMax=0", seats[0]);
            return;
        }

        if (Parse(reply) is not { ConflictSeats: { Length: > 0 } conflicts }
            || conflicts.AsSpan().ContainsAnyExcept(seats))
        {
            show.FindOdd($"a 409 on seats {string.Join(", ", seats)} that names none of them, or others", seats[0]);
            return;
        }

        Conflicts = conflicts;
        show.Refuse(conflicts, repliedAt);
    }

    private static BookingDocument? Parse(HttpReply reply) => Parse(reply, WireJson.Default.BookingDocument);

    private static T? Parse<T>(HttpReply reply, JsonTypeInfo<T> type) where T : class
    {
        try
        {
            return JsonSerializer.Deserialize(reply.Body.Span, type);
        }
        catch (JsonException)
        {
            return null;
        }
    }

    private static Outcome OutcomeOf(HttpReply reply) => reply.Status == 503 ? Outcome.Overloaded : Outcome.Error;

    // A 503 means "not taken", or that the database went away meanwhile, perhaps during the commit.
    private static bool MayHaveHadItsEffect(HttpReply reply) =>
        reply.Failure is not (HttpFailure.None or HttpFailure.NotConnected)
        || reply.Status is >= 500 or (> 0 and < 300);

    private static string Describe(HttpFailure failure) => failure switch
    {
        HttpFailure.NotConnected => "not connected",
        HttpFailure.TimedOut => "timed out",
        HttpFailure.Broken => "connection broken",
        _ => "not HTTP",
    };

    private async ValueTask PauseAfterAsync(HttpReply reply)
    {
        var pause = reply.Failure != HttpFailure.None ? PauseWithoutReply
            : reply.Status is 503 or 429 ? reply.RetryAfter ?? TimeSpan.FromSeconds(1) : TimeSpan.Zero;
        if (pause > TimeSpan.Zero)
        {
            await Task.Delay(pause < PauseMax ? pause : PauseMax, sale.Time, sale.Ended)
                .ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }
}
