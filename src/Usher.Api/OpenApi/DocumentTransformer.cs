using Microsoft.AspNetCore.OpenApi;
using Microsoft.OpenApi;
using Usher.Http.Errors;
using Usher.Http.Security;

namespace Usher.Api.OpenApi;

/// <summary>Describes the API as a whole.</summary>
internal sealed class DocumentTransformer : IOpenApiDocumentTransformer
{
    public const string Bookings = "Bookings";
    public const string Shows = "Shows";
    public const string Organisers = "Organisers";
    public const string SignIn = "Sign-in";
    public const string Team = "Team";
    public const string Tenants = "Tenants";
    public const string Operations = "Operations";

    public Task TransformAsync(
        OpenApiDocument document, OpenApiDocumentTransformerContext context, CancellationToken cancellationToken)
    {
        document.Info = new OpenApiInfo
        {
            Title = "Usher",
            Version = "1",
            License = new OpenApiLicense { Name = "MIT", Identifier = "MIT" },
            Description = $"""
                Sells numbered seats, each to exactly one buyer. Hold seats with `POST /api/bookings`, then confirm the
                booking before its `expires_at`.

                Times are in UTC, in RFC 3339 format. Unknown JSON fields are ignored. Errors are
                `application/problem+json` (RFC 9457) with a `type` that never changes; GET it for an explanation:

                {string.Join('\n', ProblemType.All.Select(type => $"- `{type.Uri}` ({type.Status}): {type.Title}."))}

                An unknown URL returns 404 and an unsupported method 405, both as problems. A server that has an https
                address refuses calls over plain HTTP with 403 (`{ProblemType.HttpsRequired.Uri}`).

                Requests that are not valid HTTP/1.1 are refused at once, without a body and with `Connection: close`:
                400 for a malformed request line, header or framing, 405 for `*` with a method other than OPTIONS, 408
                for headers sent too slowly, 414 for a request line over 8 KiB, 431 for headers over 16 KiB or more than
                64 headers, 505 for another version of HTTP.
                """,
        };
        foreach (var path in document.Paths.Values)
        {
            // Understood for every GET (RFC 9110 §9.3.2).
            path.Operations?.Remove(HttpMethod.Head);
        }

        document.Servers = [new OpenApiServer { Url = "/", Description = "This server." }];
        document.Tags = new HashSet<OpenApiTag>
        {
            new() { Name = Shows, Description = "Find shows and seats." },
            new() { Name = Bookings, Description = "Hold, confirm and release seats." },
            new() { Name = Organisers, Description = "Create and manage shows, plans and bookings." },
            new() { Name = SignIn, Description = "Get access tokens for a person." },
            new() { Name = Team, Description = "Manage the organization's people and API keys." },
            new() { Name = Tenants, Description = "Manage the organizations that sell here." },
            new() { Name = Operations, Description = "Run and monitor the server." },
        };
        document.AddComponent(OperationTransformer.KeyScheme, new OpenApiSecurityScheme
        {
            Type = SecuritySchemeType.ApiKey,
            In = ParameterLocation.Header,
            Name = AdminKey.HeaderName,
            Description = "An API key of your organization (usk_…), or the server's own key (Auth:AdminKey). In "
                + "development, a server without a configured key creates one and shows it in the terminal where it "
                + "was started.",
        });
        document.AddComponent(OperationTransformer.BearerScheme, new OpenApiSecurityScheme
        {
            Type = SecuritySchemeType.Http,
            Scheme = "bearer",
            Description = "An access token from POST /api/auth/token (a JWT of a few minutes), or an API key.",
        });
        return Task.CompletedTask;
    }
}
