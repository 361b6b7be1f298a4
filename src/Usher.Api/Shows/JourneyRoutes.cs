using Usher.Api.Idempotency;
using Usher.Api.OpenApi;
using Usher.Engine.Shows;
using Usher.Http.Errors;
using Usher.Http.Replies;
using Usher.Http.Security;
using static Microsoft.AspNetCore.Http.StatusCodes;

namespace Usher.Api.Shows;

internal static class JourneyRoutes
{
    /// <summary>For everybody.</summary>
    public static void MapJourneys(this IEndpointRouteBuilder routes) =>
        routes.MapRead("/api/shows/{id}/journey", EndpointsOf(routes).GetJourney)
            .Named("getJourney", DocumentTransformer.Shows, "Look at where a coach goes", """
                From where and to where, for a show whose plan is of the kind COACH.
                """)
            .TakesShowId()
            .Answers<JourneyDocument>(Status200OK, "Where it goes.", ShowExamples.Journey)
            .Refuses(ProblemType.NoSuchShow, ProblemType.Unavailable);

    public static void MapJourneyAdmin(this IEndpointRouteBuilder routes) =>
        routes.MapGroup("/api/admin").RequireAuthorization(Policies.Organiser)
            .MapPut("/shows/{id}/journey", (Delegate)EndpointsOf(routes).Save)
            .Named("changeJourney", DocumentTransformer.Organisers, "Say where a coach goes", """
                From where and to where; pages tell it of a show whose plan is of the kind COACH, and tickets too.
                """)
            .TakesAdminKey()
            .TakesShowId()
            .TakesIdempotencyKey()
            .Takes<JourneyBody>(ShowExamples.Journey)
            .Answers<JourneyDocument>(Status200OK, "Where it goes now.", ShowExamples.Journey)
            .Refuses(
                ProblemType.Validation, ProblemType.MalformedBody, ProblemType.AdminKeyRequired,
                ProblemType.NoSuchShow, ProblemType.Unavailable);

    private static JourneyEndpoints EndpointsOf(IEndpointRouteBuilder routes) => new(
        routes.ServiceProvider.GetRequiredService<ShowJourneys>(),
        routes.ServiceProvider.GetRequiredService<ShowCatalog>(),
        routes.ServiceProvider.GetRequiredService<RepeatableCalls>());
}
