using System.Globalization;
using Microsoft.OpenApi;
using Usher.Api.OpenApi;
using Usher.BoxOffice.Organizations;
using Usher.Engine.Seats;
using Usher.Engine.Shows;
using Usher.Http.Fields;
using Usher.Http.Errors;
using Usher.Http.Replies;
using static Microsoft.AspNetCore.Http.StatusCodes;

namespace Usher.Api.Shows;

internal static class ShowRoutes
{
    private static readonly HeaderDoc ETag = new(
        "ETag", "Identifies this state of the seats; send it as If-None-Match.", "W/\"1-42-1\"");

    private static readonly HeaderDoc PlanETag = new(
        "ETag", "Identifies this plan; send it as If-None-Match.", "\"5f2a6b7c8d9e0a1b2c\"");

    public static void MapShows(this IEndpointRouteBuilder routes)
    {
        var services = routes.ServiceProvider;
        var shows = new ShowEndpoints(
            services.GetRequiredService<ShowReads>(),
            services.GetRequiredService<ShowCatalog>(),
            services.GetRequiredService<SeatMaps>(),
            new SeatMapReplies(services.GetRequiredService<TimeProvider>()),
            services.GetRequiredService<OrganizationDirectory>());

        routes.MapRead("/api/shows", shows.List)
            .Named("listShows", DocumentTransformer.Shows, "List shows", """
                In order of start time. Follow `next` for more; pages neither skip nor repeat shows while new ones are
                added.
                """)
            .TakesShowPage(ShowListRequest.LimitMax)
            .TakesQuery(
                ShowEndpoints.OrganizationQuery,
                "Only shows of the organization of this slug. Without it, those of all organizations that sell; under "
                    + "an organization's own address (`/o/{slug}`, or its host), always that one's.",
                Text(charsMax: Organization.SlugCharsMax))
            .Answers<ShowPageDocument>(Status200OK, "A page of shows.", ShowExamples.Page)
            .Refuses(ProblemType.Validation, ProblemType.Overloaded, ProblemType.Unavailable);

        routes.MapRead("/api/shows/{id}", shows.GetShow)
            .Named("getShow", DocumentTransformer.Shows, "Get a show", "Including how many seats are available now.")
            .TakesShowId()
            .Answers<ShowDocument>(Status200OK, "The show.", ShowExamples.Show)
            .Refuses(ProblemType.NoSuchShow, ProblemType.Unavailable);

        routes.MapRead("/api/shows/{id}/seats", shows.Seats)
            .Named("getSeats", DocumentTransformer.Shows, "Get all seats of a show", """
                A snapshot: a seat shown as available may be taken by the time you request it.
                """)
            .TakesShowId()
            .TakesHeader("If-None-Match", "An earlier `ETag`: 304 if no seat has changed since.", Text())
            .Answers<SeatMapDocument>(Status200OK, "The seats.", ShowExamples.Seats, ETag)
            .AnswersEmpty(Status304NotModified, "No seat has changed.", ETag)
            .Refuses(ProblemType.NoSuchShow, ProblemType.Overloaded, ProblemType.Unavailable);

        routes.MapRead("/api/shows/{id}/plan", shows.Plan)
            .Named("getPlan", DocumentTransformer.Shows, "Get the seating plan of a show", """
                Without the status of the seats, so that it can be cached: with the value of its `ETag` as `v` in the
                URL, the response never changes and says so.
                """)
            .TakesShowId()
            .TakesQuery("v", "The `ETag`, without its quotation marks, of a response to a request without `v`.", Text())
            .TakesHeader("If-None-Match", "An earlier `ETag`: 304 if the plan is the same.", Text())
            .Answers<PlanDocument>(Status200OK, "The plan.", ShowExamples.Plan, PlanETag)
            .AnswersEmpty(Status304NotModified, "The plan has not changed.", PlanETag)
            .Refuses(ProblemType.NoSuchShow, ProblemType.Overloaded, ProblemType.Unavailable);
    }

    public static RouteHandlerBuilder TakesShowId(this RouteHandlerBuilder route) => route.TakesPath(
        "id", "The show's `id`.", new OpenApiSchema { Type = JsonSchemaType.Integer, Format = "int64", Minimum = "1" });

    public static RouteHandlerBuilder TakesShowPage(this RouteHandlerBuilder route, int limitMax) => route
        .TakesQuery("from", "Only shows that start at this time or later, or that have appointment slots "
            + "which do.", Text("date-time"))
        .TakesQuery(
            "q", "Only shows whose name contains this text, ignoring case.",
            Text(charsMax: ShowLimits.NameLengthMax))
        .TakesQuery("limit", "The maximum number of shows per page.", new OpenApiSchema
        {
            Type = JsonSchemaType.Integer,
            Format = "int32",
            Minimum = "1",
            Maximum = limitMax.ToString(CultureInfo.InvariantCulture),
            Default = ShowListRequest.LimitDefault,
        })
        .TakesQuery("after", "The `next` value of the previous page.", Text());

    private static OpenApiSchema Text(string? format = null, int? charsMax = null) =>
        new() { Type = JsonSchemaType.String, Format = format, MaxLength = charsMax };
}
