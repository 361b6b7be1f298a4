using System.Runtime.InteropServices;
using Microsoft.AspNetCore.Http.HttpResults;
using Usher.Engine.Bookings;
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
    IBookingService bookings, BookingSearch search, BookingHistory history, ShowCatalog shows)
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
            EmailStart = BookingFilters.ReadEmail(query, "email", errors),
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
        return Ok(
            new BookingPageDocument
            {
                Bookings = [.. page.Bookings.Select(Document)],
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

        var page = await history.ListAsync(
            show is { } id ? new ShowId(id) : null, limit, after, context.RequestAborted);
        return Ok(
            new EventPageDocument
            {
                Events = [.. page.Steps.Select(EventDocument.Of)],
                Next = page.Next is { } next ? BookingCursors.Write(next) : null,
            },
            BookingJson.Default.EventPageDocument);
    }

    public async Task<Results<Reply<BookingDocument>, ProblemReply>> Cancel(string id, HttpContext context)
    {
        var errors = new FieldErrors();
        var body = await JsonBody.ReadAsync<ReasonBody>(context.Request, errors, optional: true);
        if (errors.Any)
        {
            return Problems.BadRequest(errors);
        }

        if (!BookingId.TryParse(id, out var bookingId))
        {
            return Problems.Of(ProblemType.NoSuchBooking);
        }

        return await bookings.CancelByStaffAsync(
            bookingId, new StaffNote(body?.Reason), context.ActingWithAdminKey(), CancellationToken.None) switch
        {
            CancelOutcome.Cancelled(var booking) => Ok(Document(booking), BookingJson.Default.BookingDocument),
            CancelOutcome.Refused(var booking, var reason) => Refused(booking, reason),
            CancelOutcome.BookingNotFound => Problems.Of(ProblemType.NoSuchBooking),
            CancelOutcome.Overloaded(var retryAfter) => Problems.Later(ProblemType.Overloaded, retryAfter),
            CancelOutcome.Unavailable(var retryAfter) => Problems.Later(ProblemType.Unavailable, retryAfter),
        };
    }

    public async Task<Results<Reply<BlockedDocument>, ProblemReply>> Block(string id, HttpContext context)
    {
        var errors = new FieldErrors();
        if (await JsonBody.ReadAsync<BlockBody>(context.Request, errors) is not { } body)
        {
            return Problems.BadRequest(errors);
        }

        return await bookings.BlockAsync(
            ShowIdField.Read(id) ?? default, [.. body.SeatNumbers], new StaffNote(body.Reason),
            context.ActingWithAdminKey(), CancellationToken.None) switch
        {
            BlockOutcome.Blocked blocked => Ok(BlockedDocument.Of(blocked), BookingJson.Default.BlockedDocument),
            BlockOutcome.ShowNotFound => Problems.Of(ProblemType.NoSuchShow),
            BlockOutcome.SeatsNotFound(var seats, var totalSeats) => Problems.NoSuchSeats(seats, totalSeats),
            BlockOutcome.Overloaded(var retryAfter) => Problems.Later(ProblemType.Overloaded, retryAfter),
            BlockOutcome.Unavailable(var retryAfter) => Problems.Later(ProblemType.Unavailable, retryAfter),
        };
    }

    public async Task<Results<Reply<UnblockedDocument>, ProblemReply>> Unblock(string id, HttpContext context)
    {
        var errors = new FieldErrors();
        if (await JsonBody.ReadAsync<BlockBody>(context.Request, errors) is not { } body)
        {
            return Problems.BadRequest(errors);
        }

        return await bookings.UnblockAsync(
            ShowIdField.Read(id) ?? default, [.. body.SeatNumbers], new StaffNote(body.Reason),
            context.ActingWithAdminKey(), CancellationToken.None) switch
        {
            UnblockOutcome.Unblocked(var free, var others) => Ok(
                new UnblockedDocument
                {
                    Unblocked = ImmutableCollectionsMarshal.AsArray(free)!,
                    NotBlocked = ImmutableCollectionsMarshal.AsArray(others)!,
                },
                BookingJson.Default.UnblockedDocument),
            UnblockOutcome.ShowNotFound => Problems.Of(ProblemType.NoSuchShow),
            UnblockOutcome.Overloaded(var retryAfter) => Problems.Later(ProblemType.Overloaded, retryAfter),
            UnblockOutcome.Unavailable(var retryAfter) => Problems.Later(ProblemType.Unavailable, retryAfter),
        };
    }

    private static BookingDocument Document(Booking booking) =>
        BookingDocument.Of(booking) with { UserEmail = booking.Email };

    private static Reply<BookingDocument> Refused(Booking booking, RefusalReason refusal)
    {
        var (reason, message) = RefusalTexts.Words(refusal);
        return Ok(
            Document(booking) with { Reason = reason, Message = message }, BookingJson.Default.BookingDocument) with
        {
            Status = StatusCodes.Status409Conflict,
        };
    }

    private static Reply<T> Ok<T>(T document, System.Text.Json.Serialization.Metadata.JsonTypeInfo<T> type) =>
        new(StatusCodes.Status200OK, document, type) { CacheControl = NoStore };
}
