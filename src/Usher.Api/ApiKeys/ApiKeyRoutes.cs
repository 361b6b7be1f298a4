using Microsoft.OpenApi;
using Usher.Api.Idempotency;
using Usher.Api.OpenApi;
using Usher.BoxOffice.ApiKeys;
using Usher.BoxOffice.Permissions;
using Usher.Http.Errors;
using Usher.Http.Replies;
using static Microsoft.AspNetCore.Http.StatusCodes;

namespace Usher.Api.ApiKeys;

internal static class ApiKeyRoutes
{
    public static void MapApiKeyAdmin(this IEndpointRouteBuilder routes)
    {
        var services = routes.ServiceProvider;
        var keys = new ApiKeyEndpoints(
            services.GetRequiredService<ApiKeyStore>(), services.GetRequiredService<RepeatableCalls>());
        var admin = routes.MapGroup("/api/admin/api-keys");

        admin.MapRead("", keys.List)
            .Named("listApiKeys", DocumentTransformer.Team, "List the organization's API keys", """
                With what each may do, and when it was last used.
                """)
            .RequiresRole(Role.Admin)
            .Answers<ApiKeyListDocument>(Status200OK, "The keys.", ApiKeyExamples.Keys)
            .Refuses(ProblemType.Unavailable);

        admin.MapPost("", (Delegate)keys.Make)
            .Named("createApiKey", DocumentTransformer.Team, "Make an API key", """
                For a program. It is sent like the server's own key, in `X-Api-Key` or as `Authorization: Bearer …`,
                and may do what its role may. The key is stored nowhere: a repeated request with the same
                `Idempotency-Key` makes no other one and gets the same response without it. If the first response was
                lost, revoke the key and make another.
                """)
            .RequiresRole(Role.Admin)
            .TakesIdempotencyKey()
            .Takes<ApiKeyBody>(ApiKeyExamples.NewKey)
            .Answers<MadeApiKeyDocument>(Status201Created, "The key.", ApiKeyExamples.Made)
            .Refuses(
                ProblemType.Validation, ProblemType.MalformedBody, ProblemType.TooManyApiKeys,
                ProblemType.Unavailable);

        admin.MapDelete("/{id}", keys.Revoke)
            .Named("revokeApiKey", DocumentTransformer.Team, "Revoke an API key", """
                It stops working: immediately on this server, on others within `Auth:RecheckSeconds`. Repeating the
                request is harmless.
                """)
            .RequiresRole(Role.Admin)
            .TakesPath(
                "id", "The key's `id`.", new OpenApiSchema { Type = JsonSchemaType.String, Format = "uuid" })
            .TakesNoEncodedBody()
            .AnswersEmpty(Status204NoContent, "It is revoked.")
            .Refuses(ProblemType.NoSuchApiKey, ProblemType.Unavailable);
    }
}
