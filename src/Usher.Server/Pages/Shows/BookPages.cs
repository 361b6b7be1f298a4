using System.Collections.Immutable;
using System.Diagnostics;
using System.Globalization;
using System.Runtime.InteropServices;
using Usher.Engine.Bookings;
using Usher.Server.Http;
using Usher.Server.Pages.Pictures;

namespace Usher.Server.Pages.Shows;

/// <summary>A form with seats that somebody wants. What is held is shown by the booking's own page.</summary>
internal sealed class BookPages(Halls halls, BookingEngine engine, ArrivalLimit arrivals)
{
    public async Task<IResult> Book(string id, HttpContext context)
    {
        var retryAfter = arrivals.RetryAfter;
        if (CrossSite.Sent(context.Request))
        {
            return Notices.FromElsewhere();
        }

        if (ShowPages.ReadId(id) is not { } showId)
        {
            return Notices.NoSuchShow();
        }

        var back = string.Create(CultureInfo.InvariantCulture, $"/shows/{showId}");
        if (await PageForm.ReadAsync(context) is not { } form)
        {
            return Notices.Unreadable("The form could not be read.", back);
        }

        var key = form["key"].ToString();
        switch (SeatChoice.Read(form["seat"], BookRequest.SeatsMax))
        {
            case null:
                return Notices.Unreadable($"Choose at most {BookRequest.SeatsMax} seats.", back);
            case []:
                return Notices.Unreadable("No seat was chosen.", back);
            case var seats:
                if (retryAfter is { } after)
                {
                    return await BusyAsync(showId, seats, key, after);
                }

                // As with the API, the command is carried out whether or not its buyer still waits.
                var request = new BookRequest(
                    showId, Email: null, ImmutableCollectionsMarshal.AsImmutableArray(seats), FormKey.For(key, seats));
                var outcome = await engine.BookAsync(request, CancellationToken.None);
                return await AnswerAsync(outcome, showId, seats, key, context);
        }
    }

    private async Task<IResult> AnswerAsync(
        BookingOutcome outcome, long showId, int[] seats, string key, HttpContext context)
    {
        var back = SeatChoice.Url(showId, seats);
        switch (outcome)
        {
            case BookingOutcome.Held(var booking):
                return PageForm.SeeOther($"/bookings/{booking.Id}");
            case BookingOutcome.SeatsTaken(var taken):
                return await RefusedAsync(showId, seats, taken, context.RequestAborted);
            case BookingOutcome.SeatsNotFound:
                return Notices.Unreadable("The show has no such seat.", back);
            case BookingOutcome.TooManySeats(var max):
                return Notices.Unreadable($"This show sells at most {SeatWords.Count(max)} at once.", back);
            case BookingOutcome.SalesNotOpen or BookingOutcome.KeyReused:
                return PageForm.SeeOther(back);
            case BookingOutcome.Overloaded(var after):
                return await BusyAsync(showId, seats, key, after);
            case BookingOutcome.Unavailable(var after):
                return await BusyAsync(showId, seats, key, after);
            case BookingOutcome.ShowNotFound:
                return Notices.NoSuchShow();
            default:
                throw new UnreachableException($"{outcome.GetType().Name} does not answer this command.");
        }
    }

    private async Task<IResult> RefusedAsync(
        long showId, int[] seats, ImmutableArray<int> taken, CancellationToken ct) =>
        await halls.FindPlanAsync(showId, ct) is { } hall
            ? new PageReply<RefusedPage>(new RefusedView(
                hall, taken, [.. seats.Except(taken)], FormKey.New()))
            {
                Status = StatusCodes.Status409Conflict,
            }
            : Notices.NoSuchShow();

    private async Task<IResult> BusyAsync(long showId, int[] seats, string key, TimeSpan after)
    {
        var words = await WordsAsync(showId, seats);
        KeyValuePair<string, string>[] fields =
        [
            new("key", key), .. seats.Select(seat =>
                KeyValuePair.Create("seat", seat.ToString(CultureInfo.InvariantCulture))),
        ];
        var action = string.Create(CultureInfo.InvariantCulture, $"/shows/{showId}/book");
        return PageForm.Busy(action, fields, words, SeatChoice.Url(showId, seats), after);
    }

    // Whoever is turned away costs no more than words: the plan is in memory, or goes untold.
    private async Task<string> WordsAsync(long showId, int[] seats)
    {
        try
        {
            return await halls.FindPlanAsync(showId, CancellationToken.None) is { } hall
                ? SeatWords.Brief(hall.Plan, seats)
                : "";
        }
        catch (Exception e) when (DatabaseAway.Caused(e))
        {
            return "";
        }
    }
}
