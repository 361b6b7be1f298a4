using System.Text.Json;
using System.Text.Json.Serialization;
using Microsoft.AspNetCore.OpenApi;
using Microsoft.Extensions.Options;
using Usher.Api;
using Usher.Api.Bookings;
using Usher.Api.Health;
using Usher.Api.Live;
using Usher.Api.OpenApi;
using Usher.Api.Problems;
using Usher.Api.Shows;
using Usher.Http.Security;

namespace Usher.Server.Hosting;

/// <summary>The whole HTTP side of the server. The engine and its <c>DataSources</c> come beside it.</summary>
internal static class ApiComposition
{
    private const string DocumentName = "v1";
    private const string DocsPath = "/docs";

    public static WebApplicationBuilder AddUsherApi(this WebApplicationBuilder builder)
    {
        var services = builder.Services;
        services.AddUsherHttp();
        services.AddOptions<WarmUpOptions>().BindConfiguration(WarmUpOptions.Section).ValidateOnStart();
        services.AddSingleton<IValidateOptions<WarmUpOptions>, WarmUpOptionsCheck>();
        services.AddSingleton<WarmUp>();
        services.AddAdminKey();
        services.AddLive();
        services.ConfigureHttpJsonOptions(options =>
        {
            options.SerializerOptions.TypeInfoResolverChain.Insert(0, WireJson.Default);
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
        app.UseUsherProblems();
        app.MapShows();
        app.MapLive();
        app.MapBookings();
        app.MapShowAdmin();
        app.MapBookingAdmin();
        app.MapHealth();
        app.MapProblems();
        app.MapOpenApi();
        // Nobody else need pass it.
        app.UseWhen(
            context => context.Request.Path.StartsWithSegments(DocsPath, StringComparison.OrdinalIgnoreCase),
            docs => docs.UseSwaggerUI(page =>
            {
                page.RoutePrefix = DocsPath[1..];
                page.DocumentTitle = "Usher API";
                page.SwaggerEndpoint($"/openapi/{DocumentName}.json", "Usher");
            }));
        return app;
    }
}
