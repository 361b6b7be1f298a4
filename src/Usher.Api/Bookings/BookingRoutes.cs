using Microsoft.OpenApi;
using Usher.Api.OpenApi;
using Usher.Engine.Bookings;
using Usher.Engine.Selling;
using Usher.Http.Fields;
using Usher.Http.LoadShedding;
using Usher.Http.Errors;
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
            services.GetRequiredService<KeyCheck>(),
            services.GetRequiredService<LoadShedder>());

        routes.MapPost("/api/bookings", (Delegate)bookings.Book)
            .Named("book", DocumentTransformer.Bookings, "Hold seats", """
                Holds the seats for the show's hold length, all or none. Confirm the booking before its `expires_at`;
                after that the next buyer may have them. The same `Idempotency-Key` with the same payload gives the
                same booking and the same reply for as long as the booking exists; a 409 stores nothing, so the same
                key may try again. Without the admin key it must be a UUID: whoever guesses a key is given its booking.
                With the admin key it may be any text, which never meets those of strangers.

                With `seat_count` instead of `seat_numbers` the server chooses, while it holds them, the best free seats
                side by side: those nearest on average to the focal point of the seating plan, of equals the row in
                front, then the lower numbers. Seats of restricted view come last; spaces for wheelchairs and their
                companions are given only by name. `category` keeps to one category, `allow_split` lets a group sit
                in as few parts as possible, near each other, where it does not fit together. Without it, the refusal
                has such seats as `alternatives`.

                A show with `no_orphans` refuses a booking that would leave a single free seat between taken ones,
                unless that cannot be helped (`LEAVES_SINGLE_SEAT`), and offers alternatives.

                One client (an IPv4 address, or the /64 network of an IPv6 address) may hold a number of seats of a
                show at a time (`LIMIT_REACHED`): the server's `Bookings:HeldSeatsPerClientMax`, 100 unless set
                otherwise. What is confirmed or given up does not count; `try_again_at` says when the first of its
                holds ends. Who sends the admin key is not limited.
                """)
            .TakesAdminKey(optional: true)
            .TakesBuyersKey("Makes a retry harmless: new for each new booking.")
            .Takes<BookBody>(BookingExamples.Book)
            .Answers<BookingDocument>(
                Status201Created, "The seats are held.", BookingExamples.Held, OperationDocs.Location)
            .Answers<SeatsTakenDocument>(
                Status409Conflict,
                "Somebody else has at least one of the seats, so many are not free together, a single seat would be "
                + "left alone, or the client holds as many seats of the show as one client may.",
                BookingExamples.SeatsTaken)
            .Refuses(
                ProblemType.Validation, ProblemType.MalformedBody, ProblemType.NoSuchShow, ProblemType.NoSuchSeats,
                ProblemType.KeyReused, ProblemType.SalesNotOpen, ProblemType.Overloaded, ProblemType.Unavailable);

        routes.MapRead("/api/bookings/{id}", bookings.GetBooking)
            .Named("getBooking", DocumentTransformer.Bookings, "Look at a booking", "As it stands now.")
            .TakesBookingId()
            .TakesAdminKey(optional: true)
            .Answers<BookingDocument>(Status200OK, "The booking.", BookingExamples.Pending)
            .Refuses(ProblemType.NoSuchBooking, ProblemType.Unavailable);

        MapChanges(routes, bookings);
    }

    private static void MapChanges(IEndpointRouteBuilder routes, BookingEndpoints bookings)
    {
        routes.MapPost("/api/bookings/{id}/extend", bookings.Extend)
            .Named("extendBooking", DocumentTransformer.Bookings, "Extend a hold", """
                Once per booking, by the hold's length, while it is pending, unless the show forbids it.
                """)
            .TakesBookingId()
            .TakesAdminKey(optional: true)
            .Answers<BookingDocument>(Status200OK, "The booking with its later `expires_at`.", BookingExamples.Pending)
            .Answers<BookingDocument>(
                Status409Conflict, "It cannot be extended; `reason` tells why.", BookingExamples.AlreadyExtended)
            .Refuses(ProblemType.NoSuchBooking, ProblemType.Overloaded, ProblemType.Unavailable);

        routes.MapPost("/api/bookings/{id}/confirm", bookings.Confirm)
            .Named("confirmBooking", DocumentTransformer.Bookings, "Buy the held seats", """
                Turns the hold into a sale. The body is optional; it must bring `user_email` if the booking has none
                yet, and replaces the one it has. Repeating it is harmless: under the same `Idempotency-Key` it gives
                the first answer again, and without `user_email` the booking as it is. Once the booking is confirmed,
                anything else that names a `user_email` is refused (`ALREADY_CONFIRMED`), whatever it is.
                """)
            .TakesBookingId()
            .TakesAdminKey(optional: true)
            .TakesBuyersKey("Makes a retry harmless: new for each new confirmation.")
            .Takes<ConfirmBody>(BookingExamples.Confirm, required: false)
            .Answers<BookingDocument>(Status200OK, "The booking is confirmed.", BookingExamples.Confirmed)
            .Answers<BookingDocument>(
                Status409Conflict,
                "It cannot be confirmed any more, or is confirmed and a `user_email` came late; `reason` tells why.",
                BookingExamples.Expired)
            .Refuses(
                ProblemType.Validation, ProblemType.MalformedBody, ProblemType.NoSuchBooking, ProblemType.KeyReused,
                ProblemType.Overloaded, ProblemType.Unavailable);

        routes.MapPost("/api/bookings/{id}/cancel", bookings.Cancel)
            .Named("cancelBooking", DocumentTransformer.Bookings, "Give held seats back", """
                The seats are free at once. Repeating it is harmless. A confirmed booking is not given back here.
                """)
            .TakesBookingId()
            .TakesAdminKey(optional: true)
            .Answers<BookingDocument>(Status200OK, "The booking is cancelled.", BookingExamples.Cancelled)
            .Answers<BookingDocument>(
                Status409Conflict, "It cannot be cancelled any more; `reason` tells why.", BookingExamples.Expired)
            .Refuses(ProblemType.NoSuchBooking, ProblemType.Overloaded, ProblemType.Unavailable);
    }

    public static RouteHandlerBuilder TakesBookingId(this RouteHandlerBuilder route) => route.TakesPath(
        "id", "The `booking_id`.", new OpenApiSchema { Type = JsonSchemaType.String, Format = "uuid" });

    private static RouteHandlerBuilder TakesBuyersKey(this RouteHandlerBuilder route, string what) => route.TakesHeader(
        IdempotencyKey.HeaderName,
        $"{what} A UUID; with the admin key any text.",
        new OpenApiSchema
        {
            Type = JsonSchemaType.String,
            MinLength = 1,
            MaxLength = IdempotencyKey.CharsMax,
            Pattern = "^[!-~]+$",
        });
}
