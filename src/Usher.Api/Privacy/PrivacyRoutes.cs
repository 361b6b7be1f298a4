using Usher.Api.Idempotency;
using Usher.Api.OpenApi;
using Usher.BoxOffice.Permissions;
using Usher.BoxOffice.Privacy;
using Usher.Http.Errors;
using Usher.Http.Privacy;
using static Microsoft.AspNetCore.Http.StatusCodes;

namespace Usher.Api.Privacy;

internal static class PrivacyRoutes
{
    public static void MapPrivacyAdmin(this IEndpointRouteBuilder routes)
    {
        var services = routes.ServiceProvider;
        var privacy = new PrivacyEndpoints(
            services.GetRequiredService<PersonalData>(), services.GetRequiredService<RepeatableCalls>(),
            services.GetRequiredService<TimeProvider>());
        var admin = routes.MapGroup("/api/admin/privacy");

        admin.MapPost("/export", (Delegate)privacy.Export)
            .Named("exportPerson", DocumentTransformer.Organisers, "Export what is known of a person", """
                Everything that the caller's organization knows of a buyer under an e-mail: bookings, and what was done
                to them. The export is recorded. It changes nothing, so it takes no `Idempotency-Key`.
                """)
            .RequiresRole(Role.Admin)
            .Takes<PersonBody>(PrivacyExamples.Person)
            .Answers<PersonExportDocument>(Status200OK, "What is known.", PrivacyExamples.Export)
            .Refuses(ProblemType.Validation, ProblemType.MalformedBody, ProblemType.Unavailable);

        admin.MapPost("/erase", (Delegate)privacy.Erase)
            .Named("erasePerson", DocumentTransformer.Organisers, "Erase a person", """
                The e-mail is removed from all of the person's bookings of the caller's organization, and what is left
                of it in histories and copies can no longer be read. The bookings keep their seats, status and amounts.
                This cannot be undone. It is recorded, in a file outside the database too, so that it can be applied
                again after a restore.
                """)
            .RequiresRole(Role.Admin)
            .TakesIdempotencyKey()
            .Takes<PersonBody>(PrivacyExamples.Person)
            .Answers<ErasedDocument>(Status200OK, "The person is erased.", PrivacyExamples.Erased)
            .Refuses(ProblemType.Validation, ProblemType.MalformedBody, ProblemType.Unavailable);
    }
}
