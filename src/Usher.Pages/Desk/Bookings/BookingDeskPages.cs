using Usher.Engine.Bookings;
using Usher.Engine.Selling;
using Usher.Http.Security;
using Usher.Pages.Desk.Layout;
using Usher.Pages.Desk.LiveMap;
using Usher.Pages.Kit;
using Usher.Pages.Kit.Pictures;

namespace Usher.Pages.Desk.Bookings;

/// <summary>All bookings at the desk: found, listed, opened and cancelled.</summary>
internal sealed class BookingDeskPages(
    BookingSearch search, BookingQueries queries, BookingHistory history, IBookingService bookings,
    BookingWording lines, SeatingViews views, TimeProvider time)
{
    public const string Path = "/desk/bookings";

    private const int PageSize = 50;

    public async Task<IResult> List(HttpContext context)
    {
        var ct = context.RequestAborted;
        var query = BookingQuery.Read(context.Request.Query);
        if (query.Named is { } named && await queries.FindAsync(named, ct) is not null)
        {
            return PageForm.SeeOther($"{Path}/{named}");
        }

        var seat = query.ShowId is { } show ? await lines.SeatAsync(show, query.Text, ct) : null;
        var page = query.Problem is null && query.Named is null
            ? await search.FindAsync(query.Filter(seat), PageSize, query.After, ct)
            : new BookingPage([], Next: null);
        return new PageReply<BookingListPage>(new BookingListView
        {
            Query = query,
            Lines = await lines.OfAsync(page.Bookings, ct),
            NextUrl = page.Next is { } next ? query.Url(Path, next) : null,
            IsLater = query.After is not null,
            Show = query.ShowId is { } id ? await lines.NameOfAsync(id, ct) : null,
            Problem = query.Named is null
                ? query.Problem
                : "There is no booking with this number. Check that you copied all of it.",
            Now = time.GetUtcNow().UtcDateTime,
        });
    }

    public async Task<IResult> Export(HttpContext context)
    {
        var query = BookingQuery.Read(context.Request.Query);
        return query.ShowId is { } show
            ? new BookingCsvReply(
                search, lines, query.Filter(await lines.SeatAsync(show, query.Text, context.RequestAborted)))
            : new BookingCsvReply(search, lines, query.Filter(seat: null));
    }

    public async Task<IResult> GetBooking(string id, HttpContext context) =>
        await FindAsync(id, context) is { } view ? new PageReply<BookingDetailPage>(view) : NoSuchBooking();

    /// <summary>The question before a booking is cancelled, for browsers without scripts.</summary>
    public async Task<IResult> AskCancel(string id, HttpContext context) => await FindAsync(id, context) switch
    {
        null => NoSuchBooking(),
        { CanCancel: true } view => new PageReply<BookingCancelPage>(view),
        var view => PageForm.SeeOther($"{Path}/{view.Booking.Id}"),
    };

    public async Task<IResult> Cancel(string id, HttpContext context)
    {
        var form = await PageForm.ReadAsync(context);
        var reason = form?["reason"].ToString().Trim() ?? "";
        if (!BookingId.TryParse(id, out var bookingId))
        {
            return NoSuchBooking();
        }

        var url = $"{Path}/{bookingId}";
        var isFromMap = form is not null && form["back"] == "map";
        reason = reason[..Math.Min(reason.Length, StaffNote.CharsMax)];
        if (StaffNote.Problem(reason) is { } problem)
        {
            return DeskNotice.WrongReason(DeskPlace.Bookings, problem, "Back to the booking", url);
        }

        var note = new StaffNote(reason);
        return await bookings.CancelByStaffAsync(bookingId, note, context.ActingAtDesk(), CancellationToken.None) switch
        {
            CancelOutcome.Cancelled(var booking) when isFromMap =>
                PageForm.SeeOther(LiveMapPages.UrlOf(booking.ShowId, booking.SeatNumbers) + "&cancelled=1"),
            CancelOutcome.Cancelled or CancelOutcome.Refused => PageForm.SeeOther(url),
            CancelOutcome.BookingNotFound => NoSuchBooking(),
            CancelOutcome.Overloaded(var after) => Busy(url, reason, after),
            CancelOutcome.Unavailable(var after) => Busy(url, reason, after),
        };
    }

    private static IResult Busy(string url, string reason, TimeSpan after) =>
        PageForm.Busy($"{url}/cancel", [new("reason", reason)], "", url, after);

    private async Task<BookingDetailView?> FindAsync(string id, HttpContext context)
    {
        var ct = context.RequestAborted;
        return BookingId.TryParse(id, out var bookingId)
            && await queries.FindAsync(bookingId, ct) is { } booking
            && await views.FindPlanAsync(bookingId.ShowId, ct) is { } view
            ? new BookingDetailView
            {
                Booking = booking,
                SeatingView = view,
                Steps = await history.FindAsync(bookingId, ct),
                Now = time.GetUtcNow().UtcDateTime,
            }
            : null;
    }

    private static IResult NoSuchBooking() => DeskNotice.NotFound(new DeskNotice(
        DeskPlace.Bookings, "Booking not found", "Check its number in the link.", "All bookings",
        Path));
}
