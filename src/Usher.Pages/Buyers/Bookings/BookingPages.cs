using System.Security.Cryptography;
using System.Text;
using Usher.Engine.Bookings;
using Usher.Engine.SeatingPlans;
using Usher.Engine.Selling;
using Usher.Http.Fields;
using Usher.Http.Security;
using Usher.Http.Wording;
using Usher.Pages.Kit;
using Usher.Pages.Kit.Pictures;

namespace Usher.Pages.Buyers.Bookings;

/// <summary>A booking's own page, whose address is its key, and the forms on it.</summary>
internal sealed class BookingPages(
    SeatingViews views, IBookingService bookings, BookingQueries queries, BookingEnds ends, PublicAddress address,
    TimeProvider time)
{
    public async Task<IResult> GetBooking(string id, HttpContext context) =>
        await FindAsync(id, context) is { } view ? new PageReply<BookingPage>(view) : Notices.NoSuchBooking();

    /// <summary>The question before seats are released, for browsers without scripts.</summary>
    public async Task<IResult> AskCancel(string id, HttpContext context) => await FindAsync(id, context) switch
    {
        null => Notices.NoSuchBooking(),
        { IsHeld: true } view => new PageReply<CancelPage>(view),
        var view => PageForm.SeeOther(view.Path),
    };

    public async Task<IResult> Calendar(string id, HttpContext context) =>
        await FindAsync(id, context) is { IsConfirmed: true } view
            ? new CalendarReply(
                $"show-{view.Booking.ShowId}",
                $"{view.Show.Name}, {SeatNames.Whole(view.Plan, view.Booking.SeatNumbers)}",
                view.StartsAt, view.Show.TimeZone, view.Now, view.Url)
            {
                EventName = EventOf(view.Booking.Id),
                Details = view.Journey is { } journey ? $"From {journey.From} to {journey.To}" : null,
            }
            : Notices.NoSuchBooking();

    // Whatever comes of a change, the booking's page tells how it stands.
    public async Task<IResult> Confirm(string id, HttpContext context)
    {
        var email = await ReadEmailAsync(context);
        if (email is not null && !EmailAddress.IsWellFormed(email))
        {
            return await AskAgainAsync(id, email, context);
        }

        if (!BookingId.TryParse(id, out var bookingId))
        {
            return Notices.NoSuchBooking();
        }

        var actor = context.ActingForBooking();
        return await bookings.ConfirmAsync(new ConfirmRequest(bookingId, email), actor, CancellationToken.None) switch
        {
            // Also of a form that is sent twice: the second is refused, and the page shows the ticket.
            ConfirmOutcome.Confirmed or ConfirmOutcome.Refused or ConfirmOutcome.KeyReused =>
                PageForm.SeeOther(PathOf(bookingId)),
            ConfirmOutcome.EmailRequired => await AskAgainAsync(id, "", context),
            ConfirmOutcome.PersonLimitReached limit => await AskForOtherAsync(
                id, email ?? "", RefusalTexts.PersonLimit(limit), context),
            ConfirmOutcome.BookingNotFound => Notices.NoSuchBooking(),
            ConfirmOutcome.Overloaded(var after) => Busy(bookingId, "confirm", email, after),
            ConfirmOutcome.Unavailable(var after) => Busy(bookingId, "confirm", email, after),
        };
    }

    public async Task<IResult> Extend(string id, HttpContext context)
    {
        // Whoever has typed an address already finds it in its field again.
        var email = await ReadEmailAsync(context);
        if (!BookingId.TryParse(id, out var bookingId))
        {
            return Notices.NoSuchBooking();
        }

        return await bookings.ExtendAsync(bookingId, context.ActingForBooking(), CancellationToken.None) switch
        {
            ExtendOutcome.Extended or ExtendOutcome.Refused => email is null
                ? PageForm.SeeOther(PathOf(bookingId))
                : await ShowTypedAsync(id, email, context),
            ExtendOutcome.BookingNotFound => Notices.NoSuchBooking(),
            ExtendOutcome.Overloaded(var after) => Busy(bookingId, "extend", email, after),
            ExtendOutcome.Unavailable(var after) => Busy(bookingId, "extend", email, after),
        };
    }

    public async Task<IResult> Cancel(string id, HttpContext context)
    {
        if (!BookingId.TryParse(id, out var bookingId))
        {
            return Notices.NoSuchBooking();
        }

        return await bookings.CancelAsync(bookingId, context.ActingForBooking(), CancellationToken.None) switch
        {
            CancelOutcome.Cancelled or CancelOutcome.Refused => PageForm.SeeOther(PathOf(bookingId)),
            CancelOutcome.BookingNotFound => Notices.NoSuchBooking(),
            CancelOutcome.Overloaded(var after) => Busy(bookingId, "cancel", email: null, after),
            CancelOutcome.Unavailable(var after) => Busy(bookingId, "cancel", email: null, after),
        };
    }

    // Each booking is an event of its own. Whoever sees the event's name in somebody's calendar does not learn the key.
    private static string EventOf(BookingId id) =>
        $"booking-{Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes($"{id}")).AsSpan(0, 16))}";

    private static string PathOf(BookingId id) => $"/bookings/{id}";

    private static IResult Busy(BookingId id, string change, string? email, TimeSpan after) =>
        PageForm.Busy($"{PathOf(id)}/{change}", email is null ? [] : [new("email", email)], "", PathOf(id), after);

    private async Task<IResult> AskAgainAsync(string id, string wrongEmail, HttpContext context) =>
        await FindAsync(id, context) is { } view
            ? new PageReply<BookingPage>(view with { WrongEmail = wrongEmail })
            {
                Status = StatusCodes.Status400BadRequest,
            }
            : Notices.NoSuchBooking();

    // The seats are held as before: somebody else may be named, as long as they are.
    private async Task<IResult> AskForOtherAsync(string id, string email, string problem, HttpContext context) =>
        await FindAsync(id, context) is { } view
            ? new PageReply<BookingPage>(view with { WrongEmail = email, EmailProblem = problem })
            {
                Status = StatusCodes.Status409Conflict,
            }
            : Notices.NoSuchBooking();

    private async Task<IResult> ShowTypedAsync(string id, string email, HttpContext context) =>
        await FindAsync(id, context) switch
        {
            null => Notices.NoSuchBooking(),
            { IsHeld: true } view => new PageReply<BookingPage>(view with { TypedEmail = email }),
            var view => PageForm.SeeOther(view.Path),
        };

    private async Task<BookingView?> FindAsync(string id, HttpContext context)
    {
        var ct = context.RequestAborted;
        if (!BookingId.TryParse(id, out var bookingId)
            || await queries.FindAsync(bookingId, ct) is not { } booking
            || await views.FindPlanAsync(bookingId.ShowId, ct) is not { } view)
        {
            return null;
        }

        return new BookingView
        {
            Booking = booking,
            End = await ends.FindAsync(booking, ct),
            SeatingView = view,
            Journey = await views.JourneyAsync(bookingId.ShowId, ct),
            Terms = await views.TermsAsync(bookingId.ShowId, ct),
            Now = time.GetUtcNow().UtcDateTime,
            Url = address.UrlOf(context.Request, $"/bookings/{bookingId}"),
            FormKey = FormKey.New(),
        };
    }

    private static async Task<string?> ReadEmailAsync(HttpContext context) =>
        (await PageForm.ReadAsync(context))?["email"].ToString().Trim() is { Length: > 0 } typed ? typed : null;
}
