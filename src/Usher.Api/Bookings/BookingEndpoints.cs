using System.Globalization;
using Microsoft.AspNetCore.Http.HttpResults;
using Usher.BoxOffice.Tickets;
using Usher.Engine.Bookings;
using Usher.Engine.SeatingPlans;
using Usher.Engine.Selling;
using Usher.Engine.Shows;
using Usher.Http.BotChecks;
using Usher.Http.Fields;
using Usher.Http.LoadShedding;
using Usher.Http.Errors;
using Usher.Http.RateLimits;
using Usher.Http.Replies;
using Usher.Http.Security;
using Usher.Http.Wording;

namespace Usher.Api.Bookings;

/// <summary>
/// The buyers' calls. Each translates, calls and translates back. The engine carries a command out whether or not its
/// buyer still waits for the answer, so commands are not given the connection's cancellation.
/// </summary>
internal sealed class BookingEndpoints(
    IBookingService bookings, BookingQueries queries, BookingEnds ends, ShowCatalog shows, PlaceNames places,
    LoadShedder shedder, BookingRates rates, KeyRates keyRates, IBotCheck bots, TicketLinks links,
    PublicAddress address)
{
    // A booking names a person and changes at any moment.
    private const string NoStore = "no-store";

    // A client holds, or a person has, as many seats as is allowed; the message tells which.
    private const string LimitReason = "LIMIT_REACHED";

    private const string ShowOverReason = "SHOW_OVER";

    public async Task<IResult> Book(HttpContext context)
    {
        using var admission = shedder.Admit();
        if (admission.RetryAfter is { } retryAfter)
        {
            rates.Show(context);
            return Problems.Later(ProblemType.Overloaded, retryAfter);
        }

        var caller = await context.FindCallerAsync();
        if (!caller.IsStaff() && rates.Count(context, caller?.ApiKey) is { } wait)
        {
            return TooMany(wait);
        }

        // Staff's keys have no limit for bookings, but that for all that a key is used for.
        if (caller.IsStaff() && keyRates.Refusal(context, caller) is { } tooMany)
        {
            return tooMany;
        }

        var errors = new FieldErrors();
        var key = IdempotencyKey.Read(context.Request.Headers, caller is not null, caller?.Account, errors);
        var body = await JsonBody.ReadAsync<BookBody>(context.Request, errors);
        if (body is null || errors.Any)
        {
            return Problems.BadRequest(errors);
        }

        if (body.ShowId > BookingId.ShowIdMax)
        {
            return Problems.NoSuchShow(new ShowId(body.ShowId));
        }

        var isStaff = await IsStaffAsync(caller, new ShowId(body.ShowId), context.RequestAborted);
        if (!isStaff && caller.IsStaff() && rates.Count(context, caller.ApiKey) is { } others)
        {
            return TooMany(others);
        }

        if (bots.Asks && caller is null && await ChallengeAsync(context, body) is { } challenge)
        {
            return challenge.ToProblem();
        }

        var actor = isStaff ? context.BuyingAsStaff(caller!) : context.ActingAsBuyer();
        var outcome = await bookings.BookAsync(body.ToRequest(key), actor, CancellationToken.None);
        if (outcome is BookOutcome.Overloaded or BookOutcome.Unavailable && !isStaff)
        {
            rates.GiveBack(context, caller?.ApiKey);
            GiveBackAnswer(context);
        }

        return Answer(outcome, body);
    }

    // Whoever sends no answer asks for a challenge, and has not asked for seats yet.
    private async ValueTask<Challenge?> ChallengeAsync(HttpContext context, BookBody body)
    {
        var answer = context.Request.Headers[Challenge.AnswerHeader];
        var challenge = await bots.ExamineAsync(context, new ShowId(body.ShowId), answer);
        if (challenge is { WasAnswered: false })
        {
            rates.GiveBack(context);
        }

        return challenge;
    }

    private void GiveBackAnswer(HttpContext context)
    {
        if (bots.Asks)
        {
            bots.GiveBack(context.Request.Headers[Challenge.AnswerHeader]);
        }
    }

    private static IResult Answer(BookOutcome outcome, BookBody body) =>
        outcome switch
        {
            BookOutcome.Held(var booking) => Created(booking),
            BookOutcome.SeatsTaken(var seats) =>
                Refused(body, "SEATS_TAKEN", RefusalTexts.SeatsTaken(outcome.Kind), [.. seats]),
            BookOutcome.NoneTogether none => NoneTogether(body, none),
            BookOutcome.LeavesSingleSeat lone => LeavesSingleSeat(body, lone),
            BookOutcome.LimitReached limit => LimitReached(body, limit),
            BookOutcome.PersonLimitReached limit => Refused(body, LimitReason, RefusalTexts.PersonLimit(limit), []),
            BookOutcome.ShowNotFound => Problems.NoSuchShow(new ShowId(body.ShowId)),
            BookOutcome.SeatsNotFound(var seats, var totalSeats) =>
                Problems.NoSuchSeats(outcome.Kind, seats, totalSeats),
            BookOutcome.CategoryNotFound(var names) =>
                Problems.BadRequest("category", RefusalTexts.NoSuchCategory(names)),
            BookOutcome.TooManySeats(var seatsMax) => TooMany(body, outcome.Kind, seatsMax),
            BookOutcome.SalesNotOpen closed => Problems.SalesNotOpen(closed.OpensAt, closed.TimeZone),
            BookOutcome.NotSelling => Problems.Of(ProblemType.OrganizationSuspended),
            BookOutcome.ShowOver over => Refused(body, ShowOverReason, RefusalTexts.ShowOver(over), []),
            BookOutcome.SlotsBegun begun =>
                Refused(body, ShowOverReason, RefusalTexts.SlotsBegun(begun), [.. begun.SeatNumbers]),
            BookOutcome.KeyReused => Problems.Of(ProblemType.KeyReused),
            BookOutcome.Overloaded(var after) => Problems.Later(ProblemType.Overloaded, after),
            BookOutcome.Unavailable(var after) => Problems.Later(ProblemType.Unavailable, after),
        };

    public async Task<Results<Reply<BookingDocument>, ProblemReply>> GetBooking(string id, HttpContext context)
    {
        if (keyRates.Refusal(context, await context.FindCallerAsync()) is { } tooMany)
        {
            return tooMany;
        }

        return BookingId.TryParse(id, out var bookingId)
            && await queries.FindAsync(bookingId, context.RequestAborted) is { } booking
                ? await DocumentAsync(booking, context, await IsBuyerAsync(bookingId, context))
                : NoSuchBooking(id);
    }

    public async Task<Results<Reply<BookingDocument>, ProblemReply>> Extend(string id, HttpContext context)
    {
        if (keyRates.Refusal(context, await context.FindCallerAsync()) is { } tooMany)
        {
            return tooMany;
        }

        if (!BookingId.TryParse(id, out var bookingId))
        {
            return NoSuchBooking(id);
        }

        return await bookings.ExtendAsync(bookingId, context.ActingForBooking(), CancellationToken.None) switch
        {
            ExtendOutcome.Extended(var booking) => await DocumentAsync(booking, context),
            ExtendOutcome.Refused(var booking, var reason) => await RefusedAsync(booking, reason, context),
            ExtendOutcome.BookingNotFound => NoSuchBooking(id),
            ExtendOutcome.Overloaded(var retryAfter) => Problems.Later(ProblemType.Overloaded, retryAfter),
            ExtendOutcome.Unavailable(var retryAfter) => Problems.Later(ProblemType.Unavailable, retryAfter),
        };
    }

    public async Task<Results<Reply<BookingDocument>, ProblemReply>> Confirm(string id, HttpContext context)
    {
        var caller = await context.FindCallerAsync();
        if (keyRates.Refusal(context, caller) is { } tooMany)
        {
            return tooMany;
        }

        var errors = new FieldErrors();
        var key = IdempotencyKey.Read(context.Request.Headers, caller is not null, caller?.Account, errors);
        var body = await JsonBody.ReadAsync<ConfirmBody>(context.Request, errors, optional: true);
        if (errors.Any)
        {
            return Problems.BadRequest(errors);
        }

        if (!BookingId.TryParse(id, out var bookingId))
        {
            return NoSuchBooking(id);
        }

        var request = new ConfirmRequest(bookingId, body?.UserEmail, key);
        var actor = await IsStaffAsync(caller, bookingId.ShowId, context.RequestAborted)
            ? context.BuyingAsStaff(caller!)
            : context.ActingForBooking();
        return await bookings.ConfirmAsync(request, actor, CancellationToken.None) switch
        {
            ConfirmOutcome.Confirmed(var booking) => await WithTicketAsync(booking, context),
            ConfirmOutcome.ConfirmedBefore(var booking) => await DocumentAsync(booking, context),
            ConfirmOutcome.Refused(var booking, var reason) => await RefusedAsync(booking, reason, context),
            ConfirmOutcome.PersonLimitReached limit =>
                await RefusedAsync(
                    limit.Booking, kind => (LimitReason, RefusalTexts.PersonLimit(limit, kind)), context),
            ConfirmOutcome.KeyReused => Problems.Of(ProblemType.KeyReused),
            ConfirmOutcome.EmailRequired => Problems.BadRequest(
                "user_email", "is required: the booking does not have one yet, so send it with the confirmation"),
            ConfirmOutcome.BookingNotFound => NoSuchBooking(id),
            ConfirmOutcome.Overloaded(var retryAfter) => Problems.Later(ProblemType.Overloaded, retryAfter),
            ConfirmOutcome.Unavailable(var retryAfter) => Problems.Later(ProblemType.Unavailable, retryAfter),
        };
    }

    public async Task<Results<Reply<BookingDocument>, ProblemReply>> Cancel(string id, HttpContext context)
    {
        if (keyRates.Refusal(context, await context.FindCallerAsync()) is { } tooMany)
        {
            return tooMany;
        }

        if (!BookingId.TryParse(id, out var bookingId))
        {
            return NoSuchBooking(id);
        }

        return await bookings.CancelAsync(bookingId, context.ActingForBooking(), CancellationToken.None) switch
        {
            CancelOutcome.Cancelled(var booking) => await DocumentAsync(booking, context),
            CancelOutcome.Refused(var booking, var reason) => await RefusedAsync(booking, reason, context),
            CancelOutcome.BookingNotFound => NoSuchBooking(id),
            CancelOutcome.Overloaded(var retryAfter) => Problems.Later(ProblemType.Overloaded, retryAfter),
            CancelOutcome.Unavailable(var retryAfter) => Problems.Later(ProblemType.Unavailable, retryAfter),
        };
    }

    // Whose the show is, is in memory.
    private async ValueTask<bool> IsStaffAsync(Caller? caller, ShowId showId, CancellationToken ct) =>
        caller.IsStaff() && await shows.FindAsync(showId, ct) is { } show && caller.IsStaffOf(show.OrganizationId);

    private ProblemReply TooMany(TimeSpan wait) => Problems.Later(
        ProblemType.TooManyBookings, wait, RefusalTexts.TooManyBookings(rates.Max, rates.Window, wait));

    private static Reply<BookingDocument> Created(Booking booking) =>
        new(StatusCodes.Status201Created, BookingDocument.Of(booking), BookingJson.Default.BookingDocument)
        {
            Location = string.Create(CultureInfo.InvariantCulture, $"/api/bookings/{booking.Id.Value:D}"),
        };

    private static ProblemReply TooMany(BookBody body, PlanKind kind, int seatsMax) => body.SeatNumbers is { } seats
        ? Problems.BadRequest(
            "seat_numbers", $"must have at most {SeatNames.Count(kind, seatsMax)} for this show, not {seats.Length}")
        : Problems.BadRequest("seat_count", $"must be at most {seatsMax} for this show, not {body.SeatCount}");

    private static Reply<SeatsTakenDocument> NoneTogether(BookBody body, BookOutcome.NoneTogether none)
    {
        var reply = Refused(body, "SEATS_TAKEN", RefusalTexts.NoneTogether(none), []);
        return none.Split.IsEmpty
            ? reply
            : reply with { Document = reply.Document with { Alternatives = [[.. none.Split.SelectMany(p => p)]] } };
    }

    private static Reply<SeatsTakenDocument> LeavesSingleSeat(
        BookBody body, BookOutcome.LeavesSingleSeat lone)
    {
        var reply = Refused(body, "LEAVES_SINGLE_SEAT", RefusalTexts.LeavesSingleSeat(lone), []);
        return reply with
        {
            Document = reply.Document with
            {
                LoneSeats = [.. lone.LoneSeats],
                Alternatives = [.. lone.Alternatives.Select(seats => seats.ToArray())],
            },
        };
    }

    private static Reply<SeatsTakenDocument> LimitReached(BookBody body, BookOutcome.LimitReached limit)
    {
        var reply = Refused(body, LimitReason, RefusalTexts.LimitReached(limit), []);
        return reply with { Document = reply.Document with { TryAgainAt = limit.TryAgainAt } };
    }

    private static Reply<SeatsTakenDocument> Refused(
        BookBody body, string reason, string message, int[] conflicts) => new(
        StatusCodes.Status409Conflict,
        new SeatsTakenDocument
        {
            BookingId = null,
            ShowId = body.ShowId,
            SeatNumbers = body.SeatNumbers ?? [],
            Status = "FAILED",
            Reason = reason,
            ConflictSeats = conflicts,
            Message = message,
        },
        BookingJson.Default.SeatsTakenDocument);

    private ValueTask<Reply<BookingDocument>> RefusedAsync(
        Booking booking, RefusalReason refusal, HttpContext context) =>
        RefusedAsync(booking, kind => RefusalTexts.Words(refusal, kind), context);

    private async ValueTask<Reply<BookingDocument>> RefusedAsync(
        Booking booking, Func<PlanKind, (string Reason, string Message)> wordsFor, HttpContext context)
    {
        var words = wordsFor(await places.KindAsync(booking.ShowId, context.RequestAborted));
        var reply = await DocumentAsync(booking, context);
        var document = reply.Document;
        return reply with
        {
            Status = StatusCodes.Status409Conflict,
            Document = document with
            {
                Reason = words.Reason,
                Message = document.CancelledBy == BookingDocument.ByOrganiser
                    ? RefusalTexts.CancelledByOrganiser
                    : words.Message,
            },
        };
    }

    private async Task<bool> IsBuyerAsync(BookingId id, HttpContext context) =>
        TicketAddress.SentWith(context.Request) is { } sent
        && await links.FindEndAsync(sent, id, context.RequestAborted) is not null;

    private async Task<Reply<BookingDocument>> WithTicketAsync(Booking booking, HttpContext context)
    {
        var link = await links.MakeFirstAsync(booking.Id, context.RequestAborted);
        var reply = await DocumentAsync(booking, context);
        return reply with
        {
            Document = reply.Document with
            {
                TicketUrl = address.UrlOf(context.Request, TicketAddress.PathOf(booking.Id, link.Token)),
            },
        };
    }

    // Everybody who knows the booking's id may ask; its buyer and staff are told more.
    private async ValueTask<Reply<BookingDocument>> DocumentAsync(
        Booking booking, HttpContext context, bool isBuyer = false)
    {
        var seesAll = isBuyer || (await context.FindCallerAsync()).IsStaffOf(booking.OrganizationId);
        var email = booking.Email is { } whole && !seesAll ? EmailAddress.Mask(whole) : booking.Email;
        var end = await ends.FindAsync(booking, context.RequestAborted);
        return new(
            StatusCodes.Status200OK,
            BookingDocument.Of(booking, end) with
            {
                UserEmail = email,
                SeatNames = await places.OfEndedAsync(booking, end, context.RequestAborted),
            },
            BookingJson.Default.BookingDocument)
        {
            CacheControl = NoStore,
        };
    }

    private static ProblemReply NoSuchBooking(string id) =>
        Problems.Of(ProblemType.NoSuchBooking, BookingId.TryParse(id, out _)
            ? "There is no booking with this id."
            : "This is not a booking id: a booking id is a UUID, as returned by POST /api/bookings.");
}
