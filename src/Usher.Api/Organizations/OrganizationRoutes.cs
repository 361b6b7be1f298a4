using Microsoft.OpenApi;
using Usher.Api.Idempotency;
using Usher.Api.OpenApi;
using Usher.BoxOffice.Organizations;
using Usher.BoxOffice.Permissions;
using Usher.Http.Errors;
using Usher.Http.LoadShedding;
using Usher.Http.Replies;
using static Microsoft.AspNetCore.Http.StatusCodes;

namespace Usher.Api.Organizations;

internal static class OrganizationRoutes
{
    public static void MapOrganizationAdmin(this IEndpointRouteBuilder routes)
    {
        var services = routes.ServiceProvider;
        var organizations = new OrganizationEndpoints(
            services.GetRequiredService<OrganizationStore>(), services.GetRequiredService<OrganizationService>(),
            services.GetRequiredService<RepeatableCalls>());
        var admin = routes.MapGroup("/api/admin/organizations");

        admin.MapRead("", organizations.List)
            .Named("listOrganizations", DocumentTransformer.Tenants, "List all organizations", """
                Those that sell, and those that are suspended.
                """)
            .RequiresRole(Role.Operator)
            .Answers<OrganizationListDocument>(Status200OK, "The organizations.", OrganizationExamples.List)
            .Refuses(ProblemType.Unavailable);

        admin.MapRead("/{slug}", organizations.GetOrganization)
            .Named("getOrganization", DocumentTransformer.Tenants, "Get an organization", """
                As it is now.
                """)
            .RequiresRole(Role.Operator)
            .TakesSlug()
            .Answers<OrganizationDocument>(Status200OK, "The organization.", OrganizationExamples.Organization)
            .Refuses(ProblemType.NoSuchOrganization, ProblemType.Unavailable);

        admin.MapPost("", (Delegate)organizations.Create)
            .Named("createOrganization", DocumentTransformer.Tenants, "Create an organization", """
                It has no shows and no people yet: invite its first ADMIN by `POST /api/admin/members` with the header
                `Usher-Organization`. Its buyers find it at `/o/{slug}`, and at its own `host` once that leads to this
                server; the server must accept the host (`AllowedHosts`).
                """)
            .RequiresRole(Role.Operator)
            .TakesIdempotencyKey()
            .Takes<NewOrganizationBody>(OrganizationExamples.New)
            .Answers<OrganizationDocument>(
                Status201Created, "The organization.", OrganizationExamples.Organization, OperationDocs.Location)
            .Refuses(
                ProblemType.Validation, ProblemType.MalformedBody, ProblemType.TooManyOrganizations,
                ProblemType.Unavailable);

        admin.MapPatch("/{slug}", (Delegate)organizations.Change)
            .Named("changeOrganization", DocumentTransformer.Tenants, "Change, suspend or resume an organization", """
                What is left out stays as it is. While an organization is suspended, nothing new of it is sold and its
                people can look at everything and change nothing; confirmed bookings stay valid, and a hold that exists
                can be confirmed. This server goes by it at once, others within `Bookings:ShowTermsSeconds` when they
                sell, and within `Auth:RecheckSeconds` otherwise.
                """)
            .RequiresRole(Role.Operator)
            .TakesSlug()
            .TakesIdempotencyKey()
            .Takes<OrganizationChangeBody>(OrganizationExamples.Change)
            .Answers<OrganizationDocument>(
                Status200OK, "The organization as it is now.", OrganizationExamples.Organization)
            .Refuses(
                ProblemType.Validation, ProblemType.MalformedBody, ProblemType.NoSuchOrganization,
                ProblemType.Unavailable);
    }

    /// <summary>What an ADMIN does by the API about the own organization.</summary>
    public static void MapOwnOrganizationAdmin(this IEndpointRouteBuilder routes)
    {
        var services = routes.ServiceProvider;
        var logos = new LogoEndpoints(
            services.GetRequiredService<OrganizationDirectory>(), services.GetRequiredService<OrganizationService>(),
            services.GetRequiredService<LogoReader>(), services.GetRequiredService<RepeatableCalls>());
        var logo = routes.MapGroup("/api/admin/organization/logo");

        logo.MapPut("", (Delegate)logos.Save).WithMetadata(LargeBodyRoute.Logo)
            .Named("setLogo", DocumentTransformer.Tenants, "Set the organization's logo", """
                The body is the file: a PNG, JPEG or WebP of at most `Logos:FileBytesMax` bytes, `Logos:SidePixelsMax`
                pixels on a side and `Logos:PixelsMax` in all. A PNG is made of it, at most 512 pixels on a side,
                without what else is in the file. Buyers see it at the organization's own address and on its tickets, on
                white. It takes the place of the one before, whose address then leads nowhere.
                """)
            .RequiresRole(Role.Admin)
            .TakesIdempotencyKey()
            .TakesFile(LogoBody.Types)
            .Answers<OrganizationDocument>(
                Status200OK, "The organization as it is now.", OrganizationExamples.Organization)
            .Refuses(
                ProblemType.Validation, ProblemType.MalformedBody, ProblemType.NoSuchOrganization,
                ProblemType.Overloaded, ProblemType.Unavailable);

        logo.MapDelete("", (Delegate)logos.Remove)
            .Named("removeLogo", DocumentTransformer.Tenants, "Remove the organization's logo", """
                Buyers see the organization's name again. Repeating the request is harmless.
                """)
            .RequiresRole(Role.Admin)
            .TakesNoEncodedBody()
            .AnswersEmpty(Status204NoContent, "There is none.")
            .Refuses(
                ProblemType.OrganizationSuspended, ProblemType.NoSuchOrganization, ProblemType.Unavailable);
    }

    private static RouteHandlerBuilder TakesSlug(this RouteHandlerBuilder route) => route.TakesPath(
        "slug", "The organization's `slug`.",
        new OpenApiSchema { Type = JsonSchemaType.String, MaxLength = Organization.SlugCharsMax });
}
