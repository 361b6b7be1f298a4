using Microsoft.OpenApi;
using Usher.BoxOffice.Organizations;
using Usher.BoxOffice.Permissions;
using Usher.Http.Errors;
using Usher.Http.Security;

namespace Usher.Api.OpenApi;

internal sealed record BodyDoc(Type Type, bool Required, string Example);

/// <summary>A body that may come as a text instead.</summary>
internal sealed record TextBodyDoc(string ContentType, string Example);

/// <summary>A body that is a file, of one of these content types.</summary>
internal sealed record FileBodyDoc(IReadOnlyList<string> ContentTypes);

internal sealed record AnswerDoc(int Status, string Description, string? Example, HeaderDoc[] Headers)
{
    /// <summary>The content type of a text; null: JSON.</summary>
    public string? TextType { get; init; }
}

internal sealed record HeaderDoc(string Name, string Description, string Example, string? Format = null);

internal sealed record ParameterDoc(string Name, ParameterLocation In, string Description, OpenApiSchema Schema);

internal sealed record RefusalDoc(ProblemType Type);

/// <summary>Marks an operation that requires a token or a key, or, if optional, shows more with one.</summary>
internal sealed record CredentialsDoc(bool Optional);

/// <summary>The least role that an operation requires.</summary>
internal sealed record RoleDoc(Role Role);

/// <summary>Marks an operation of which a client may ask only so often: all its answers say how the client stands.
/// </summary>
internal sealed record RateLimitDoc;

/// <summary>Describes an operation, beside its route, for the OpenAPI document.</summary>
internal static class OperationDocs
{
    public static readonly HeaderDoc Location = new(
        "Location",
        "The URL of what was created.",
        "/api/bookings/00000000-0180-8c3e-9d41-5f2a6b7c8d9e",
        "uri-reference");

    public static RouteHandlerBuilder Named(
        this RouteHandlerBuilder route, string id, string tag, string summary, string description) =>
        route.WithName(id).WithTags(tag).WithSummary(summary).WithDescription(description);

    public static RouteHandlerBuilder Takes<TBody>(
        this RouteHandlerBuilder route, string example, bool required = true) =>
        route.WithMetadata(new BodyDoc(typeof(TBody), required, example)).TakesNoEncodedBody();

    /// <summary>Whatever it does with a body, one that is compressed is refused before.</summary>
    public static RouteHandlerBuilder TakesNoEncodedBody(this RouteHandlerBuilder route) =>
        route.Refuses(ProblemType.EncodedBody);

    /// <summary>The same body may come as a text of another kind.</summary>
    public static RouteHandlerBuilder TakesText(this RouteHandlerBuilder route, string contentType, string example) =>
        route.WithMetadata(new TextBodyDoc(contentType, example));

    /// <summary>The body is a file.</summary>
    public static RouteHandlerBuilder TakesFile(this RouteHandlerBuilder route, IReadOnlyList<string> contentTypes) =>
        route.WithMetadata(new FileBodyDoc(contentTypes)).TakesNoEncodedBody();

    public static RouteHandlerBuilder TakesPath(
        this RouteHandlerBuilder route, string name, string description, OpenApiSchema schema) =>
        route.WithMetadata(new ParameterDoc(name, ParameterLocation.Path, description, schema));

    public static RouteHandlerBuilder TakesQuery(
        this RouteHandlerBuilder route, string name, string description, OpenApiSchema schema) =>
        route.WithMetadata(new ParameterDoc(name, ParameterLocation.Query, description, schema));

    public static RouteHandlerBuilder TakesHeader(
        this RouteHandlerBuilder route, string name, string description, OpenApiSchema schema) =>
        route.WithMetadata(new ParameterDoc(name, ParameterLocation.Header, description, schema));

    /// <summary>Names the policy of the route: whoever has not this role is refused, before anything is read.</summary>
    public static RouteHandlerBuilder RequiresRole(this RouteHandlerBuilder route, Role role)
    {
        route.RequireAuthorization(Policies.Of(role))
            .WithMetadata(new CredentialsDoc(Optional: false), new RoleDoc(role))
            .Refuses(
                ProblemType.AdminKeyRequired, ProblemType.TooManyWrongKeys, ProblemType.TooManyRequests,
                ProblemType.RoleRequired);
        return role == Role.Operator ? route : route.TakesHeader(
            TenantGate.Header,
            "For an OPERATOR: the `slug` of the organization that the call is for. Without it, the default one.",
            new OpenApiSchema { Type = JsonSchemaType.String, MaxLength = Organization.SlugCharsMax });
    }

    public static RouteHandlerBuilder TellsRateLimit(this RouteHandlerBuilder route) =>
        route.WithMetadata(new RateLimitDoc());

    /// <summary>More is shown with a token or a key. Whoever need not send one is told nothing by a wrong one, not even
    /// that.</summary>
    public static RouteHandlerBuilder TakesCredentials(this RouteHandlerBuilder route) =>
        route.WithMetadata(new CredentialsDoc(Optional: true)).Refuses(ProblemType.TooManyRequests);

    public static RouteHandlerBuilder Answers<TDocument>(
        this RouteHandlerBuilder route, int status, string description, string example, params HeaderDoc[] headers) =>
        route.Produces<TDocument>(status).WithMetadata(new AnswerDoc(status, description, example, headers));

    public static RouteHandlerBuilder AnswersText(
        this RouteHandlerBuilder route, int status, string description, string textType, string example) =>
        route.Produces<string>(status, textType)
            .WithMetadata(new AnswerDoc(status, description, example, []) { TextType = textType });

    public static RouteHandlerBuilder AnswersEmpty(
        this RouteHandlerBuilder route, int status, string description, params HeaderDoc[] headers) =>
        route.Produces(status).WithMetadata(new AnswerDoc(status, description, Example: null, headers));

    /// <summary>The problems this operation may answer; every operation may also meet a defect.</summary>
    public static RouteHandlerBuilder Refuses(this RouteHandlerBuilder route, params ProblemType[] types)
    {
        foreach (var type in types.Append(ProblemType.InternalError))
        {
            route.Produces<Problem>(type.Status, "application/problem+json").WithMetadata(new RefusalDoc(type));
        }

        return route;
    }
}
