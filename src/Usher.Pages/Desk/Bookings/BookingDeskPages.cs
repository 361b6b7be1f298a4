using Microsoft.AspNetCore.DataProtection;
using Usher.BoxOffice.Privacy;
using Usher.BoxOffice.Tickets;
using Usher.Engine.Bookings;
using Usher.Engine.Idempotency;
using Usher.Engine.Selling;
using Usher.Engine.Shows;
using Usher.Http.Replies;
using Usher.Http.Security;
using Usher.Pages.Desk.Layout;
using Usher.Pages.Desk.LiveMap;
using Usher.Pages.Kit;
using Usher.Pages.Kit.Pictures;

namespace Usher.Pages.Desk.Bookings;

/// <summary>All bookings at the desk: found, listed, opened and cancelled.</summary>
internal sealed class BookingDeskPages(
    BookingSearch search, BookingQueries queries, BookingHistory history, BookingEnds ends, ShowChangeLog changes,
    IBookingService bookings, BookingWording lines, SeatingViews views, TicketLinks links, EndedLinks endedLinks,
    OrganiserWrites writes, PublicAddress address, PersonalData people, IDataProtectionProvider protection,
    TimeProvider time)
{
    public const string Path = "/desk/bookings";

    private const int PageSize = 50;

    private readonly IDataProtector _protector = protection.CreateProtector("Usher.Desk.BookingSearch");

    /// <summary>A search comes as a form, so that no address of a person is in the address of a page.</summary>
    public async Task<IResult> Search(HttpContext context)
    {
        var form = await PageForm.ReadAsync(context);
        return PageForm.SeeOther(
            BookingQuery.Read(name => form?[name].ToString() ?? "", _protector).Url(Path));
    }

    public async Task<IResult> List(HttpContext context)
    {
        var ct = context.RequestAborted;
        var query = Read(context);
        if (query.Named is { } named && await queries.FindAsync(named, ct) is not null)
        {
            return PageForm.SeeOther($"{Path}/{named}");
        }

        var seat = query.ShowId is { } show ? await lines.SeatAsync(show, query.Text, ct) : null;
        var page = query.Problem is null && query.Named is null
            ? await search.FindAsync(query.Filter(seat), PageSize, query.After, ct)
            : new BookingPage([], Next: null);
        if (query is { IsByEmail: true, Problem: null, After: null })
        {
            await people.NoteLookUpAsync(
                query.Text, context.ActingAsStaff(), page.Bookings.Length, CancellationToken.None);
        }

        return new PageReply<BookingListPage>(new BookingListView
        {
            Query = query,
            Lines = await lines.OfAsync(page.Bookings, await ends.FindAsync(page.Bookings, ct), ct),
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
        var query = Read(context);
        await people.NoteListAsync(
            query.IsByEmail ? query.Text : null, context.ActingAsStaff(), CancellationToken.None);
        var seat = query.ShowId is { } show ? await lines.SeatAsync(show, query.Text, context.RequestAborted) : null;
        return new BookingCsvReply(search, ends, lines, query.Filter(seat), time.GetUtcNow().UtcDateTime);
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
        var (reason, publicReason) = (ReadReason(form, "reason"), ReadReason(form, "public_reason"));
        if (!BookingId.TryParse(id, out var bookingId))
        {
            return NoSuchBooking();
        }

        var url = $"{Path}/{bookingId}";
        var isFromMap = form is not null && form["back"] == "map";
        if ((StaffNote.Problem(reason) ?? StaffNote.Problem(publicReason)) is { } problem)
        {
            return DeskNotice.WrongReason(DeskPlace.Bookings, problem, "Back to the booking", url);
        }

        var note = new StaffNote(reason, publicReason);
        return await bookings.CancelByStaffAsync(
            bookingId, note, context.ActingAsStaff(), CancellationToken.None) switch
        {
            CancelOutcome.Cancelled(var booking) when isFromMap =>
                PageForm.SeeOther(LiveMapPages.UrlOf(booking.ShowId, booking.SeatNumbers) + "&cancelled=1"),
            CancelOutcome.Cancelled or CancelOutcome.Refused => PageForm.SeeOther(url),
            CancelOutcome.BookingNotFound => NoSuchBooking(),
            CancelOutcome.Overloaded(var after) => Busy(url, note, after),
            CancelOutcome.Unavailable(var after) => Busy(url, note, after),
        };
    }

    /// <summary>A new link for a buyer who has lost the ticket's. It is on the answer to the form alone.</summary>
    public async Task<IResult> MakeTicketLink(string id, HttpContext context)
    {
        if (await FindAsync(id, context) is not { } view)
        {
            return NoSuchBooking();
        }

        if (!view.Booking.HasTicket)
        {
            return PageForm.SeeOther($"{Path}/{view.Booking.Id}");
        }

        var link = await links.MakeAsync(view.Booking.Id, context.RequestAborted);
        var url = address.UrlOf(context.Request, TicketAddress.PathOf(view.Booking.Id, link.Token));
        return new PageReply<BookingDetailPage>(view with { Link = new ShownTicketLink(url, link.EndsAt) });
    }

    /// <summary>Ends the links of the ticket that were given so far.</summary>
    public async Task<IResult> EndTicketLinks(string id, HttpContext context)
    {
        if (!BookingId.TryParse(id, out var bookingId)
            || await queries.FindAsync(bookingId, context.RequestAborted) is not { } booking)
        {
            return NoSuchBooking();
        }

        if (booking.HasTicket)
        {
            await writes.RunAsync(
                async write =>
                {
                    await EndedLinks.EndAsync(write, bookingId, context.ActingAsStaff(), CancellationToken.None);
                    return true;
                },
                CancellationToken.None);
        }

        return PageForm.SeeOther($"{Path}/{bookingId}");
    }

    private BookingQuery Read(HttpContext context) =>
        BookingQuery.Read(name => context.Request.Query[name].ToString(), _protector);

    private static string ReadReason(IFormCollection? form, string field)
    {
        var reason = form?[field].ToString().Trim() ?? "";
        return reason[..Math.Min(reason.Length, StaffNote.CharsMax)];
    }

    private static IResult Busy(string url, StaffNote note, TimeSpan after) => PageForm.Busy(
        $"{url}/cancel", [new("reason", note.Text ?? ""), new("public_reason", note.PublicReason ?? "")], "", url,
        after);

    private async Task<BookingDetailView?> FindAsync(string id, HttpContext context)
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

        var renamings = await changes.FindAsync(bookingId.ShowId, booking.SeatNumbers, booking.CreatedAt, ct);
        return new BookingDetailView
        {
            Booking = booking,
            SeatingView = view,
            Steps = await history.FindAsync(bookingId, ct),
            LinkEnds = await endedLinks.ListAsync(bookingId, ct),
            Renamings = [.. renamings.Where(change => end is null || change.At < end.At)],
            Now = time.GetUtcNow().UtcDateTime,
        };
    }

    private static IResult NoSuchBooking() => DeskNotice.NotFound(new DeskNotice(
        DeskPlace.Bookings, "Booking not found", "Check its number in the link.", "All bookings",
        Path));
}
