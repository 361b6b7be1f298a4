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
                Sells numbered seats: exactly one buyer gets each. Hold seats with `POST /api/bookings`, then confirm
                the booking before its `expires_at`.

                Times are RFC 3339 in UTC. Unknown JSON fields are ignored. Errors are `application/problem+json`
                (RFC 9457) with a `type` that never changes and answers GET with its explanation:

                {string.Join('\n', ProblemType.All.Select(type => $"- `{type.Uri}` ({type.Status}): {type.Title}."))}

                An address that nothing is served at answers 404, a method it does not take 405, both as problems.

                What is not HTTP/1.1 is refused before anything looks at it, without a body and with
                `Connection: close`: 400 a malformed request line, header or framing, 405 `*` for another method than
                OPTIONS, 408 a head that is sent too slowly, 414 a request line over 8 KiB, 431 headers over 16 KiB or
                more than 64, 505 another version of HTTP.
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
            new() { Name = Shows, Description = "What can be booked." },
            new() { Name = Bookings, Description = "Holding, confirming and giving up seats." },
            new() { Name = Organisers, Description = "Putting shows on sale." },
            new() { Name = Operations, Description = "For those who run the server." },
        };
        document.AddComponent(OperationTransformer.AdminKeyScheme, new OpenApiSecurityScheme
        {
            Type = SecuritySchemeType.ApiKey,
            In = ParameterLocation.Header,
            Name = AdminKey.HeaderName,
            Description = "The key the server was configured with (Auth:AdminKey). In development without a configured "
                + "key the server makes one and shows it in the terminal where it was started.",
        });
        return Task.CompletedTask;
    }
}
