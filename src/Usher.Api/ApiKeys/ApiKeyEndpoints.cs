using Microsoft.AspNetCore.Http.HttpResults;
using Usher.BoxOffice.ApiKeys;
using Usher.Http.Errors;
using Usher.Http.Fields;
using Usher.Http.Replies;
using Usher.Http.Security;

namespace Usher.Api.ApiKeys;

/// <summary>What an ADMIN does about the organization's API keys.</summary>
internal sealed class ApiKeyEndpoints(ApiKeyStore keys, TimeProvider time)
{
    private const string NoStore = "no-store";

    public async Task<Reply<ApiKeyListDocument>> List(HttpContext context)
    {
        var list = await keys.ListAsync(context.SignedIn().Organization, context.RequestAborted);
        return new Reply<ApiKeyListDocument>(
            StatusCodes.Status200OK, new ApiKeyListDocument { ApiKeys = [.. list.Select(ApiKeyDocument.Of)] },
            ApiKeyJson.Default.ApiKeyListDocument)
        {
            CacheControl = NoStore,
        };
    }

    public async Task<Results<Reply<MadeApiKeyDocument>, ProblemReply>> Make(HttpContext context)
    {
        var errors = new FieldErrors();
        var body = await JsonBody.ReadAsync<ApiKeyBody>(context.Request, errors);
        if (body?.ExpiresAt is { } expiresAt && expiresAt <= time.GetUtcNow().UtcDateTime)
        {
            errors.Add("expires_at", "must be in the future");
        }

        if (body is null || errors.Any)
        {
            return Problems.BadRequest(errors);
        }

        var caller = context.SignedIn();
        return await keys.MakeAsync(
            caller.Organization, body.ToKey(), caller.Person, caller.Person is null ? null : caller.Name,
            CancellationToken.None) is var (key, secret)
            ? new Reply<MadeApiKeyDocument>(
                StatusCodes.Status201Created,
                new MadeApiKeyDocument { ApiKey = ApiKeyDocument.Of(key), Secret = secret },
                ApiKeyJson.Default.MadeApiKeyDocument)
            {
                CacheControl = NoStore,
            }
            : Problems.Of(ProblemType.TooManyApiKeys);
    }

    public async Task<Results<NoContent, ProblemReply>> Revoke(string id, HttpContext context) =>
        Guid.TryParseExact(id, "D", out var key)
        && await keys.RevokeAsync(context.SignedIn().Organization, key, CancellationToken.None)
            ? TypedResults.NoContent()
            : Problems.Of(ProblemType.NoSuchApiKey);
}
