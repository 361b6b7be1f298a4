using System.Globalization;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.OpenApi;
using Microsoft.OpenApi;
using Usher.BoxOffice.Permissions;
using Usher.Http.Errors;
using Usher.Http.RateLimits;

namespace Usher.Api.OpenApi;

/// <summary>Completes each generated operation with what <see cref="OperationDocs"/> says beside its route.</summary>
internal sealed class OperationTransformer : IOpenApiOperationTransformer
{
    public const string KeyScheme = "ApiKey";
    public const string BearerScheme = "Bearer";

    private const string Json = "application/json";

    private static readonly HeaderDoc RetryAfter = new("Retry-After", "How many seconds to wait, at least 1.", "1");

    private static readonly HeaderDoc Authenticate = new(
        "WWW-Authenticate", "Names what to send.",
        "Bearer realm=\"usher\", ApiKey realm=\"usher\", header=\"X-Api-Key\"");

    private static readonly HeaderDoc AcceptEncoding = new(
        "Accept-Encoding", "What a body may be encoded as.", "identity");

    private static readonly HeaderDoc[] RateLimit =
    [
        new(
            RateHeaders.Policy,
            "The limit for each client: `q` requests in `w` seconds (draft-ietf-httpapi-ratelimit-headers). Not for "
                + "STAFF.",
            "\"bookings\";q=100;w=900"),
        new(
            RateHeaders.State,
            "What is left of it: `r` requests. `t` is the number of seconds until the window ends; if nothing is left, "
                + "until the next request is allowed. Not for STAFF.",
            "\"bookings\";r=57;t=123"),
    ];

    private static readonly HeaderDoc[] KeyRateLimit =
    [
        new(
            RateHeaders.Policy,
            "The limit for each API key: `q` requests in `w` seconds. Only for requests with an API key.",
            "\"key\";q=3000;w=60"),
        new(RateHeaders.State, "What is left of it, as in `RateLimit` of `book`.", "\"key\";r=2999;t=60"),
    ];

    public async Task TransformAsync(
        OpenApiOperation operation, OpenApiOperationTransformerContext context, CancellationToken cancellationToken)
    {
        var metadata = context.Description.ActionDescriptor.EndpointMetadata;
        AddParameters(operation, metadata.OfType<ParameterDoc>());
        foreach (var answer in metadata.OfType<AnswerDoc>())
        {
            var response = ResponseOf(operation, answer.Status);
            response.Description = answer.Description;
            AddHeaders(response, answer.Headers);
            if (answer.Example is { } example)
            {
                response.Content![answer.TextType ?? Json].Example =
                    answer.TextType is null ? JsonNode.Parse(example) : JsonValue.Create(example);
            }
        }

        foreach (var refusals in metadata.OfType<RefusalDoc>().GroupBy(refusal => refusal.Type.Status))
        {
            Refuse(ResponseOf(operation, refusals.Key), [.. refusals.Select(refusal => refusal.Type).Distinct()]);
        }

        HeaderDoc[] rates = metadata.OfType<RateLimitDoc>().Any() ? RateLimit
            : metadata.OfType<RoleDoc>().Any() ? KeyRateLimit
            : [];
        foreach (var response in operation.Responses!.Values.OfType<OpenApiResponse>())
        {
            AddHeaders(response, rates);
        }

        if (metadata.OfType<BodyDoc>().FirstOrDefault() is { } body)
        {
            operation.RequestBody = await BodyAsync(body, context, cancellationToken);
            foreach (var text in metadata.OfType<TextBodyDoc>())
            {
                operation.RequestBody.Content![text.ContentType] = new OpenApiMediaType
                {
                    Schema = new OpenApiSchema { Type = JsonSchemaType.String },
                    Example = JsonValue.Create(text.Example),
                };
            }
        }

        if (metadata.OfType<FileBodyDoc>().FirstOrDefault() is { } file)
        {
            operation.RequestBody = new OpenApiRequestBody
            {
                Required = true,
                Content = file.ContentTypes.ToDictionary(
                    type => type,
                    _ => new OpenApiMediaType
                    {
                        Schema = new OpenApiSchema { Type = JsonSchemaType.String, Format = "binary" },
                    },
                    StringComparer.Ordinal),
            };
        }

        Secure(operation, metadata.OfType<CredentialsDoc>().FirstOrDefault(), context.Document!);
        if (metadata.OfType<RoleDoc>().FirstOrDefault() is { } needed)
        {
            operation.Description = $"{operation.Description?.TrimEnd()}\n\nRole: {RoleNames.NameOf(needed.Role)}.";
        }
    }

