using System.Collections.Immutable;
using System.Globalization;
using Microsoft.AspNetCore.Components;
using Usher.Engine.SeatingPlans;
using Usher.Engine.Selling;
using Usher.Http.BotChecks;
using Usher.Http.LoadShedding;
using Usher.Http.Errors;
using Usher.Http.RateLimits;
using Usher.Http.Security;
using Usher.Http.Wording;
using Usher.Pages.Kit;
using Usher.Pages.Kit.Pictures;

namespace Usher.Pages.Buyers.Shows;

/// <summary>A form with seats that somebody wants. What is held is shown by the booking's own page.</summary>
internal sealed class BookPages(
    SeatingViews views, IBookingService bookings, LoadShedder shedder, BookingRates rates, IBotCheck bots)
{
    public async Task<IResult> Book(string id, HttpContext context)
    {
        using var admission = shedder.Admit();
        var wait = CountOrShow(admission, context);
        if (ShowPages.ReadId(id) is not { } showId)
        {
            return Notices.NoSuchShow();
        }

        var back = string.Create(CultureInfo.InvariantCulture, $"/shows/{showId}");
        if (await PageForm.ReadAsync(context) is not { } form)
        {
            return Notices.Unreadable("We could not read this form.", back);
        }

        var (request, refusal) = BookingForm.Read(showId, form);
        if (request is null)
        {
            var kind = await views.FindPlanAsync(showId, context.RequestAborted) is { } view
                ? view.Plan.Kind
                : PlanKind.Seats;
            return Notices.Unreadable(refusal!(kind), back, kind);
        }

        if (admission.RetryAfter is { } after)
        {
            return await BusyAsync(request, after);
        }

        if (wait is { } limited)
        {
            return await TooOftenAsync(request, limited);
        }

        if (bots.Asks && await bots.ExamineAsync(context, showId, AnswerIn(form)) is { } challenge)
        {
            return await ChallengeAsync(request, challenge, context);
        }

        // As with the API, the command is carried out whether or not its buyer still waits.
        var outcome = await bookings.BookAsync(
            request.ToRequest(), context.ActingAsBuyer(), CancellationToken.None);
        if (outcome is BookOutcome.Overloaded or BookOutcome.Unavailable)
        {
            rates.GiveBack(context);
            bots.GiveBack(AnswerIn(form));
        }

        return await AnswerAsync(outcome, request, context);
    }

    private static string AnswerIn(IFormCollection form) => form[Challenge.AnswerField].ToString();

    private async Task<IResult> ChallengeAsync(BookingForm request, Challenge challenge, HttpContext context)
    {
        if (!challenge.WasAnswered)
        {
            // Nothing was asked of the engine yet.
            rates.GiveBack(context);
        }

        var words = await WordsAsync(request);
        return new PageReply<ChallengePage>(
            new ChallengeView(request.Action, FieldsOf(request), words, request.BackUrl, challenge))
        {
            Status = StatusCodes.Status403Forbidden,
        };
    }

    private TimeSpan? CountOrShow(Admission admission, HttpContext context)
    {
        if (admission.RetryAfter is null)
        {
            return rates.Count(context);
        }

        rates.Show(context);
        return null;
    }

    private async Task<IResult> AnswerAsync(
        BookOutcome outcome, BookingForm request, HttpContext context) => outcome switch
        {
            BookOutcome.Held(var booking) => PageForm.SeeOther($"/bookings/{booking.Id}"),
            BookOutcome.SeatsTaken(var taken) => await RefusedAsync(request, taken, context.RequestAborted),
            BookOutcome.LeavesSingleSeat lone =>
                Conflict<LonePage>(new LoneView(request.ShowId, request.Seats, lone, FormKey.New())),
            BookOutcome.NoneTogether none => await NoneTogetherAsync(request, none, context.RequestAborted),
            BookOutcome.LimitReached limit =>
                Conflict<LimitPage>(LimitView.Of(request.BackUrl, limit)),
            BookOutcome.PersonLimitReached limit =>
                Conflict<LimitPage>(new LimitView(request.BackUrl, RefusalTexts.PersonLimit(limit), limit.Kind)),
            BookOutcome.SeatsNotFound => Notices.Unreadable(
                $"This show has no such {SeatNames.Noun(outcome.Kind, 1)}.", request.BackUrl, outcome.Kind),
            BookOutcome.CategoryNotFound => Notices.Unreadable("This show has no such price.", request.BackUrl),
            BookOutcome.TooManySeats(var max) => Notices.Unreadable(
                $"This show allows at most {SeatNames.Count(outcome.Kind, max)} per booking.", request.BackUrl,
                outcome.Kind),
            BookOutcome.NotSelling => Notices.NotSelling(),
            BookOutcome.ShowOver over => Notices.ShowOver(RefusalTexts.ShowOver(over)),
            BookOutcome.SlotsBegun begun => Notices.SlotsBegun(RefusalTexts.SlotsBegun(begun), request.BackUrl),
            BookOutcome.SalesNotOpen or BookOutcome.KeyReused => PageForm.SeeOther(request.BackUrl),
            BookOutcome.Overloaded(var after) => await BusyAsync(request, after),
            BookOutcome.Unavailable(var after) => await BusyAsync(request, after),
            BookOutcome.ShowNotFound => Notices.NoSuchShow(),
        };

    private async Task<IResult> RefusedAsync(BookingForm request, ImmutableArray<int> taken, CancellationToken ct) =>
        await views.FindPlanAsync(request.ShowId, ct) is { } view
            ? Conflict<RefusedPage>(new RefusedView(view, taken, [.. request.Seats.Except(taken)], FormKey.New()))
            : Notices.NoSuchShow();

    private async Task<IResult> NoneTogetherAsync(
        BookingForm request, BookOutcome.NoneTogether none, CancellationToken ct) =>
        await views.FindPlanAsync(request.ShowId, ct) is { } view
            ? Conflict<NoneTogetherPage>(new NoneTogetherView(view, none, FormKey.New()))
            : Notices.NoSuchShow();

    private static PageReply<TPage> Conflict<TPage>(object view)
        where TPage : IComponent => new(view) { Status = StatusCodes.Status409Conflict };

    private async Task<IResult> BusyAsync(BookingForm request, TimeSpan after)
    {
        var words = await WordsAsync(request);
        return PageForm.Busy(request.Action, FieldsOf(request), words, request.BackUrl, after);
    }

    private async Task<IResult> TooOftenAsync(BookingForm request, TimeSpan wait)
    {
        var why = RefusalTexts.TooManyBookings(rates.Max, rates.Window, wait);
        var words = await WordsAsync(request);
        var view = new TooOftenView(request.Action, FieldsOf(request), words, request.BackUrl, why);
        return new PageReply<TooOftenPage>(view)
        {
            Status = StatusCodes.Status429TooManyRequests,
            RetryAfter = wait,
        };
    }

    private static List<KeyValuePair<string, string>> FieldsOf(BookingForm request) =>
        [new("key", request.Key), .. request.Fields()];

    // Whoever is refused costs no more than words: the plan is in memory, or goes untold.
    private async Task<string> WordsAsync(BookingForm request)
    {
        try
        {
            return await views.FindPlanAsync(request.ShowId, CancellationToken.None) is { } view
                ? request.Words(view)
                : "";
        }
        catch (Exception e) when (DatabaseAway.Caused(e))
        {
            return "";
        }
    }
}
