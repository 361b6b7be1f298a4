using Usher.Http.Transport;
using Usher.Pages.Kit.Layout;

namespace Usher.Pages.Kit;

/// <summary>What the forms of pages have in common.</summary>
internal static class PageForm
{
    private const string UrlEncoded = "application/x-www-form-urlencoded";
    private const byte Replacement = 1;

    // A script sends the form again on time; the browser's own way back comes after it.
    private static readonly TimeSpan AfterScript = TimeSpan.FromSeconds(3);

    /// <summary>What was sent; null if it is no form.</summary>
    public static async Task<IFormCollection?> ReadAsync(HttpContext context)
    {
        if (!context.Request.HasFormContentType)
        {
            return null;
        }

        try
        {
            await KeepNulApartAsync(context.Request);
            // Without a token: a client that goes is told by what the reading throws, and then the connection is ended.
            return await context.Request.ReadFormAsync(CancellationToken.None);
        }
        catch (BadHttpRequestException)
        {
            // Whose client may be gone by now: then nobody looks at it on its way up.
            context.EndAfterBrokenBody();
            throw;
        }
        catch (Exception e) when (e is InvalidDataException or NotSupportedException or IOException)
        {
            // In an encoding that .NET gave up for good reason, or in parts of which the last is missing.
            context.EndAfterBrokenBody();
            return null;
        }
    }

    /// <summary>
    /// The framework reads nothing of a form that has a NUL in one of its fields, not even its token. With another
    /// control character in its place the form is read, and the rule of the field refuses it by name.
    /// </summary>
    public static async Task KeepNulApartAsync(HttpRequest request)
    {
        if (request.ContentType?.StartsWith(UrlEncoded, StringComparison.OrdinalIgnoreCase) != true
            || request.Body is MemoryStream)
        {
            return;
        }

        // No larger than the server lets a body be.
        var body = new MemoryStream();
        await request.Body.CopyToAsync(body, CancellationToken.None);
        var bytes = body.GetBuffer().AsSpan(0, (int)body.Length);
        bytes.Replace((byte)0, Replacement);
        for (var rest = bytes; rest.IndexOf("%00"u8) is >= 0 and var at; rest = rest[(at + 3)..])
        {
            rest[at + 2] = (byte)('0' + Replacement);
        }

        body.Position = 0;
        request.Body = body;
    }

    /// <summary>Post, redirect, get: what a reader sees afterwards can be loaded again without harm.</summary>
    public static IResult SeeOther(string url) => new SeeOtherReply(url);

    public static IResult Busy(
        string action, IReadOnlyList<KeyValuePair<string, string>> fields, string words, string backUrl, TimeSpan after)
    {
        var seconds = (int)Math.Max(1, Math.Ceiling(after.TotalSeconds));
        return new PageReply<BusyPage>(new BusyView(action, fields, words, backUrl, seconds))
        {
            Status = StatusCodes.Status503ServiceUnavailable,
            RetryAfter = after,
            Refresh = (after + AfterScript, backUrl),
        };
    }

    private sealed record SeeOtherReply(string Url) : IResult
    {
        public Task ExecuteAsync(HttpContext httpContext)
        {
            httpContext.Response.StatusCode = StatusCodes.Status303SeeOther;
            httpContext.Response.Headers.Location = httpContext.Request.PathBase + Url;
            httpContext.Response.Headers.CacheControl = PageReply<BusyPage>.NoStore;
            return Task.CompletedTask;
        }
    }
}