    private static OpenApiResponse ResponseOf(OpenApiOperation operation, int status) =>
        (OpenApiResponse)operation.Responses![status.ToString(CultureInfo.InvariantCulture)];

    private static void AddParameters(OpenApiOperation operation, IEnumerable<ParameterDoc> docs)
    {
        foreach (var doc in docs)
        {
            operation.Parameters ??= [];
            var generated = operation.Parameters.FirstOrDefault(parameter => parameter.Name == doc.Name);
            if (generated is not null)
            {
                operation.Parameters.Remove(generated);
            }

            operation.Parameters.Add(new OpenApiParameter
            {
                Name = doc.Name,
                In = doc.In,
                Description = doc.Description,
                Required = doc.In == ParameterLocation.Path,
                Schema = doc.Schema,
            });
        }
    }

    private static void AddHeaders(OpenApiResponse response, IEnumerable<HeaderDoc> headers)
    {
        foreach (var header in headers)
        {
            response.Headers ??= new Dictionary<string, IOpenApiHeader>(StringComparer.Ordinal);
            response.Headers[header.Name] = new OpenApiHeader
            {
                Description = header.Description,
                Schema = new OpenApiSchema { Type = JsonSchemaType.String, Format = header.Format },
                Example = header.Example,
            };
        }
    }

    private static void Refuse(OpenApiResponse response, ProblemType[] types)
    {
        response.Description = string.Join(" ", types.Select(type => $"{type.Title} (`{type.Uri}`)."));
        AddHeaders(response, types[0].Status switch
        {
            StatusCodes.Status401Unauthorized => [Authenticate],
            StatusCodes.Status415UnsupportedMediaType => [AcceptEncoding],
            StatusCodes.Status429TooManyRequests or StatusCodes.Status503ServiceUnavailable => [RetryAfter],
            _ => [],
        });
        var content = response.Content!["application/problem+json"];
        content.Examples = types.ToDictionary(
            type => type.Name,
            IOpenApiExample (type) => new OpenApiExample { Summary = type.Title, Value = ProblemExamples.Of(type) },
            StringComparer.Ordinal);
    }

    // Not by an [Accepts] attribute: routing would then answer another content type itself, with 415 and no problem.
    private static async Task<OpenApiRequestBody> BodyAsync(
        BodyDoc body, OpenApiOperationTransformerContext context, CancellationToken ct)
    {
        var schema = await context.GetOrCreateSchemaAsync(body.Type, cancellationToken: ct);
        context.Document!.AddComponent(body.Type.Name, schema);
        return new OpenApiRequestBody
        {
            Required = body.Required,
            Content = new Dictionary<string, OpenApiMediaType>(StringComparer.Ordinal)
            {
                [Json] = new OpenApiMediaType
                {
                    Schema = new OpenApiSchemaReference(body.Type.Name, context.Document),
                    Example = JsonNode.Parse(body.Example),
                },
            },
        };
    }

    private static void Secure(OpenApiOperation operation, CredentialsDoc? credentials, OpenApiDocument document)
    {
        operation.Security = [];
        if (credentials is null or { Optional: true })
        {
            operation.Security.Add([]);
        }

        foreach (var scheme in credentials is null ? [] : (string[])[BearerScheme, KeyScheme])
        {
            operation.Security.Add(new OpenApiSecurityRequirement
            {
                [new OpenApiSecuritySchemeReference(scheme, document)] = [],
            });
        }
    }
}
