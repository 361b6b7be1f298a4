using Microsoft.OpenApi;
using Usher.Api.OpenApi;
using Usher.BoxOffice.Tickets;
using Usher.Engine.Bookings;
using Usher.Engine.Selling;
using Usher.Engine.Shows;
using Usher.Http.BotChecks;
using Usher.Http.Fields;
using Usher.Http.LoadShedding;
using Usher.Http.Errors;
using Usher.Http.RateLimits;
using Usher.Http.Replies;
using Usher.Http.Security;
using static Microsoft.AspNetCore.Http.StatusCodes;

namespace Usher.Api.Bookings;

internal static class BookingRoutes
{
    public static void MapBookings(this IEndpointRouteBuilder routes)
    {
        // Made once, not per request: what answers ten thousand times a second should not ask a container each time.
        var services = routes.ServiceProvider;
        var bookings = new BookingEndpoints(
            services.GetRequiredService<IBookingService>(),
            services.GetRequiredService<BookingQueries>(),
            services.GetRequiredService<BookingEnds>(),
            services.GetRequiredService<ShowCatalog>(),
            new PlaceNames(services.GetRequiredService<ShowCatalog>()),
            services.GetRequiredService<LoadShedder>(),
            services.GetRequiredService<BookingRates>(),
            services.GetRequiredService<KeyRates>(),
            services.GetRequiredService<IBotCheck>(),
            services.GetRequiredService<TicketLinks>(),
            services.GetRequiredService<PublicAddress>());

        MapBook(routes, bookings);
        MapExisting(routes, bookings);
    }

    private static void MapExisting(IEndpointRouteBuilder routes, BookingEndpoints bookings)
    {
        routes.MapRead("/api/bookings/{id}", bookings.GetBooking)
            .Named("getBooking", DocumentTransformer.Bookings, "Get a booking", """
                Its current state. With the buyer's link, as well as for STAFF, the e-mail address is whole. A link that
                is wrong, another booking's or too old is like none.
                """)
            .TakesBookingId()
            .TakesQuery(TicketAddress.Field, $"The value of `{TicketAddress.Field}` in the `ticket_url`.",
                new OpenApiSchema { Type = JsonSchemaType.String })
            .TakesCredentials()
            .Answers<BookingDocument>(Status200OK, "The booking.", BookingExamples.Pending)
            .Refuses(ProblemType.NoSuchBooking, ProblemType.Unavailable);

        MapChanges(routes, bookings);
    }

    private static void MapChanges(IEndpointRouteBuilder routes, BookingEndpoints bookings)
    {
        routes.MapPost("/api/bookings/{id}/extend", bookings.Extend)
            .Named("extendBooking", DocumentTransformer.Bookings, "Extend a hold", """
                Once per booking, by the length of the hold, while it is pending and the show allows it. A
                hold ends when the show starts, at the latest: the extension is then shorter, or refused (`SHOW_OVER`).
                """)
            .TakesBookingId()
            .TakesCredentials()
            .TakesNoEncodedBody()
            .Answers<BookingDocument>(Status200OK, "The booking with its later `expires_at`.", BookingExamples.Pending)
            .Answers<BookingDocument>(
                Status409Conflict, "It cannot be extended; `reason` says why.", BookingExamples.AlreadyExtended)
            .Refuses(ProblemType.NoSuchBooking, ProblemType.Overloaded, ProblemType.Unavailable);

        routes.MapPost("/api/bookings/{id}/confirm", bookings.Confirm)
            .Named("confirmBooking", DocumentTransformer.Bookings, "Confirm a booking", """
                Turns the hold into a sale. The body is optional; it must contain `user_email` if the booking does not
                have one yet, and replaces the one it has. Repeating the request is harmless: with the same
                `Idempotency-Key` it returns the first response again, and without `user_email` the booking as it is.
                Once the booking is confirmed, any other request with a `user_email` is refused (`ALREADY_CONFIRMED`).

                The response has the `ticket_url`, for the buyer alone: whoever knows the booking's id can see how it
                stands, but not open the ticket. Send an `Idempotency-Key`: if the response is lost, the repetition has
                the link again. Without a key only the first response has it, and then only STAFF can make another. It
                works until some days after the show (the server's `Tickets:LinkDays`, 14 by default).

                If the show has `seats_per_person_max` and `user_email` names a person who would have more seats than
                that, the request is refused (`LIMIT_REACHED`). The hold stays as it is until it expires: confirm it
                with another person's address, or release it. STAFF is exempt.
                """)
            .TakesBookingId()
            .TakesCredentials()
            .TakesBuyersKey("Makes retries safe: use a new key for each new confirmation.")
            .Takes<ConfirmBody>(BookingExamples.Confirm, required: false)
            .Answers<BookingDocument>(Status200OK, "The booking is confirmed.", BookingExamples.JustConfirmed)
            .Answers<BookingDocument>(
                Status409Conflict,
                "It can no longer be confirmed, it is already confirmed and a `user_email` was sent, or the person "
                    + "would have too many seats; `reason` says why.",
                BookingExamples.Expired)
            .Refuses(
                ProblemType.Validation, ProblemType.MalformedBody, ProblemType.NoSuchBooking, ProblemType.KeyReused,
                ProblemType.Overloaded, ProblemType.Unavailable);

        routes.MapPost("/api/bookings/{id}/cancel", bookings.Cancel)
            .Named("cancelBooking", DocumentTransformer.Bookings, "Release held seats", """
                The seats become available immediately. Repeating the request is harmless. A confirmed booking cannot be
                cancelled here.
                """)
            .TakesBookingId()
            .TakesCredentials()
            .TakesNoEncodedBody()
            .Answers<BookingDocument>(Status200OK, "The booking is cancelled.", BookingExamples.Cancelled)
            .Answers<BookingDocument>(
                Status409Conflict, "It can no longer be cancelled; `reason` says why.", BookingExamples.Expired)
            .Refuses(ProblemType.NoSuchBooking, ProblemType.Overloaded, ProblemType.Unavailable);
    }

