using Usher.BoxOffice.Organizations;
using Usher.BoxOffice.Tickets;
using Usher.Engine.Bookings;
using Usher.Engine.SeatingPlans;
using Usher.Engine.Selling;
using Usher.Engine.Shows;
using Usher.Http.Replies;
using Usher.Http.Security;
using Usher.Http.Wording;
using Usher.Pages.Kit;
using Usher.Pages.Kit.Pictures;

namespace Usher.Pages.Buyers.Bookings;

/// <summary>A booking's own page and the forms on it. Whoever knows its id sees how it stands; the ticket, which it is
/// once the booking is sold, is opened by the buyer's link.</summary>
internal sealed class BookingPages(
    SeatingViews views, IBookingService bookings, BookingQueries queries, BookingEnds ends, ShowChangeLog changes,
    TicketLinks links, OrganizationDirectory organizations, PublicAddress address, TimeProvider time)
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

    /// <summary>The event of a ticket; of one that was cancelled, what takes it out of a calendar again.</summary>
    public async Task<IResult> Calendar(string id, HttpContext context)
    {
        if (await FindAsync(id, context) is not { WasConfirmed: true } view)
        {
            return Notices.NoSuchBooking();
        }

        // Counted first, and then nothing from memory: a file of this number has every change that it counts.
        var ct = context.RequestAborted;
        var (booking, changed) = (view.Booking, await changes.CountAsync(view.Booking.ShowId, ct));
        var now = await views.FindPlanNowAsync(booking.ShowId, view.End?.PlanVersion, ct) ?? view.SeatingView;
        view = view with { SeatingView = now };
        return new CalendarReply(
            $"show-{booking.ShowId}", $"{view.Show.Name}, {SeatNames.Whole(view.Plan, booking.SeatNumbers)}",
            view.StartsAt, view.Show.TimeZone, view.Now, view.Url)
        {
            // Each booking is an event of its own. Its id is its key, and a calendar may be seen by others.
            EventName = CalendarReply.EventOf("booking", $"{booking.Id}"),
            Sequence = changed + (view.IsConfirmed ? 0 : 1),
            IsCancelled = !view.IsConfirmed,
            Details = await views.JourneyNowAsync(now, ct) is { } journey
                ? $"From {journey.From} to {journey.To}"
                : null,
        };
    }

    // Whatever comes of a change, the booking's page tells how it stands.
    public async Task<IResult> Confirm(string id, HttpContext context)
    {
        var (email, key) = await ReadAsync(context);
        if (email is not null && !EmailAddress.IsWellFormed(email))
        {
            return await AskAgainAsync(id, email, context);
        }

        if (!BookingId.TryParse(id, out var bookingId))
        {
            return Notices.NoSuchBooking();
        }

        var request = new ConfirmRequest(bookingId, email, FormKey.For(key, "confirm"));
        return await bookings.ConfirmAsync(request, context.ActingForBooking(), CancellationToken.None) switch
        {
            // Whoever sends the form again that has confirmed, with another address or not, is who sent it first.
            ConfirmOutcome.Confirmed or ConfirmOutcome.KeyReused => await ToTicketAsync(bookingId, context),
            ConfirmOutcome.ConfirmedBefore or ConfirmOutcome.Refused =>
                PageForm.SeeOther(TicketAddress.PathOf(bookingId)),
            ConfirmOutcome.EmailRequired => await AskAgainAsync(id, "", context),
            ConfirmOutcome.PersonLimitReached limit => await AskForOtherAsync(id, email ?? "", limit, context),
            ConfirmOutcome.BookingNotFound => Notices.NoSuchBooking(),
            ConfirmOutcome.Overloaded(var after) => Busy(bookingId, "confirm", email, key, after),
            ConfirmOutcome.Unavailable(var after) => Busy(bookingId, "confirm", email, key, after),
        };
    }

    public async Task<IResult> Extend(string id, HttpContext context)
    {
        // Whoever has typed an address already finds it in its field again.
        var (email, key) = await ReadAsync(context);
        if (!BookingId.TryParse(id, out var bookingId))
        {
            return Notices.NoSuchBooking();
        }

        return await bookings.ExtendAsync(bookingId, context.ActingForBooking(), CancellationToken.None) switch
        {
            ExtendOutcome.Extended or ExtendOutcome.Refused => email is null
                ? PageForm.SeeOther(TicketAddress.PathOf(bookingId))
                : await ShowTypedAsync(id, email, context),
            ExtendOutcome.BookingNotFound => Notices.NoSuchBooking(),
            ExtendOutcome.Overloaded(var after) => Busy(bookingId, "extend", email, key, after),
            ExtendOutcome.Unavailable(var after) => Busy(bookingId, "extend", email, key, after),
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
            CancelOutcome.Cancelled or CancelOutcome.Refused => PageForm.SeeOther(TicketAddress.PathOf(bookingId)),
            CancelOutcome.BookingNotFound => Notices.NoSuchBooking(),
            CancelOutcome.Overloaded(var after) => Busy(bookingId, "cancel", email: null, key: null, after),
            CancelOutcome.Unavailable(var after) => Busy(bookingId, "cancel", email: null, key: null, after),
        };
    }

    private async Task<IResult> ToTicketAsync(BookingId id, HttpContext context) =>
        PageForm.SeeOther(TicketAddress.PathOf(id, (await links.MakeFirstAsync(id, context.RequestAborted)).Token));

    private static IResult Busy(BookingId id, string change, string? email, string? key, TimeSpan after)
    {
        var path = TicketAddress.PathOf(id);
        List<KeyValuePair<string, string>> fields = [];
        if (email is not null)
        {
            fields.Add(new("email", email));
        }

        if (key is not null)
        {
            fields.Add(new("key", key));
        }

        return PageForm.Busy($"{path}/{change}", fields, "", path, after);
    }

    private async Task<IResult> AskAgainAsync(string id, string wrongEmail, HttpContext context) =>
        await FindAsync(id, context) is { } view
            ? new PageReply<BookingPage>(view with { WrongEmail = wrongEmail })
            {
                Status = StatusCodes.Status400BadRequest,
            }
            : Notices.NoSuchBooking();

    // The seats are held as before: somebody else may be named, as long as they are.
    private async Task<IResult> AskForOtherAsync(
        string id, string email, ConfirmOutcome.PersonLimitReached limit, HttpContext context) =>
        await FindAsync(id, context) is { } view
            ? new PageReply<BookingPage>(view with
            {
                WrongEmail = email,
                EmailProblem = RefusalTexts.PersonLimit(limit, view.Plan.Kind),
            })
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
        if (!BookingId.TryParse(id, out var bookingId) || await queries.FindAsync(bookingId, ct) is not { } booking)
        {
            return null;
        }

        var end = await ends.FindAsync(booking, ct);
        if (await views.FindPlanAsync(bookingId.ShowId, end?.PlanVersion, ct) is not { } view)
        {
            return null;
        }

        var sent = TicketAddress.SentWith(context.Request);
        var endsAt = sent is null ? null : await links.FindEndAsync(sent, bookingId, ct);
        var path = endsAt is null ? TicketAddress.PathOf(bookingId) : TicketAddress.PathOf(bookingId, sent!);
        var terms = await views.TermsAsync(bookingId.ShowId, ct);
        return new BookingView
        {
            Booking = booking,
            Seller = (await organizations.RecallAsync(ct)).Find(terms.OrganizationId),
            Ticket = endsAt is null ? null : sent,
            TicketEndsAt = endsAt,
            IsTicketWrong = sent is not null && endsAt is null,
            End = end,
            SeatingView = view,
            Journey = await views.JourneyAsync(bookingId.ShowId, ct),
            Terms = terms,
            Now = time.GetUtcNow().UtcDateTime,
            Url = address.UrlOf(context.Request, path),
            FormKey = FormKey.New(),
        };
    }

    private static async Task<(string? Email, string? Key)> ReadAsync(HttpContext context)
    {
        var form = await PageForm.ReadAsync(context);
        return (Typed(form?["email"].ToString().Trim()), Typed(form?["key"]));
    }

    private static string? Typed(string? text) => string.IsNullOrEmpty(text) ? null : text;
}
