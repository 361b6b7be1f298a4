using Usher.Api.Idempotency;
using Usher.Api.OpenApi;
using Usher.BoxOffice.Permissions;
using Usher.Engine.Shows;
using Usher.Http.Errors;
using Usher.Http.LoadShedding;
using Usher.Http.Replies;
using static Microsoft.AspNetCore.Http.StatusCodes;

namespace Usher.Api.Shows;

internal static class ShowAdminRoutes
{
    public static void MapShowAdmin(this IEndpointRouteBuilder routes)
    {
        var services = routes.ServiceProvider;
        var shows = new ShowAdminEndpoints(
            services.GetRequiredService<ShowService>(),
            services.GetRequiredService<ShowReads>(),
            services.GetRequiredService<RepeatableCalls>(),
            services.GetRequiredService<TimeProvider>());
        var admin = routes.MapGroup("/api/admin");

        admin.MapPost("/shows", (Delegate)shows.Create).WithMetadata(LargeBodyRoute.Plan)
            .Named("createShow", DocumentTransformer.Organisers, "Put a show on sale", """
                Creates the show and its seats; nobody sees it before all of them exist. A `seating_plan` in the JSON
                format that pretix uses, or the `plan_id` of a stored one, comes instead of `total_seats`. The
                `sale_mode` QUEUED is not supported yet and answers 400.
                """)
            .RequiresRole(Role.Admin)
            .TakesIdempotencyKey()
            .Takes<NewShowBody>(ShowExamples.NewShow)
            .Answers<AdminShowDocument>(
                Status201Created, "The show is created.", ShowExamples.AdminShow,
                OperationDocs.Location with { Example = "/api/shows/1" })
            .Refuses(ProblemType.Validation, ProblemType.MalformedBody, ProblemType.Unavailable);

        MapReads(admin, shows);
        MapChanges(admin, shows);
    }

    private static void MapReads(RouteGroupBuilder admin, ShowAdminEndpoints shows)
    {
        admin.MapRead("/shows", shows.List)
            .Named("listAdminShows", DocumentTransformer.Organisers, "List shows with their sales settings", """
                In order of start time. Follow `next` for more; pages neither skip nor repeat shows while new ones are
                added.
                """)
            .RequiresRole(Role.Scanner)
            .TakesShowPage(ShowQueries.PageMax)
            .Answers<AdminShowPageDocument>(Status200OK, "A page of shows.", ShowExamples.AdminPage)
            .Refuses(ProblemType.Validation, ProblemType.Unavailable);

        admin.MapRead("/shows/{id}", shows.GetShow)
            .Named("getAdminShow", DocumentTransformer.Organisers, "Get a show with its sales settings", """
                Everything that the other calls for a show can change.
                """)
            .RequiresRole(Role.Scanner)
            .TakesShowId()
            .Answers<AdminShowDocument>(Status200OK, "The show.", ShowExamples.AdminShow)
            .Refuses(ProblemType.NoSuchShow, ProblemType.Unavailable);
    }

    private static void MapChanges(RouteGroupBuilder admin, ShowAdminEndpoints shows)
    {
        admin.MapPatch("/shows/{id}", (Delegate)shows.Change)
            .Named("changeShow", DocumentTransformer.Organisers, "Change a show", """
                Fields that are left out stay as they are. Other servers may use the old settings for a few seconds
                (Bookings:ShowTermsSeconds); existing holds and bookings keep theirs. Use the separate calls to change
                prices and the version of the plan. The plan itself, or the number of seats of a show without one,
                cannot be changed.
                """)
            .RequiresRole(Role.Admin)
            .TakesShowId()
            .TakesIdempotencyKey()
            .Takes<ShowChangeBody>(ShowExamples.Change)
            .Answers<AdminShowDocument>(Status200OK, "The changed show.", ShowExamples.AdminShow)
            .Refuses(
                ProblemType.Validation, ProblemType.MalformedBody, ProblemType.NoSuchShow, ProblemType.Unavailable);

        admin.MapPut("/shows/{id}/prices", (Delegate)shows.ChangePrices)
            .Named("changePrices", DocumentTransformer.Organisers, "Change the prices of a show", """
                For new bookings: existing bookings keep their amount. Other servers may sell at the old prices for a
                few seconds (Bookings:ShowTermsSeconds). A change of currency, or to no currency, applies everywhere
                immediately; it is refused once there is a booking with an amount in the current one.
                """)
            .RequiresRole(Role.Admin)
            .TakesShowId()
            .TakesIdempotencyKey()
            .Takes<PricesBody>(ShowExamples.Prices)
            .Answers<AdminShowDocument>(Status200OK, "The changed show.", ShowExamples.AdminShow)
            .Refuses(
                ProblemType.Validation, ProblemType.MalformedBody, ProblemType.NoSuchShow, ProblemType.CurrencyStays,
                ProblemType.Unavailable);

        admin.MapPut("/shows/{id}/plan", (Delegate)shows.ChangePlan)
            .Named("changePlan", DocumentTransformer.Organisers, "Move a show to another version of its plan", """
                The new version can move, rename and reprice seats, and add rows after the last one. It must keep each
                seat at its place in the order of rows, and must keep all seats that were ever booked. Before sales
                open, and as long as no seat has ever been booked, a show can use any version. If seats that are sold,
                held or blocked would have another section, row or number than on their tickets, the response is
                `seats-renamed` and lists them, unless `accept_renamed_seats` is true. Other servers may show and sell
                the old version for a few seconds (Bookings:ShowTermsSeconds).
                """)
            .RequiresRole(Role.Admin)
            .TakesShowId()
            .TakesIdempotencyKey()
            .Takes<ShowPlanBody>(ShowExamples.PlanVersion)
            .Answers<AdminShowDocument>(Status200OK, "The changed show.", ShowExamples.AdminShow)
            .Refuses(
                ProblemType.Validation, ProblemType.MalformedBody, ProblemType.NoSuchShow, ProblemType.PlanDoesNotFit,
                ProblemType.SeatsRenamed, ProblemType.Unavailable);
    }
}
