using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http.Extensions;
using Microsoft.Net.Http.Headers;
using Usher.Http.Errors;
using Usher.Http.Replies;

namespace Usher.Http.Security;

/// <summary>
/// What comes over plain HTTP to a server that has an https address as well: people are sent there, and programs are
/// told. A call of the API is not redirected: a program that follows would send its key in the clear again and again,
/// and nobody would notice. Health checks go through, since they come from nearby and tell nothing.
/// </summary>
internal sealed class PlainRequests
{
    private static readonly PathString Api = "/api";
    private static readonly PathString Health = "/health";

    private readonly PublicAddress _address;
    private readonly SecurityHeaders _security;
    private readonly OperatorAccess _operators;
    private int _httpsPort;

    public PlainRequests(
        PublicAddress address, SecurityHeaders security, OperatorAccess operators, IServer server,
        IHostApplicationLifetime lifetime)
    {
        (_address, _security, _operators) = (address, security, operators);
        // Only then is it known which port it was given.
        lifetime.ApplicationStarted.Register(() => _httpsPort = PortOf(server));
    }

    /// <summary>Whether the request may not be answered as it came. To be asked where its scheme is what its connection
    /// or a known proxy says.</summary>
    public bool AreRefused(HttpRequest request) =>
        _httpsPort != 0 && !request.IsHttps
        && !request.Path.StartsWithSegments(Health, StringComparison.OrdinalIgnoreCase)
        && !_operators.IsOwnAddress(request.HttpContext);

    public Task AnswerAsync(HttpContext context)
    {
        _security.Set(context);
        var (request, response) = (context.Request, context.Response);
        response.Headers.CacheControl = "no-store";
        if (request.Path.StartsWithSegments(Api, StringComparison.OrdinalIgnoreCase)
            || request.Headers.ContainsKey(AdminKey.HeaderName)
            || request.Headers.ContainsKey(HeaderNames.Authorization))
        {
            return Problems.Of(ProblemType.HttpsRequired).ExecuteAsync(context);
        }

        response.StatusCode = StatusCodes.Status308PermanentRedirect;
        response.Headers.Location = _address.SecureUrlOf(request, request.GetEncodedPathAndQuery(), _httpsPort);
        return Task.CompletedTask;
    }

    private static int PortOf(IServer server) => server.Features.Get<IServerAddressesFeature>()?.Addresses
        .Select(BindingAddress.Parse)
        .Where(address => address.Scheme.Equals(Uri.UriSchemeHttps, StringComparison.OrdinalIgnoreCase)
            && !address.IsUnixPipe && !address.IsNamedPipe)
        .Select(address => address.Port)
        .FirstOrDefault() ?? 0;
}
