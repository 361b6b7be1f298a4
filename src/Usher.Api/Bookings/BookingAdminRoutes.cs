using Microsoft.OpenApi;
using Usher.Api.Idempotency;
using Usher.Api.OpenApi;
using Usher.Api.Shows;
using Usher.Engine.Bookings;
using Usher.Engine.Selling;
using Usher.Engine.Shows;
using Usher.Http.Fields;
using Usher.Http.Errors;
using Usher.Http.Replies;
using Usher.Http.Security;
using static Microsoft.AspNetCore.Http.StatusCodes;

namespace Usher.Api.Bookings;

internal static class BookingAdminRoutes
{
    public static void MapBookingAdmin(this IEndpointRouteBuilder routes)
    {
        var services = routes.ServiceProvider;
        var bookings = new BookingAdminEndpoints(
            new StaffCalls(services.GetRequiredService<IBookingService>()),
            services.GetRequiredService<BookingSearch>(),
            services.GetRequiredService<BookingHistory>(),
            services.GetRequiredService<BookingEnds>(),
            services.GetRequiredService<ShowCatalog>());
        var admin = routes.MapGroup("/api/admin").RequireAuthorization(Policies.Organiser);
        MapReads(admin, bookings);
        MapChanges(admin, bookings);
    }

    private static void MapReads(RouteGroupBuilder admin, BookingAdminEndpoints bookings)
    {
        admin.MapRead("/shows/{id}/bookings", bookings.List)
            .Named("listBookings", DocumentTransformer.Organisers, "List the bookings of a show", """
                The newest first, with the buyers' addresses in full. Follow `next` for more. Blocked
                seats are listed only with `status=BLOCKED`.
                """)
            .TakesAdminKey()
            .TakesShowId()
            .TakesQuery("status", "Only bookings that stand so.", new OpenApiSchema
            {
                Type = JsonSchemaType.String,
                Enum = [.. BookingFilters.States.Keys.Select(name => (System.Text.Json.Nodes.JsonNode)name)],
            })
            .TakesQuery("email", "Only bookings of addresses that begin so, whatever the case; "
                + "a domain is the same in its own script and as punycode.", new OpenApiSchema
            {
                Type = JsonSchemaType.String,
                MaxLength = EmailAddress.CharsMax,
            })
            .TakesQuery("seat_number", "Only bookings that list this seat.", Whole(ShowLimits.TotalSeatsMax))
            .TakesPage("bookings")
            .Answers<BookingPageDocument>(Status200OK, "A page of bookings.", AdminExamples.Bookings)
            .Refuses(
                ProblemType.Validation, ProblemType.AdminKeyRequired, ProblemType.NoSuchShow,
                ProblemType.Unavailable);

        admin.MapRead("/audit", bookings.Audit)
            .Named("listEvents", DocumentTransformer.Organisers, "Read the audit log", """
                What was done to bookings and by whom, the newest first. Follow `next` for more.
                """)
            .TakesAdminKey()
            .TakesQuery("show_id", "Only the bookings of this show.", Whole(BookingId.ShowIdMax))
            .TakesPage("events")
            .Answers<EventPageDocument>(Status200OK, "A page of events.", AdminExamples.Events)
            .Refuses(ProblemType.Validation, ProblemType.AdminKeyRequired, ProblemType.Unavailable);
    }

    private static void MapChanges(RouteGroupBuilder admin, BookingAdminEndpoints bookings)
    {
        admin.MapPost("/bookings/{id}/cancel", bookings.Cancel)
            .Named("cancelBookingAsStaff", DocumentTransformer.Organisers, "Cancel a booking", """
                Held or confirmed, its seats are free at once. Repeating it is harmless. The audit log keeps who did
                it and the reason, which stays among colleagues; the `public_reason` is told to the buyer.
                """)
            .TakesAdminKey()
            .TakesBookingId()
            .TakesIdempotencyKey()
            .Takes<ReasonBody>(AdminExamples.Reason, required: false)
            .Answers<BookingDocument>(Status200OK, "The booking is cancelled.", BookingExamples.Cancelled)
            .Answers<BookingDocument>(
                Status409Conflict, "It has ended in another way; `reason` tells how.", BookingExamples.Expired)
            .Refuses(
                ProblemType.Validation, ProblemType.MalformedBody, ProblemType.AdminKeyRequired,
                ProblemType.NoSuchBooking, ProblemType.Overloaded, ProblemType.Unavailable);

        admin.MapPost("/shows/{id}/block", bookings.Block)
            .Named("blockSeats", DocumentTransformer.Organisers, "Block seats", """
                Those that are free are blocked, whether or not sales are open; the others are left to
                the buyers who have them, and named. Repeating it is harmless.
                """)
            .TakesAdminKey()
            .TakesShowId()
            .TakesIdempotencyKey()
            .Takes<BlockBody>(AdminExamples.Block)
            .Answers<BlockedDocument>(Status200OK, "What became of each seat.", AdminExamples.Blocked)
            .Refuses(
                ProblemType.Validation, ProblemType.MalformedBody, ProblemType.AdminKeyRequired,
                ProblemType.NoSuchShow, ProblemType.NoSuchSeats, ProblemType.Overloaded, ProblemType.Unavailable);

        admin.MapPost("/shows/{id}/unblock", bookings.Unblock)
            .Named("unblockSeats", DocumentTransformer.Organisers, "Put seats on sale again",
                "Those that were blocked are free at once. Repeating it is harmless.")
            .TakesAdminKey()
            .TakesShowId()
            .TakesIdempotencyKey()
            .Takes<BlockBody>(AdminExamples.Block)
            .Answers<UnblockedDocument>(Status200OK, "What became of each seat.", AdminExamples.Unblocked)
            .Refuses(
                ProblemType.Validation, ProblemType.MalformedBody, ProblemType.AdminKeyRequired,
                ProblemType.NoSuchShow, ProblemType.Overloaded, ProblemType.Unavailable);
    }

    private static RouteHandlerBuilder TakesPage(this RouteHandlerBuilder route, string what)
    {
        var limit = Whole(BookingAdminEndpoints.LimitMax);
        limit.Default = BookingAdminEndpoints.LimitDefault;
        return route
            .TakesQuery("limit", $"The most {what} of a page.", limit)
            .TakesQuery(
                "after", "The `next` of the page before.", new OpenApiSchema { Type = JsonSchemaType.String });
    }

    private static OpenApiSchema Whole(long max) => new()
    {
        Type = JsonSchemaType.Integer,
        Format = max > int.MaxValue ? "int64" : "int32",
        Minimum = "1",
        Maximum = $"{max}",
    };
}
