using Usher.Api.Idempotency;
using Usher.Api.OpenApi;
using Usher.Engine.Shows;
using Usher.Http.Errors;
using Usher.Http.LoadShedding;
using Usher.Http.Replies;
using Usher.Http.Security;
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
        var admin = routes.MapGroup("/api/admin").RequireAuthorization(Policies.Organiser);

        admin.MapPost("/shows", (Delegate)shows.Create).WithMetadata(PlanRoute.Metadata)
            .Named("createShow", DocumentTransformer.Organisers, "Put a show on sale", """
                Creates the show and its seats; nobody sees it before all of them exist. A `seating_plan` in the JSON
                format that pretix uses, or the `plan_id` of a stored one, comes instead of `total_seats`. The
                `sale_mode` QUEUED is not supported yet and answers 400.
                """)
            .TakesAdminKey()
            .TakesIdempotencyKey()
            .Takes<NewShowBody>(ShowExamples.NewShow)
            .Answers<AdminShowDocument>(
                Status201Created, "The show is there.", ShowExamples.AdminShow,
                OperationDocs.Location with { Example = "/api/shows/1" })
            .Refuses(
                ProblemType.Validation, ProblemType.MalformedBody, ProblemType.AdminKeyRequired,
                ProblemType.Unavailable);

        MapReads(admin, shows);
        MapChanges(admin, shows);
    }

    private static void MapReads(RouteGroupBuilder admin, ShowAdminEndpoints shows)
    {
        admin.MapRead("/shows", shows.List)
            .Named("listAdminShows", DocumentTransformer.Organisers, "List shows with the terms they sell by", """
                In order of start. Follow `next` for more; pages neither skip nor repeat while shows are added.
                """)
            .TakesAdminKey()
            .TakesShowPage(ShowQueries.PageMax)
            .Answers<AdminShowPageDocument>(Status200OK, "A page of shows.", ShowExamples.AdminPage)
            .Refuses(ProblemType.Validation, ProblemType.AdminKeyRequired, ProblemType.Unavailable);

        admin.MapRead("/shows/{id}", shows.GetShow)
            .Named("getAdminShow", DocumentTransformer.Organisers, "Look at a show and the terms it sells by", """
                Everything that the calls beside it change.
                """)
            .TakesAdminKey()
            .TakesShowId()
            .Answers<AdminShowDocument>(Status200OK, "The show.", ShowExamples.AdminShow)
            .Refuses(ProblemType.AdminKeyRequired, ProblemType.NoSuchShow, ProblemType.Unavailable);
    }

    private static void MapChanges(RouteGroupBuilder admin, ShowAdminEndpoints shows)
    {
        admin.MapPatch("/shows/{id}", (Delegate)shows.Change)
            .Named("changeShow", DocumentTransformer.Organisers, "Change the terms of a show", """
                Fields that are left out stay as they are. Other servers sell by the old terms for some seconds
                (Bookings:ShowTermsSeconds); holds and bookings that exist keep theirs. Prices and the version of the
                plan have calls of their own; the plan and, without one, the number of seats stay.
                """)
            .TakesAdminKey()
            .TakesShowId()
            .TakesIdempotencyKey()
            .Takes<ShowChangeBody>(ShowExamples.Change)
            .Answers<AdminShowDocument>(Status200OK, "The show as it is now.", ShowExamples.AdminShow)
            .Refuses(
                ProblemType.Validation, ProblemType.MalformedBody, ProblemType.AdminKeyRequired,
                ProblemType.NoSuchShow, ProblemType.Unavailable);

        admin.MapPut("/shows/{id}/prices", (Delegate)shows.ChangePrices)
            .Named("changePrices", DocumentTransformer.Organisers, "Change what the seats of a show cost", """
                From now on: a booking keeps the amount that it was made with. Other servers sell at the old prices for
                some seconds (Bookings:ShowTermsSeconds). Another currency counts everywhere at once, and so does none;
                it is refused once a booking has an amount in the present one.
                """)
            .TakesAdminKey()
            .TakesShowId()
            .TakesIdempotencyKey()
            .Takes<PricesBody>(ShowExamples.Prices)
            .Answers<AdminShowDocument>(Status200OK, "The show as it is now.", ShowExamples.AdminShow)
            .Refuses(
                ProblemType.Validation, ProblemType.MalformedBody, ProblemType.AdminKeyRequired,
                ProblemType.NoSuchShow, ProblemType.CurrencyStays, ProblemType.Unavailable);

        admin.MapPut("/shows/{id}/plan", (Delegate)shows.ChangePlan)
            .Named("changePlan", DocumentTransformer.Organisers, "Move a show to another version of its plan", """
                A version may move, rename and reprice seats as it likes, and add rows behind the last one. It must keep
                each seat at its place in the order of rows, and those that were ever booked altogether. Before its sale
                opens, and while nobody has had a seat of it, a show may move to any version. Where seats that are
                sold, held or blocked would read otherwise than on their tickets (another section, row or number), the
                answer is `seats-renamed` and lists them, unless `accept_renamed_seats` says that they may. Other
                servers show and sell the old version for some seconds (Bookings:ShowTermsSeconds).
                """)
            .TakesAdminKey()
            .TakesShowId()
            .TakesIdempotencyKey()
            .Takes<ShowPlanBody>(ShowExamples.PlanVersion)
            .Answers<AdminShowDocument>(Status200OK, "The show as it is now.", ShowExamples.AdminShow)
            .Refuses(
                ProblemType.Validation, ProblemType.MalformedBody, ProblemType.AdminKeyRequired,
                ProblemType.NoSuchShow, ProblemType.PlanDoesNotFit, ProblemType.SeatsRenamed, ProblemType.Unavailable);
    }
}
