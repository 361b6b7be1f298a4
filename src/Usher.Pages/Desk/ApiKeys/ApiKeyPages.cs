using System.Collections.Immutable;
using System.Globalization;
using Usher.BoxOffice.ApiKeys;
using Usher.BoxOffice.Permissions;
using Usher.Http.Fields;
using Usher.Http.Security;
using Usher.Pages.Desk.NewShows;
using Usher.Pages.Kit;

namespace Usher.Pages.Desk.ApiKeys;

/// <summary>The organization's API keys, for its ADMIN.</summary>
internal sealed class ApiKeyPages(ApiKeyStore keys, TimeProvider time)
{
    public const string Path = "/desk/api-keys";

    public async Task<IResult> List(HttpContext context) =>
        new PageReply<ApiKeysPage>(await ViewAsync(context, context.RequestAborted));

    public async Task<IResult> Make(HttpContext context)
    {
        var fields = Fields.Of(await PageForm.ReadAsync(context));
        var errors = new FieldErrors();
        var role = RoleNames.ParseOfMember(fields["role"]);
        // Whoever chose none of the roles is told that too, beside what is wrong with the rest.
        var key = new NewApiKey(fields["name"], role ?? Role.Operator, ExpiryOf(fields["days"], errors));
        if (errors.Add(key.Problems(time.GetUtcNow().UtcDateTime), FieldOf).Any)
        {
            return await RefuseAsync(context, fields, errors);
        }

        var caller = context.SignedIn();
        switch (await keys.MakeAsync(
            caller.Organization, key, caller.Person, caller.Person is null ? null : caller.Name,
            CancellationToken.None))
        {
            case NewApiKeyOutcome.Made made:
                // The secret is shown here and never again, so there is no page to be led to.
                return new PageReply<ApiKeysPage>(
                    await ViewAsync(context, CancellationToken.None) with { Made = made });
            case NewApiKeyOutcome.TooMany:
                errors.Add(
                    "name", "cannot be used: your organization has as many keys as it can have; revoke one first");
                break;
            case NewApiKeyOutcome.Wrong(var problems):
                errors.Add(problems, FieldOf);
                break;
        }

        return await RefuseAsync(context, fields, errors);
    }

    public async Task<IResult> Revoke(string id, HttpContext context)
    {
        if (Guid.TryParseExact(id, "D", out var key))
        {
            await keys.RevokeAsync(context.SignedIn().Organization, key, CancellationToken.None);
        }

        return PageForm.SeeOther(Path);
    }

    // The form counts days where the API names the moment.
    private static string FieldOf(string field) =>
        field == nameof(NewApiKey.ExpiresAt) ? "days" : field.ToLowerInvariant();

    private DateTime? ExpiryOf(string days, FieldErrors errors)
    {
        if (days.Length == 0)
        {
            return null;
        }

        if (int.TryParse(days, NumberStyles.None, CultureInfo.InvariantCulture, out var count)
            && count is >= 1 and <= NewApiKey.DaysMax)
        {
            return time.GetUtcNow().UtcDateTime.AddDays(count);
        }

        errors.Add("days", $"must be a whole number from 1 to {NewApiKey.DaysMax:N0}");
        return null;
    }

    private async Task<IResult> RefuseAsync(HttpContext context, Fields fields, FieldErrors errors) =>
        new PageReply<ApiKeysPage>(await ViewAsync(context, context.RequestAborted) with
        {
            Fields = fields,
            Problems = errors.ToWords(),
        })
        {
            Status = StatusCodes.Status400BadRequest,
        };

    private async Task<ApiKeysView> ViewAsync(HttpContext context, CancellationToken ct) => new(
        await keys.ListAsync(context.SignedIn().Organization, ct), time.GetUtcNow().UtcDateTime);
}

/// <summary>The organization's keys, and the form that makes another one.</summary>
public sealed record ApiKeysView(ImmutableArray<ApiKey> Keys, DateTime Now)
{
    public Fields Fields { get; init; } = Fields.None;

    public IReadOnlyDictionary<string, string>? Problems { get; init; }

    /// <summary>The key that was just made, whose secret is shown this once.</summary>
    public NewApiKeyOutcome.Made? Made { get; init; }

    public string StateOf(ApiKey key) =>
        key.RevokedAt is not null ? "Revoked" : key.ExpiresAt <= Now ? "Expired" : "Works";
}
