using System.Text.Json;
using System.Text.Json.Serialization;
using Microsoft.AspNetCore.OpenApi;
using Usher.Api.ApiKeys;
using Usher.Api.Bookings;
using Usher.Api.Health;
using Usher.Api.Idempotency;
using Usher.Api.Identity;
using Usher.Api.Live;
using Usher.Api.OpenApi;
using Usher.Api.Organizations;
using Usher.Api.Privacy;
using Usher.Api.ProblemTypes;
using Usher.Api.SeatingPlans;
using Usher.Api.Shows;
using Usher.Http;
using Usher.Http.Replies;
using Usher.Http.Security;

namespace Usher.Api;

/// <summary>The calls of the API. The engine and its <c>DataSources</c> come beside it.</summary>
public static class ApiServices
{
    private const string DocumentName = "v1";
    private const string DocsPath = "/docs";

    public static WebApplicationBuilder AddUsherApi(this WebApplicationBuilder builder)
    {
        var services = builder.Services;
        services.AddUsherHttp();
        services.AddPolicies();
        services.AddLive();
        services.AddSingleton<RepeatableCalls>();
        services.AddSingleton<ShowReads>();
        services.ConfigureHttpJsonOptions(options =>
        {
            for (var i = 0; i < ApiJson.Contexts.Count; i++)
            {
                options.SerializerOptions.TypeInfoResolverChain.Insert(i, ApiJson.Contexts[i]);
            }

            options.SerializerOptions.PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower;
            options.SerializerOptions.NumberHandling = JsonNumberHandling.Strict;
        });
        services.AddOpenApi(DocumentName, options =>
        {
            // The contract speaks of a Booking and a Show, not of their documents.
            options.CreateSchemaReferenceId = type =>
                OpenApiOptions.CreateDefaultSchemaReferenceId(type)?.Replace("Document", "", StringComparison.Ordinal);
            options.AddDocumentTransformer<DocumentTransformer>();
            options.AddOperationTransformer<OperationTransformer>();
            options.AddSchemaTransformer<SchemaTransformer>();
        });

        // This logger would open a scope and an activity for every request. What fails is logged by ExceptionProblems.
        builder.Logging.AddFilter("Microsoft.AspNetCore.Hosting.Diagnostics", LogLevel.None);
        return builder;
    }

    public static WebApplication MapUsherApi(this WebApplication app)
    {
        app.UseUsherHttp();
        app.MapGroup("").AllowAnonymous().MapShows();
        app.MapGroup("").AllowAnonymous().MapJourneys();
        app.MapLive();
        app.MapGroup("").AllowAnonymous().MapBookings();
        app.MapGroup("").AllowAnonymous().MapTokens();
        app.MapShowAdmin();
        app.MapJourneyAdmin();
        app.MapPlanAdmin();
        app.MapBookingAdmin();
        app.MapMemberAdmin();
        app.MapApiKeyAdmin();
        app.MapOrganizationAdmin();
        app.MapOwnOrganizationAdmin();
        app.MapPrivacyAdmin();
        app.MapHealth();
        app.MapProblems();
        new DocumentReply(DocumentName).AddTo(app.MapOpenApi().AllowAnonymous());
        // Nobody else need pass it.
        app.UseWhen(
            context => context.Request.Path.StartsWithSegments(DocsPath, StringComparison.OrdinalIgnoreCase),
            docs => docs.Use(AllowViewer).UseSwaggerUI(page =>
            {
                page.RoutePrefix = DocsPath[1..];
                page.DocumentTitle = "Usher API";
                page.SwaggerEndpoint($"/openapi/{DocumentName}.json", "Usher");
            }));
        return app;
    }

    private static Task AllowViewer(HttpContext context, RequestDelegate next)
    {
        SecurityHeaders.SetForViewer(context.Response.Headers);
        return next(context);
    }
}