    public static RouteHandlerBuilder TakesBookingId(this RouteHandlerBuilder route) => route.TakesPath(
        "id", "The `booking_id`.", new OpenApiSchema { Type = JsonSchemaType.String, Format = "uuid" });

    private static RouteHandlerBuilder TakesBuyersKey(this RouteHandlerBuilder route, string what) => route.TakesHeader(
        IdempotencyKey.HeaderName,
        $"{what} A UUID, or any text with a token or a key.",
        new OpenApiSchema
        {
            Type = JsonSchemaType.String,
            MinLength = 1,
            MaxLength = IdempotencyKey.CharsMax,
            Pattern = "^[!-~]+$",
        });

    private static RouteHandlerBuilder TakesChallengeAnswer(this RouteHandlerBuilder route) => route.TakesHeader(
        Challenge.AnswerHeader,
        "The answer to the `challenge` of a 403, `token.number`, where the server asks for one.",
        new OpenApiSchema { Type = JsonSchemaType.String, MinLength = 1, MaxLength = 200, Pattern = "^[!-~]+$" });

    private static void MapBook(IEndpointRouteBuilder routes, BookingEndpoints bookings)
    {
        routes.MapPost("/api/bookings", (Delegate)bookings.Book)
            .Named("book", DocumentTransformer.Bookings, "Hold seats", """
                Holds all of the seats, or none, for the show's hold time. Confirm the booking before its `expires_at`;
                after that the next buyer can take the seats. Every hold ends when the show starts, and no seats can be
                held from then on (`SHOW_OVER`); a hold that still exists can be confirmed. An appointment slot can be
                held until it begins itself: `conflict_seats` are then the slots that have begun.

                The same `Idempotency-Key` with the same payload returns
                the same booking and the same response for as long as the booking exists. A 409 stores nothing, so you
                can try again with the same key. Without credentials it must be a UUID, because anyone who guesses a key
                gets its booking. With an access token or a key of yours it can be any text; it belongs to your account
                and never clashes with other clients' keys.

                With `seat_count` instead of `seat_numbers`, the server chooses and holds the best available seats side
                by side: those nearest on average to the focal point of the seating plan; if equal, the row further
                forward, then the lower numbers. Seats with a restricted view come last. Wheelchair spaces and companion
                seats are never chosen automatically. `category` limits the choice to one category. `allow_split` allows
                the group to be split into as few parts as possible, close to each other, if it does not fit together.
                Without it, the refusal lists such seats as `alternatives`.

                A show with `no_orphans` refuses a booking that would leave a single free seat between taken ones,
                unless that is unavoidable (`LEAVES_SINGLE_SEAT`), and offers alternatives.

                One client (an IPv4 address, or the /64 network of an IPv6 address) can hold a limited number of seats
                for a show at a time (`LIMIT_REACHED`): the server's `Bookings:HeldSeatsPerClientMax`, 100 by default.
                Confirmed and released seats do not count. `try_again_at` says when the first of its holds ends.
                There is no limit for STAFF of the show's organization, whose requests bring a token or a key.

                While the show's organization is suspended nothing new is held (403), and holds are not extended; one
                that exists can still be confirmed.

                One client can also make a limited number of these requests in a time, by this call and by the pages'
                form together (429): the server's `RateLimits:BookingsPerWindow`, 100 by default, in
                `RateLimits:WindowSeconds`, 900 by default. Each request counts, whatever its outcome, also a repeat
                with the same `Idempotency-Key`; those answered 503 do not. Each response has the headers
                `RateLimit-Policy` and `RateLimit`, unless it came from STAFF or the server has no limit.

                A server may ask clients without credentials to work for each booking (`BotCheck:Mode`, off by default):
                a request without an answer gets a `challenge` (403, `challenge-required`), which its repetition
                answers in `Challenge-Answer`. It is good for one client, one show and one booking, and a few minutes.

                A show with `seats_per_person_max` lets one person hold or have bought at most so many seats, in all
                bookings with the same e-mail address, however it is spelled. This is checked here if `user_email` is
                sent, and otherwise when the booking is confirmed. A refusal (`LIMIT_REACHED`) says in `message` how
                many seats the person has and may have; confirmed seats count too. STAFF is exempt.
                """)
            .TakesCredentials()
            .TakesBuyersKey("Makes retries safe: use a new key for each new booking.")
            .TakesChallengeAnswer()
            .TellsRateLimit()
            .Takes<BookBody>(BookingExamples.Book)
            .Answers<BookingDocument>(
                Status201Created, "The seats are held.", BookingExamples.Held, OperationDocs.Location)
            .Answers<SeatsTakenDocument>(
                Status409Conflict,
                "Someone else has at least one of the seats, there are not enough seats together, a single seat would "
                    + "be left, the client already holds as many seats for the show as one client may, the person "
                    + "already has as many as one person may, or the show has started.",
                BookingExamples.SeatsTaken)
            .Refuses(
                ProblemType.Validation, ProblemType.MalformedBody, ProblemType.NoSuchShow, ProblemType.NoSuchSeats,
                ProblemType.KeyReused, ProblemType.SalesNotOpen, ProblemType.TooManyBookings,
                ProblemType.ChallengeRequired, ProblemType.OrganizationSuspended, ProblemType.Overloaded,
                ProblemType.Unavailable);
    }
}
