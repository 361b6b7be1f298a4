using System.Net;
using System.Text.RegularExpressions;

namespace Usher.Testing;

/// <summary>Sends with each form of the desk the token that the page before it had, as a browser does.</summary>
internal sealed partial class FormTokens(HttpMessageHandler inner) : DelegatingHandler(inner)
{
    private string? _token;

    [GeneratedRegex("name=\"form_token\" value=\"([^\"]+)\"")]
    public static partial Regex Field { get; }

    protected override async Task<HttpResponseMessage> SendAsync(
        HttpRequestMessage request, CancellationToken cancellationToken)
    {
        var path = request.RequestUri!.AbsolutePath;
        if (request.Method != HttpMethod.Post || !path.StartsWith("/desk", StringComparison.Ordinal))
        {
            return await base.SendAsync(request, cancellationToken);
        }

        _token ??= await ReadTokenAsync(request.RequestUri, "/desk/sign-in", cancellationToken);
        request.Headers.Add("RequestVerificationToken", _token);
        if (path.StartsWith("/desk/sign-", StringComparison.Ordinal))
        {
            // It belongs to the one who is signed in.
            _token = null;
        }

        return await base.SendAsync(request, cancellationToken);
    }

    private async Task<string> ReadTokenAsync(Uri server, string path, CancellationToken ct)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, new Uri(server, path));
        request.Headers.Accept.ParseAdd("text/html");
        using var page = await base.SendAsync(request, ct);
        return page.StatusCode == HttpStatusCode.SeeOther
            ? await ReadTokenAsync(server, page.Headers.Location!.ToString(), ct)
            : Field.Match(await page.Content.ReadAsStringAsync(ct)).Groups[1].Value;
    }
}
