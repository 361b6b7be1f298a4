using System.Text.Json.Nodes;
using Microsoft.OpenApi;
using Usher.Api.Idempotency;
using Usher.Api.OpenApi;
using Usher.BoxOffice.Permissions;
using Usher.Engine.SeatingPlans;
using Usher.Http.Errors;
using Usher.Http.LoadShedding;
using Usher.Http.Replies;
using static Microsoft.AspNetCore.Http.StatusCodes;

namespace Usher.Api.SeatingPlans;

internal static class PlanAdminRoutes
{
    private static readonly HeaderDoc Location = OperationDocs.Location with { Example = "/api/admin/plans/3" };

    public static void MapPlanAdmin(this IEndpointRouteBuilder routes)
    {
        var services = routes.ServiceProvider;
        var plans = new PlanAdminEndpoints(
            services.GetRequiredService<SeatingPlanStore>(),
            services.GetRequiredService<PlanCatalog>(),
            services.GetRequiredService<RepeatableCalls>());
        var admin = routes.MapGroup("/api/admin");
        MapReads(admin, plans);
        MapWrites(admin, plans);
    }

    private static void MapReads(RouteGroupBuilder admin, PlanAdminEndpoints plans)
    {
        admin.MapRead("/plans", plans.List)
            .Named("listPlans", DocumentTransformer.Organisers, "List seating plans", """
                In order of id, each in its latest version. Follow `next` for more.
                """)
            .RequiresRole(Role.Admin)
            .TakesQuery("limit", "The maximum number of plans per page.", new OpenApiSchema
            {
                Type = JsonSchemaType.Integer,
                Format = "int32",
                Minimum = "1",
                Maximum = $"{PlanAdminEndpoints.LimitMax}",
                Default = PlanAdminEndpoints.LimitDefault,
            })
            .TakesQuery("after", "The `next` value of the previous page.", Text())
            .Answers<StoredPlanPageDocument>(Status200OK, "A page of seating plans.", PlanExamples.Page)
            .Refuses(ProblemType.Validation, ProblemType.Unavailable);

        admin.MapRead("/plans/{id}", plans.GetPlan)
            .Named("getStoredPlan", DocumentTransformer.Organisers, "Get a seating plan", """
                The latest version, or the one given by `version`, and a list of all versions.
                """)
            .RequiresRole(Role.Admin)
            .TakesPlanId()
            .TakesQuery("version", "The version.", Whole("int32"))
            .Answers<WholePlanDocument>(Status200OK, "The plan.", PlanExamples.Whole)
            .Refuses(ProblemType.Validation, ProblemType.NoSuchPlan, ProblemType.Unavailable);
    }

    private static void MapWrites(RouteGroupBuilder admin, PlanAdminEndpoints plans)
    {
        admin.MapPost("/plans", (Delegate)plans.Create).WithMetadata(LargeBodyRoute.Plan)
            .Named("createPlan", DocumentTransformer.Organisers, "Store a seating plan", """
                In pretix's JSON format or, as text/csv, as a table with the columns row, seat, category and optionally
                section, x, y, kind and guid, as spreadsheets in any country save it: separated by semicolons, tabs,
                commas or bars, with decimal commas or points, in UTF-8, UTF-16 or the encoding that the Content-Type
                names (`charset=windows-1250`; default: `windows-1252`). The usual column names in other languages are
                recognised. Without x and y the seats are arranged in straight rows, in order,
                with gaps where numbers are missing. Errors say where in the plan they are, once for each cause. The
                response says where the stage is taken to be, how that is known, and how letters were read.
                """)
            .TakesPlan()
            .TakesQuery("name", "The name of the plan. Default: the name in the file.", Text(PlanLimits.TextCharsMax))
            .Answers<KeptPlanDocument>(Status201Created, "The plan is stored.", PlanExamples.Kept, Location)
            .Refuses(ProblemType.Validation, ProblemType.MalformedBody, ProblemType.Unavailable);

        admin.MapPost("/plans/{id}/versions", (Delegate)plans.AddVersion).WithMetadata(LargeBodyRoute.Plan)
            .Named("addPlanVersion", DocumentTransformer.Organisers, "Store another version of a seating plan", """
                It becomes the latest version. Existing shows keep the version they use until it is changed. The formats
                are the same as for a new plan.
                """)
            .TakesPlan()
            .TakesPlanId()
            .TakesQuery("name", "The new name of the plan. Default: unchanged.",
                Text(PlanLimits.TextCharsMax))
            .Answers<KeptPlanDocument>(Status201Created, "The version is stored.", PlanExamples.Kept, Location)
            .Refuses(
                ProblemType.Validation, ProblemType.MalformedBody, ProblemType.NoSuchPlan, ProblemType.Unavailable);

        admin.MapPatch("/plans/{id}", (Delegate)plans.Change)
            .Named("changeStoredPlan", DocumentTransformer.Organisers, "Set the stage and kind of a seating plan", """
                This stores a new version: the latest one with this change. Existing shows keep the version they use
                until it is changed.
                """)
            .RequiresRole(Role.Admin)
            .TakesIdempotencyKey()
            .Takes<PlanChangeBody>(PlanExamples.Change)
            .TakesPlanId()
            .Answers<KeptPlanDocument>(Status201Created, "The version is stored.", PlanExamples.Kept, Location)
            .Refuses(
                ProblemType.Validation, ProblemType.MalformedBody, ProblemType.NoSuchPlan, ProblemType.Unavailable);
    }

    private static RouteHandlerBuilder TakesPlan(this RouteHandlerBuilder route) => route
        .RequiresRole(Role.Admin)
        .TakesIdempotencyKey()
        .TakesQuery("stage", "Where the stage is, whatever the plan says: seats face it, and the best seats are those "
            + "nearest to it. Left out: as the plan says.", OneOf(StageSides.Words))
        .TakesQuery("kind", "What its places are: seats, appointments, or the seats of a coach. Left out: slots where "
            + "every seat, or every row, is called by a time of day, a coach where a driver is drawn, else seats.",
            OneOf(PlanKinds.Words))
        .Takes<PlanBody>(PlanExamples.Pretix)
        .TakesText(PlanCsvBody.ContentType, PlanExamples.Csv);

    private static RouteHandlerBuilder TakesPlanId(this RouteHandlerBuilder route) =>
        route.TakesPath("id", "The plan's `id`.", Whole("int64"));

    private static OpenApiSchema OneOf(IReadOnlyList<string> words) =>
        new() { Type = JsonSchemaType.String, Enum = [.. words.Select(word => (JsonNode)word)] };

    private static OpenApiSchema Whole(string format) =>
        new() { Type = JsonSchemaType.Integer, Format = format, Minimum = "1" };

    private static OpenApiSchema Text(int? charsMax = null) =>
        new() { Type = JsonSchemaType.String, MaxLength = charsMax };
}
