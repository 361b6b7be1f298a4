using Microsoft.Extensions.Options;
using Usher.Api.OpenApi;
using Usher.Engine.Shows;
using Usher.Http.Errors;
using Usher.Http.Security;
using Usher.Http.Transport;
using static Microsoft.AspNetCore.Http.StatusCodes;

namespace Usher.Api.Shows;

internal static class ShowAdminRoutes
{
    public static void MapShowAdmin(this IEndpointRouteBuilder routes)
    {
        var services = routes.ServiceProvider;
        var shows = new ShowAdminEndpoints(
            services.GetRequiredService<ShowCreation>(),
            services.GetRequiredService<TimeProvider>(),
            services.GetRequiredService<IOptions<HttpLimits>>());

        routes.MapGroup("/api/admin")
            .RequireAuthorization(Policies.Organiser)
            .MapPost("/shows", (Delegate)shows.Create)
            .Named("createShow", DocumentTransformer.Organisers, "Put a show on sale", """
                Creates the show and its seats; nobody sees it before all of them exist. A `seating_plan` in the JSON
                format that pretix uses comes instead of `total_seats`. The `sale_mode` QUEUED is not supported yet and
                answers 400.
                """)
            .TakesAdminKey()
            .Takes<NewShowBody>(ShowExamples.NewShow)
            .Answers<ShowDocument>(
                Status201Created, "The show is there.", ShowExamples.Show,
                OperationDocs.Location with { Example = "/api/shows/1" })
            .Refuses(
                ProblemType.Validation, ProblemType.MalformedBody, ProblemType.AdminKeyRequired,
                ProblemType.Unavailable);
    }
}
