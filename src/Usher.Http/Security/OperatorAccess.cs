using System.Net;
using Microsoft.AspNetCore.HttpOverrides;
using Microsoft.Extensions.Options;
using Usher.BoxOffice.Permissions;
using Usher.Http.Errors;

namespace Usher.Http.Security;

/// <summary>
/// Who may see how the server is inside, such as which part of it is away: whoever asks from this very machine or at an
/// address of <see cref="OperatorOptions"/>, and an OPERATOR from anywhere.
/// </summary>
public sealed class OperatorAccess(IOptions<OperatorOptions> options)
{
    // A proxy on this machine that the server does not know makes everybody a neighbour; most say that they are one.
    private static readonly string[] MarksOfProxies =
        [ForwardedHeadersDefaults.XForwardedForHeaderName, ForwardedHeadersDefaults.XOriginalForHeaderName,
            "Forwarded", "Via", "X-Real-IP"];

    private static readonly PathString Health = "/health";

    private readonly int[] _ports =
        [.. (OperatorOptions.ReadUrls(options.Value.OperatorUrls) ?? []).Select(address => address.Port)];

    /// <summary>Whether the request came to an address for operators alone.</summary>
    public bool IsOwnAddress(HttpContext context) => _ports.AsSpan().Contains(context.Connection.LocalPort);

    /// <summary>Whether whoever asks may see the details. Credentials that cannot be looked at now are none.</summary>
    public async ValueTask<bool> MaySeeAsync(HttpContext context)
    {
        if (IsOwnAddress(context) || IsOfThisMachine(context))
        {
            return true;
        }

        // A process that only works knows no credentials.
        if (context.RequestServices.GetService<KeyCheck>() is null)
        {
            return false;
        }

        try
        {
            return await context.FindCallerAsync() is { } caller && caller.Is(Role.Operator);
        }
        catch (Exception e) when (DatabaseAway.Caused(e))
        {
            return false;
        }
    }

    /// <summary>Lets an address for operators answer nothing but what is for them. Without one it adds nothing to a
    /// request's way.</summary>
    internal void Use(WebApplication app)
    {
        if (_ports.Length > 0)
        {
            app.Use((context, next) => IsOwnAddress(context) && !IsForOperators(context.Request.Path)
                ? Problems.Of(ProblemType.NoSuchRoute).ExecuteAsync(context)
                : next(context));
        }
    }

    private static bool IsForOperators(PathString path) =>
        path.StartsWithSegments(Health, StringComparison.OrdinalIgnoreCase);

    private static bool IsOfThisMachine(HttpContext context) =>
        context.Connection.RemoteIpAddress is { } address && IPAddress.IsLoopback(address)
        && !MarksOfProxies.Any(context.Request.Headers.ContainsKey);
}
