using Microsoft.AspNetCore.Http.HttpResults;
using Usher.Api.Idempotency;
using Usher.BoxOffice.ApiKeys;
using Usher.Http.Errors;
using Usher.Http.Fields;
using Usher.Http.Replies;
using Usher.Http.Security;

namespace Usher.Api.ApiKeys;

/// <summary>What an ADMIN does about the organization's API keys.</summary>
internal sealed class ApiKeyEndpoints(ApiKeyStore keys, RepeatableCalls calls)
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

    public Task<IResult> Make(HttpContext context) => calls.RunAsync<ApiKeyBody>(context, async (write, body) =>
    {
        var caller = context.SignedIn();
        return await keys.MakeAsync(
            write, caller.Organization, body.ToKey(), caller.Person, caller.Person is null ? null : caller.Name,
            CancellationToken.None) switch
        {
            NewApiKeyOutcome.Made(var key, var secret) => Made(
                new MadeApiKeyDocument { ApiKey = ApiKeyDocument.Of(key), Secret = secret }),
            NewApiKeyOutcome.TooMany => Problems.Of(ProblemType.TooManyApiKeys),
            NewApiKeyOutcome.Wrong(var problems) => Problems.BadRequest(new FieldErrors().Add(problems)),
        };
    });

    public async Task<Results<NoContent, ProblemReply>> Revoke(string id, HttpContext context) =>
        Guid.TryParseExact(id, "D", out var key)
        && await keys.RevokeAsync(context.SignedIn().Organization, key, CancellationToken.None)
            ? TypedResults.NoContent()
            : Problems.Of(ProblemType.NoSuchApiKey);

    private static WriteAnswer Made(MadeApiKeyDocument made) => WriteAnswer.OfSecret(
        StatusCodes.Status201Created, made, made.WithoutSecret(), ApiKeyJson.Default.MadeApiKeyDocument);
}
