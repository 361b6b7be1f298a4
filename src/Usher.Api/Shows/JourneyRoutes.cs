using Usher.Api.Idempotency;
using Usher.Api.OpenApi;
using Usher.BoxOffice.Permissions;
using Usher.Engine.Shows;
using Usher.Http.Errors;
using Usher.Http.Replies;
using static Microsoft.AspNetCore.Http.StatusCodes;

namespace Usher.Api.Shows;

internal static class JourneyRoutes
{
    /// <summary>For everybody.</summary>
    public static void MapJourneys(this IEndpointRouteBuilder routes) =>
        routes.MapRead("/api/shows/{id}/journey", EndpointsOf(routes).GetJourney)
            .Named("getJourney", DocumentTransformer.Shows, "Get the journey of a coach", """
                Where a coach starts and where it ends; null until somebody has set it.
                """)
            .TakesShowId()
            .Answers<JourneyDocument>(Status200OK, "The journey.", ShowExamples.Journey)
            .Refuses(ProblemType.NoSuchShow, ProblemType.Unavailable);

    public static void MapJourneyAdmin(this IEndpointRouteBuilder routes) =>
        routes.MapGroup("/api/admin")
            .MapPut("/shows/{id}/journey", (Delegate)EndpointsOf(routes).Save)
            .Named("changeJourney", DocumentTransformer.Organisers, "Set the journey of a coach", """
                Where a coach starts and where it ends, for shows whose plan is of kind COACH. Pages and tickets show
                it. Send null for both to remove it.
                """)
            .RequiresRole(Role.Admin)
            .TakesShowId()
            .TakesIdempotencyKey()
            .Takes<JourneyBody>(ShowExamples.Journey)
            .Answers<JourneyDocument>(Status200OK, "The changed journey.", ShowExamples.Journey)
            .Refuses(
                ProblemType.Validation, ProblemType.MalformedBody, ProblemType.NoSuchShow, ProblemType.Unavailable);

    private static JourneyEndpoints EndpointsOf(IEndpointRouteBuilder routes) => new(
        routes.ServiceProvider.GetRequiredService<ShowJourneys>(),
        routes.ServiceProvider.GetRequiredService<ShowCatalog>(),
        routes.ServiceProvider.GetRequiredService<RepeatableCalls>());
}
