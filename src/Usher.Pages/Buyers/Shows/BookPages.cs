using System.Collections.Immutable;
using System.Globalization;
using Microsoft.AspNetCore.Components;
using Usher.Engine.SeatingPlans;
using Usher.Engine.Selling;
using Usher.Http.LoadShedding;
using Usher.Http.Errors;
using Usher.Http.Security;
using Usher.Http.Wording;
using Usher.Pages.Kit;
using Usher.Pages.Kit.Pictures;

namespace Usher.Pages.Buyers.Shows;

/// <summary>A form with seats that somebody wants. What is held is shown by the booking's own page.</summary>
internal sealed class BookPages(SeatingViews halls, IBookingService bookings, LoadShedder shedder)
{
    public async Task<IResult> Book(string id, HttpContext context)
    {
        using var admission = shedder.Admit();
        if (ShowPages.ReadId(id) is not { } showId)
        {
            return Notices.NoSuchShow();
        }

        var back = string.Create(CultureInfo.InvariantCulture, $"/shows/{showId}");
        if (await PageForm.ReadAsync(context) is not { } form)
        {
            return Notices.Unreadable("The form could not be read.", back);
        }

        var (wish, refusal) = BookingForm.Read(showId, form);
        if (wish is null)
        {
            return Notices.Unreadable(refusal!, back);
        }

        if (admission.RetryAfter is { } after)
        {
            return await BusyAsync(wish, after);
        }

        // As with the API, the command is carried out whether or not its buyer still waits.
        var outcome = await bookings.BookAsync(
            wish.ToRequest(), context.ActingAsBuyer(), CancellationToken.None);
        return await AnswerAsync(outcome, wish, context);
    }

    private async Task<IResult> AnswerAsync(
        BookOutcome outcome, BookingForm wish, HttpContext context) => outcome switch
        {
            BookOutcome.Held(var booking) => PageForm.SeeOther($"/bookings/{booking.Id}"),
            BookOutcome.SeatsTaken(var taken) => await RefusedAsync(wish, taken, context.RequestAborted),
            BookOutcome.LeavesSingleSeat lone =>
                Conflict<LonePage>(new LoneView(wish.ShowId, wish.Seats, lone, FormKey.New())),
            BookOutcome.NoneTogether none =>
                Conflict<NoneTogetherPage>(new NoneTogetherView(wish.ShowId, RefusalTexts.NoneTogether(none))),
            BookOutcome.SeatsNotFound => Notices.Unreadable("The show has no such seat.", wish.BackUrl),
            BookOutcome.CategoryNotFound => Notices.Unreadable("The show has no such price.", wish.BackUrl),
            BookOutcome.TooManySeats(var max) =>
                Notices.Unreadable($"This show sells at most {SeatNames.Count(max)} at once.", wish.BackUrl),
            BookOutcome.SalesNotOpen or BookOutcome.KeyReused => PageForm.SeeOther(wish.BackUrl),
            BookOutcome.Overloaded(var after) => await BusyAsync(wish, after),
            BookOutcome.Unavailable(var after) => await BusyAsync(wish, after),
            BookOutcome.ShowNotFound => Notices.NoSuchShow(),
        };

    private async Task<IResult> RefusedAsync(BookingForm wish, ImmutableArray<int> taken, CancellationToken ct) =>
        await halls.FindPlanAsync(wish.ShowId, ct) is { } hall
            ? Conflict<RefusedPage>(new RefusedView(hall, taken, [.. wish.Seats.Except(taken)], FormKey.New()))
            : Notices.NoSuchShow();

    private static PageReply<TPage> Conflict<TPage>(object view)
        where TPage : IComponent => new(view) { Status = StatusCodes.Status409Conflict };

    private async Task<IResult> BusyAsync(BookingForm wish, TimeSpan after)
    {
        var words = await WordsAsync(wish);
        var action = string.Create(CultureInfo.InvariantCulture, $"/shows/{wish.ShowId}/book");
        return PageForm.Busy(action, [new("key", wish.Key), .. wish.Fields()], words, wish.BackUrl, after);
    }

    // Whoever is turned away costs no more than words: the plan is in memory, or goes untold.
    private async Task<string> WordsAsync(BookingForm wish)
    {
        try
        {
            return await halls.FindPlanAsync(wish.ShowId, CancellationToken.None) is { } hall ? wish.Words(hall) : "";
        }
        catch (Exception e) when (DatabaseAway.Caused(e))
        {
            return "";
        }
    }
}
