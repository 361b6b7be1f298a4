using Microsoft.OpenApi;
using Usher.Api.Idempotency;
using Usher.Api.OpenApi;
using Usher.Api.Shows;
using Usher.BoxOffice.Permissions;
using Usher.BoxOffice.Privacy;
using Usher.BoxOffice.Tickets;
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
            services.GetRequiredService<RepeatableCalls>(),
            services.GetRequiredService<BookingSearch>(),
            services.GetRequiredService<BookingHistory>(),
            services.GetRequiredService<BookingQueries>(),
            services.GetRequiredService<BookingEnds>(),
            new PlaceNames(services.GetRequiredService<ShowCatalog>()),
            services.GetRequiredService<ShowCatalog>(),
            services.GetRequiredService<ShowChangeLog>(),
            services.GetRequiredService<TicketLinks>(),
            services.GetRequiredService<PublicAddress>(),
            services.GetRequiredService<PersonalData>());
        var admin = routes.MapGroup("/api/admin");
        MapReads(admin, bookings);
        MapTicketLink(admin, bookings);
        MapChanges(admin, bookings);
    }

    private static void MapReads(RouteGroupBuilder admin, BookingAdminEndpoints bookings)
    {
        admin.MapRead("/shows/{id}/bookings", bookings.List)
            .Named("listBookings", DocumentTransformer.Organisers, "List the bookings of a show", """
                Newest first, with buyers' full e-mail addresses. Follow `next` for more. Blocked seats are listed only
                with `status=BLOCKED`.
                """)
            .RequiresRole(Role.Staff)
            .TakesShowId()
            .TakesQuery("status", "Only bookings with this status.", new OpenApiSchema
            {
                Type = JsonSchemaType.String,
                Enum = [.. BookingFilters.States.Keys.Select(name => (System.Text.Json.Nodes.JsonNode)name)],
            })
            .TakesQuery("email", "Only bookings with this e-mail, all of it, ignoring case; a domain is the same in "
                + "its own script and as punycode. The beginning of an e-mail finds nothing, because e-mails are "
                + "stored encrypted.", new OpenApiSchema
                {
                    Type = JsonSchemaType.String,
                    MaxLength = EmailAddress.CharsMax,
                })
            .TakesQuery("seat_number", "Only bookings that include this seat.", Whole(ShowLimits.TotalSeatsMax))
            .TakesPage("bookings")
            .Answers<BookingPageDocument>(Status200OK, "A page of bookings.", AdminExamples.Bookings)
            .Refuses(ProblemType.Validation, ProblemType.NoSuchShow, ProblemType.Unavailable);

        admin.MapRead("/audit", bookings.Audit)
            .Named("listEvents", DocumentTransformer.Organisers, "Read the audit log", """
                Who changed which booking and how, and who moved which show to another version of its seating plan,
                newest first. Follow `next` for more.
                """)
            .RequiresRole(Role.Admin)
            .TakesQuery("show_id", "Only this show and its bookings.", Whole(BookingId.ShowIdMax))
            .TakesPage("events")
            .Answers<EventPageDocument>(Status200OK, "A page of the audit log.", AdminExamples.Events)
            .Refuses(ProblemType.Validation, ProblemType.Unavailable);
    }

    private static void MapTicketLink(RouteGroupBuilder admin, BookingAdminEndpoints bookings)
    {
        admin.MapPost("/bookings/{id}/ticket-link", bookings.MakeTicketLink)
            .Named("createTicketLink", DocumentTransformer.Organisers, "Make a link to a ticket", """
                For a buyer who has lost the `ticket_url` that came with the confirmation, or whose link is too old. Be
                sure that it is the buyer who asks. Nothing is stored, so there is no `Idempotency-Key`, and earlier
                links go on working; `POST /api/admin/bookings/{id}/ticket-link/end` ends them.
                """)
            .RequiresRole(Role.Staff)
            .TakesBookingId()
            .TakesNoEncodedBody()
            .Answers<TicketLinkDocument>(Status200OK, "The link.", AdminExamples.TicketLink)
            .Refuses(ProblemType.NoSuchBooking, ProblemType.NoTicket, ProblemType.Unavailable);

        admin.MapPost("/bookings/{id}/ticket-link/end", bookings.EndTicketLinks)
            .Named("endTicketLinks", DocumentTransformer.Organisers, "End the links to a ticket", """
                For a link that somebody else may have. All links to this ticket that were given so far, and codes that
                were printed, stop working at once. The buyer needs a new link. Who did it is recorded.
                """)
            .RequiresRole(Role.Staff)
            .TakesBookingId()
            .TakesNoEncodedBody()
            .TakesIdempotencyKey()
            .Answers<TicketLinksEndedDocument>(
                Status200OK, "The links are ended.", AdminExamples.TicketLinksEnded)
            .Refuses(
                ProblemType.Validation, ProblemType.NoSuchBooking, ProblemType.NoTicket, ProblemType.Unavailable);
    }

    private static void MapChanges(RouteGroupBuilder admin, BookingAdminEndpoints bookings)
    {
        admin.MapPost("/bookings/{id}/cancel", bookings.Cancel)
            .Named("cancelBookingAsStaff", DocumentTransformer.Organisers, "Cancel a booking", """
                Cancels a held or confirmed booking; its seats become available immediately. Repeating the request is
                harmless. The audit log records who did it and the reason, which stays among colleagues; the
                `public_reason` is shown to the buyer, and left out of the response to a retry with the same
                `Idempotency-Key`.
                """)
            .RequiresRole(Role.Staff)
            .TakesBookingId()
            .TakesIdempotencyKey()
            .Takes<ReasonBody>(AdminExamples.Reason, required: false)
            .Answers<BookingDocument>(Status200OK, "The booking is cancelled.", BookingExamples.Cancelled)
            .Answers<BookingDocument>(
                Status409Conflict, "It already ended in another way; `reason` says how.", BookingExamples.Expired)
            .Refuses(
                ProblemType.Validation, ProblemType.MalformedBody, ProblemType.NoSuchBooking, ProblemType.Overloaded,
                ProblemType.Unavailable);

        admin.MapPost("/shows/{id}/block", bookings.Block)
            .Named("blockSeats", DocumentTransformer.Organisers, "Block seats", """
                Blocks the available seats, whether or not sales are open. Seats that buyers have are not blocked; the
                response lists them. Repeating the request is harmless.
                """)
            .RequiresRole(Role.Staff)
            .TakesShowId()
            .TakesIdempotencyKey()
            .Takes<BlockBody>(AdminExamples.Block)
            .Answers<BlockedDocument>(Status200OK, "What happened to each seat.", AdminExamples.Blocked)
            .Refuses(
                ProblemType.Validation, ProblemType.MalformedBody, ProblemType.NoSuchShow, ProblemType.NoSuchSeats,
                ProblemType.Overloaded, ProblemType.Unavailable);

        admin.MapPost("/shows/{id}/unblock", bookings.Unblock)
            .Named("unblockSeats", DocumentTransformer.Organisers, "Put seats on sale again",
                "Blocked seats become available immediately. Repeating the request is harmless.")
            .RequiresRole(Role.Staff)
            .TakesShowId()
            .TakesIdempotencyKey()
            .Takes<BlockBody>(AdminExamples.Block)
            .Answers<UnblockedDocument>(Status200OK, "What happened to each seat.", AdminExamples.Unblocked)
            .Refuses(
                ProblemType.Validation, ProblemType.MalformedBody, ProblemType.NoSuchShow, ProblemType.Overloaded,
                ProblemType.Unavailable);
    }

    private static RouteHandlerBuilder TakesPage(this RouteHandlerBuilder route, string what)
    {
        var limit = Whole(BookingAdminEndpoints.LimitMax);
        limit.Default = BookingAdminEndpoints.LimitDefault;
        return route
            .TakesQuery("limit", $"The maximum number of {what} per page.", limit)
            .TakesQuery(
                "after", "The `next` value of the previous page.", new OpenApiSchema { Type = JsonSchemaType.String });
    }

    private static OpenApiSchema Whole(long max) => new()
    {
        Type = JsonSchemaType.Integer,
        Format = max > int.MaxValue ? "int64" : "int32",
        Minimum = "1",
        Maximum = $"{max}",
    };
}
