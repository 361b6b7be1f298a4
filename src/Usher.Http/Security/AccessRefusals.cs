using Microsoft.AspNetCore.Authorization;
using Usher.BoxOffice.Permissions;
using Usher.Http.Errors;

namespace Usher.Http.Security;

/// <summary>The answers to whoever may not do what they asked for.</summary>
public static class AccessRefusals
{
    private const string Challenge =
        $"Bearer realm=\"usher\", ApiKey realm=\"usher\", header=\"{AdminKey.HeaderName}\"";

    /// <summary>401 to whoever brought nothing that is good, or 429 to a client that has sent too many wrong keys.
    /// </summary>
    public static ProblemReply Unknown(HttpContext context, string? detail = null) =>
        KeyCheck.OfRequest(context) is { Wait: { } wait }
            ? Problems.Later(ProblemType.TooManyWrongKeys, wait)
            : Problems.Of(ProblemType.AdminKeyRequired, detail) with { Header = ("WWW-Authenticate", Challenge) };

    /// <summary>401 to whoever showed what should have opened a session and did not.</summary>
    public static ProblemReply SignInFailed(string detail) =>
        Problems.Of(ProblemType.SignInFailed, detail) with { Header = ("WWW-Authenticate", Challenge) };

    /// <summary>401 to whoever has the password and no good code.</summary>
    public static ProblemReply CodeNeeded(bool wasWrong) =>
        Problems.Of(
            ProblemType.CodeNeeded,
            wasWrong
                ? "The code in 'otp' is not right, or was used already. Send the next one that the app shows, or a "
                    + "recovery code."
                : null) with
        {
            Header = ("WWW-Authenticate", Challenge),
        };

    /// <summary>403 to whoever is known and has another role.</summary>
    public static ProblemReply Forbidden(HttpContext context)
    {
        var needed = RoleOf(context);
        var own = Caller.OfRequest(context)?.Role;
        return Problems.Of(
            ProblemType.RoleRequired,
            needed is null || own is null
                ? null
                : $"This needs the role {RoleNames.NameOf(needed.Value)}; yours is {RoleNames.NameOf(own.Value)}.");
    }

    /// <summary>The role that the request's route needs; null: it needs none.</summary>
    public static Role? RoleOf(HttpContext context) =>
        context.GetEndpoint()?.Metadata.GetMetadata<IAuthorizeData>() is { Policy: { } policy }
            ? Policies.RoleOf(policy)
            : null;
}
