using System.Runtime.InteropServices;
using System.Text.Json.Serialization.Metadata;
using Microsoft.AspNetCore.Http.HttpResults;
using Usher.Api.Idempotency;
using Usher.BoxOffice.Privacy;
using Usher.BoxOffice.Tickets;
using Usher.Engine.Bookings;
using Usher.Engine.SeatingPlans;
using Usher.Engine.Selling;
using Usher.Engine.Shows;
using Usher.Http.Fields;
using Usher.Http.Errors;
using Usher.Http.Replies;
using Usher.Http.Security;
using Usher.Http.Wording;

namespace Usher.Api.Bookings;

/// <summary>What organisers do with bookings and seats.</summary>
internal sealed class BookingAdminEndpoints(
    StaffCalls calls, RepeatableCalls repeatable, BookingSearch search, BookingHistory history,
    BookingQueries bookings, BookingEnds ends, PlaceNames places, ShowCatalog shows, ShowChangeLog changes,
    TicketLinks links, PublicAddress address, PersonalData people)
{
    public const int LimitDefault = 50;
    public const int LimitMax = 100;

    // Names people.
    private const string NoStore = "no-store";

    public async Task<Results<Reply<BookingPageDocument>, ProblemReply>> List(string id, HttpContext context)
    {
        var errors = new FieldErrors();
        var query = context.Request.Query;
        var filter = new BookingFilter
        {
            ShowId = ShowIdField.Read(id) ?? default,
            SeatNumber = (int?)query.Whole("seat_number", 1, ShowLimits.TotalSeatsMax, errors),
            Email = BookingFilters.ReadEmail(query, "email", errors),
            State = BookingFilters.ReadState(query, "status", errors),
        };
        var limit = (int)(query.Whole("limit", 1, LimitMax, errors) ?? LimitDefault);
        var after = BookingFilters.ReadAfter(query, BookingCursors.ReadBooking, errors);
        if (errors.Any)
        {
            return Problems.BadRequest(errors);
        }

        if (filter.ShowId is not { Value: > 0 } show || await shows.FindAsync(show, context.RequestAborted) is null)
        {
            return Problems.Of(ProblemType.NoSuchShow);
        }

        var page = await search.FindAsync(filter, limit, after, context.RequestAborted);
        if (filter.Email is { } email && after is null)
        {
            await people.NoteLookUpAsync(
                email, context.ActingAsStaff(), page.Bookings.Length, CancellationToken.None);
        }

        var ended = await ends.FindAsync(page.Bookings, context.RequestAborted);
        List<BookingDocument> documents = [];
        foreach (var booking in page.Bookings)
        {
            var end = ended.GetValueOrDefault(booking.Id);
            documents.Add(Document(booking, end) with
            {
                SeatNames = await places.OfEndedAsync(booking, end, context.RequestAborted),
            });
        }

        return Ok(
            new BookingPageDocument
            {
                Bookings = [.. documents],
                Next = page.Next is { } next ? BookingCursors.Write(next) : null,
            },
            BookingJson.Default.BookingPageDocument);
    }

    public async Task<Results<Reply<EventPageDocument>, ProblemReply>> Audit(HttpContext context)
    {
        var errors = new FieldErrors();
        var query = context.Request.Query;
        var show = query.Whole("show_id", 1, BookingId.ShowIdMax, errors);
        var limit = (int)(query.Whole("limit", 1, LimitMax, errors) ?? LimitDefault);
        var after = BookingFilters.ReadAfter(query, BookingCursors.ReadStep, errors);
        if (errors.Any)
        {
            return Problems.BadRequest(errors);
        }

        ShowId? showId = show is { } id ? new ShowId(id) : null;
        var page = await history.ListAsync(showId, limit, after, context.RequestAborted);
        var moves = await changes.ListAsync(
            showId, AuditPage.Until(after), limit + 1, ShowChangeDocument.SeatsMax, context.RequestAborted);
        return Ok(AuditPage.Of(page, moves, limit), BookingJson.Default.EventPageDocument);
    }

    public async Task<IResult> Cancel(string id, HttpContext context)
    {
        // Before anything is read, so that a key is kept for bookings only.
        if (!BookingId.TryParse(id, out var bookingId))
        {
            return Problems.Of(ProblemType.NoSuchBooking);
        }

        // Asked before the command, which has a connection of its own: what its seats are called, now or when it ended.
        var known = await bookings.FindAsync(bookingId, context.RequestAborted);
        var ended = known is null ? null : await ends.FindAsync(known, context.RequestAborted);
        var plan = await places.PlanAsync(bookingId.ShowId, ended?.PlanVersion, context.RequestAborted);
        return await calls.RunAsync<ReasonBody>(
            context, isOptional: true,
            body => new StaffCommand.Cancel(bookingId, new StaffNote(body?.Reason, body?.PublicReason)),
            outcome => (CancelOutcome)outcome switch
            {
                CancelOutcome.Cancelled(var booking) cancelled => Cancelled(
                    Masked(booking, cancelled.End) with
                    {
                        SeatNames = plan is null ? null : PlaceNames.Of(booking, plan),
                    }),
                CancelOutcome.Refused(var booking, var reason) =>
                    Refused(booking, reason, plan?.Kind ?? PlanKind.Seats),
                CancelOutcome.BookingNotFound => Problems.Of(ProblemType.NoSuchBooking),
                CancelOutcome.Overloaded(var retryAfter) => Problems.Later(ProblemType.Overloaded, retryAfter),
                CancelOutcome.Unavailable(var retryAfter) => Problems.Later(ProblemType.Unavailable, retryAfter),
            });
    }

    /// <summary>A new link for a buyer who has lost the ticket's.</summary>
    public async Task<Results<Reply<TicketLinkDocument>, ProblemReply>> MakeTicketLink(string id, HttpContext context)
    {
        var ct = context.RequestAborted;
        if (!BookingId.TryParse(id, out var bookingId) || await bookings.FindAsync(bookingId, ct) is not { } booking)
        {
            return Problems.Of(ProblemType.NoSuchBooking);
        }

        if (!booking.HasTicket)
        {
            return Problems.Of(ProblemType.NoTicket);
        }

        var link = await links.MakeAsync(bookingId, ct);
        return Ok(
            new TicketLinkDocument
            {
                TicketUrl = address.UrlOf(context.Request, TicketAddress.PathOf(bookingId, link.Token)),
                ExpiresAt = link.EndsAt,
            },
            BookingJson.Default.TicketLinkDocument);
    }

    /// <summary>Ends the links of a ticket that were given so far.</summary>
    public async Task<IResult> EndTicketLinks(string id, HttpContext context)
    {
        // Before the write: one piece of work has one connection.
        if (!BookingId.TryParse(id, out var bookingId)
            || await bookings.FindAsync(bookingId, context.RequestAborted) is not { } booking)
        {
            return Problems.Of(ProblemType.NoSuchBooking);
        }

        if (!booking.HasTicket)
        {
            return Problems.Of(ProblemType.NoTicket);
        }

        return await repeatable.RunAsync(context, async write =>
        {
            await EndedLinks.EndAsync(write, bookingId, context.ActingAsStaff(), CancellationToken.None);
            return Done(
                new TicketLinksEndedDocument { BookingId = bookingId.Value },
                BookingJson.Default.TicketLinksEndedDocument);
        });
    }

    public async Task<IResult> Block(string id, HttpContext context)
    {
        var show = ShowIdField.Read(id) ?? default;
        var kind = await places.KindAsync(show, context.RequestAborted);
        return await calls.RunAsync<BlockBody>(
            context, isOptional: false,
            body => new StaffCommand.Block(show, [.. body!.SeatNumbers], new StaffNote(body.Reason)),
            outcome => (BlockOutcome)outcome switch
            {
                BlockOutcome.Blocked blocked => Done(BlockedDocument.Of(blocked), BookingJson.Default.BlockedDocument),
                BlockOutcome.ShowNotFound => Problems.Of(ProblemType.NoSuchShow),
                BlockOutcome.SeatsNotFound(var seats, var totalSeats) =>
                    Problems.NoSuchSeats(kind, seats, totalSeats),
                BlockOutcome.Overloaded(var retryAfter) => Problems.Later(ProblemType.Overloaded, retryAfter),
                BlockOutcome.Unavailable(var retryAfter) => Problems.Later(ProblemType.Unavailable, retryAfter),
            });
    }

    public Task<IResult> Unblock(string id, HttpContext context) => calls.RunAsync<BlockBody>(
        context, isOptional: false,
        body => new StaffCommand.Unblock(
            ShowIdField.Read(id) ?? default, [.. body!.SeatNumbers], new StaffNote(body.Reason)),
        outcome => (UnblockOutcome)outcome switch
        {
            UnblockOutcome.Unblocked(var free, var others) => Done(
                new UnblockedDocument
                {
                    Unblocked = ImmutableCollectionsMarshal.AsArray(free)!,
                    NotBlocked = ImmutableCollectionsMarshal.AsArray(others)!,
                },
                BookingJson.Default.UnblockedDocument),
            UnblockOutcome.ShowNotFound => Problems.Of(ProblemType.NoSuchShow),
            UnblockOutcome.Overloaded(var retryAfter) => Problems.Later(ProblemType.Overloaded, retryAfter),
            UnblockOutcome.Unavailable(var retryAfter) => Problems.Later(ProblemType.Unavailable, retryAfter),
        });

    // What staff wrote is not kept with the answer for its key: it would survive an erasure.
    private static WriteAnswer Cancelled(BookingDocument document) => document.PublicReason is null
        ? Done(document, BookingJson.Default.BookingDocument)
        : WriteAnswer.OfSecret(
            StatusCodes.Status200OK, document, document with { PublicReason = null },
            BookingJson.Default.BookingDocument);

    private static WriteAnswer Done<T>(T document, JsonTypeInfo<T> type) =>
        WriteAnswer.Of(StatusCodes.Status200OK, document, type);

    private static BookingDocument Document(Booking booking, BookingEnd? end = null) =>
        BookingDocument.Of(booking, end) with { UserEmail = booking.Email };

    // An answer that is kept for its key would keep the address too, whatever becomes of the person.
    private static BookingDocument Masked(Booking booking, BookingEnd? end = null) =>
        BookingDocument.Of(booking, end) with
        {
            UserEmail = booking.Email is { } email ? EmailAddress.Mask(email) : null,
        };

    private static Reply<BookingDocument> Refused(Booking booking, RefusalReason refusal, PlanKind kind)
    {
        var (reason, message) = RefusalTexts.Words(refusal, kind);
        return Ok(
            Masked(booking) with { Reason = reason, Message = message }, BookingJson.Default.BookingDocument) with
        {
            Status = StatusCodes.Status409Conflict,
        };
    }

    private static Reply<T> Ok<T>(T document, JsonTypeInfo<T> type) =>
        new(StatusCodes.Status200OK, document, type) { CacheControl = NoStore };
}
