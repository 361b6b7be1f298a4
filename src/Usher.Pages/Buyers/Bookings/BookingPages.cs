using System.Diagnostics;
using Usher.Engine.Bookings;
using Usher.Engine.SeatingPlans;
using Usher.Engine.Selling;
using Usher.Http.Fields;
using Usher.Pages.Buyers.Shows;
using Usher.Pages.Kit;
using Usher.Pages.Kit.Pictures;

namespace Usher.Pages.Buyers.Bookings;

/// <summary>A booking's own page, whose address is its key, and the forms on it.</summary>
internal sealed class BookingPages(SeatingViews halls, BookingEngine engine, BookingQueries queries, TimeProvider time)
{
    public async Task<IResult> Show(string id, HttpContext context) =>
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
                $"{view.Show.Name}, {SeatNames.Brief(view.Plan, view.Booking.SeatNumbers)}",
                view.Show.StartsAt, view.Now, view.Url)
            : Notices.NoSuchBooking();

    public async Task<IResult> Confirm(string id, HttpContext context)
    {
        var email = await ReadEmailAsync(context);
        return email is not null && !EmailAddress.IsWellFormed(email)
            ? await AskAgainAsync(id, email, context)
            : await ChangeAsync(id, context, "confirm", email, booking =>
                engine.ConfirmAsync(booking, email, CancellationToken.None));
    }

    public async Task<IResult> Extend(string id, HttpContext context)
    {
        // Whoever has typed an address already finds it in its field again.
        var email = await ReadEmailAsync(context);
        return await ChangeAsync(
            id, context, "extend", email, booking => engine.ExtendAsync(booking, CancellationToken.None),
            email is null ? null : () => ShowTypedAsync(id, email, context));
    }

    public Task<IResult> Cancel(string id, HttpContext context) => ChangeAsync(
        id, context, "cancel", email: null, booking =>
            engine.CancelAsync(booking, Actors.Buyer, CancellationToken.None));

    // Whatever came of it, the booking's page tells how it stands.
    private async Task<IResult> ChangeAsync(
        string id, HttpContext context, string change, string? email,
        Func<BookingId, Task<BookingOutcome>> carryOut, Func<Task<IResult>>? show = null)
    {
        if (!BookingId.TryParse(id, out var bookingId))
        {
            return Notices.NoSuchBooking();
        }

        var path = $"/bookings/{bookingId}";
        switch (await carryOut(bookingId))
        {
            case BookingOutcome.Done or BookingOutcome.Refused:
                return show is null ? PageForm.SeeOther(path) : await show();
            case BookingOutcome.EmailRequired:
                return await AskAgainAsync(id, "", context);
            case BookingOutcome.BookingNotFound:
                return Notices.NoSuchBooking();
            case BookingOutcome.Overloaded(var after):
                return PageForm.Busy($"{path}/{change}", Fields(email), "", path, after);
            case BookingOutcome.Unavailable(var after):
                return PageForm.Busy($"{path}/{change}", Fields(email), "", path, after);
            case var outcome:
                throw new UnreachableException($"{outcome.GetType().Name} does not answer this command.");
        }
    }

    private async Task<IResult> AskAgainAsync(string id, string wrongEmail, HttpContext context) =>
        await FindAsync(id, context) is { } view
            ? new PageReply<BookingPage>(view with { WrongEmail = wrongEmail })
            {
                Status = StatusCodes.Status400BadRequest,
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
            || await halls.FindPlanAsync(bookingId.ShowId, ct) is not { } hall)
        {
            return null;
        }

        return new BookingView
        {
            Booking = booking,
            SeatingView = hall,
            Terms = await halls.TermsAsync(bookingId.ShowId, ct),
            Now = time.GetUtcNow().UtcDateTime,
            Url = ShowPages.UrlOf(context.Request, $"/bookings/{bookingId}"),
            FormKey = FormKey.New(),
        };
    }

    private static async Task<string?> ReadEmailAsync(HttpContext context) =>
        (await PageForm.ReadAsync(context))?["email"].ToString().Trim() is { Length: > 0 } typed ? typed : null;

    private static KeyValuePair<string, string>[] Fields(string? email) =>
        email is null ? [] : [new("email", email)];
}
