using System.Diagnostics.CodeAnalysis;
using Microsoft.AspNetCore.Authentication;
using Usher.BoxOffice.Permissions;

namespace Usher.Http.Security;

/// <summary>Who calls what everybody may call.</summary>
public static class RequestCallers
{
    /// <summary>The caller by the key or the token of the request; null: it has none that is good, and whoever need not
    /// bring one is told nothing about it. Without either header it is two looks at the headers.</summary>
    public static ValueTask<Caller?> FindCallerAsync(this HttpContext context)
    {
        var headers = context.Request.Headers;
        return headers.Authorization.Count == 0 && !headers.ContainsKey(AdminKey.HeaderName)
            ? ValueTask.FromResult<Caller?>(null)
            : AskAsync(context);
    }

    /// <summary>Whether the caller is one of the organiser's own people, who may see what buyers may not.</summary>
    public static bool IsStaff([NotNullWhen(true)] this Caller? caller) => caller?.Is(Role.Staff) == true;

    /// <summary>Whether the caller is so of this organization, or an OPERATOR, who is of all.</summary>
    public static bool IsStaffOf([NotNullWhen(true)] this Caller? caller, OrganizationId organization) =>
        caller.IsStaff() && (caller.Organization == organization || caller.Is(Role.Operator));

    private static async ValueTask<Caller?> AskAsync(HttpContext context)
    {
        if (Caller.OfRequest(context) is { } known)
        {
            return known;
        }

        await context.AuthenticateAsync(Policies.ApiScheme);
        return Caller.OfRequest(context);
    }
}
