using System.Globalization;
using System.IO.Compression;
using System.Text;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Web;
using Usher.Http.Replies;

namespace Usher.Pages.Kit;

/// <summary>
/// Answers with a page, rendered whole before its first byte leaves: a defect in it becomes an error page, not half a
/// page. The component takes what it shows as its parameter <c>Model</c>.
/// </summary>
internal sealed record PageReply<TPage>(object Model) : IResult
    where TPage : IComponent
{
    public const string Private = "private, no-cache";
    public const string NoStore = "no-store";

    // Small pages fit into one packet as they are.
    private const int CompressedCharsMin = 1024;

    public int Status { get; init; } = StatusCodes.Status200OK;

    public string CacheControl { get; init; } = NoStore;

    /// <summary>When to try again, for requests that were refused under load.</summary>
    public TimeSpan? RetryAfter { get; init; }

    /// <summary>Where a browser goes by itself, and when: for those without scripts.</summary>
    public (TimeSpan After, string Url)? Refresh { get; init; }

    public async Task ExecuteAsync(HttpContext httpContext)
    {
        var html = OwnAddress.WithBase(await RenderAsync(httpContext), httpContext.Request.PathBase);
        var response = httpContext.Response;
        response.StatusCode = Status;
        WriteHeaders(response.Headers, httpContext.Request.PathBase);
        response.ContentType = "text/html; charset=utf-8";
        var body = Encode(html, httpContext.Request, response);
        response.ContentLength = body.Length;
        await AnswerBody.SendAsync(httpContext, body);
    }

    private async Task<string> RenderAsync(HttpContext context)
    {
        ReaderCulture.Use(context);
        var services = context.RequestServices;
        services.GetRequiredService<FormTokenState>().Context = context;
        await using var renderer = new HtmlRenderer(services, services.GetRequiredService<ILoggerFactory>());
        return await renderer.Dispatcher.InvokeAsync(async () =>
        {
            var parameters = ParameterView.FromDictionary(
                new Dictionary<string, object?>(StringComparer.Ordinal) { ["Model"] = Model });
            var page = await renderer.RenderComponentAsync<TPage>(parameters);
            using var text = new StringWriter(new StringBuilder(16 * 1024), CultureInfo.InvariantCulture);
            page.WriteHtmlTo(text);
            return text.ToString();
        });
    }

    private void WriteHeaders(IHeaderDictionary headers, PathString pathBase)
    {
        SecurityHeaders.SetForPage(headers);
        headers.CacheControl = CacheControl;
        headers.Vary = "Accept-Language";
        if (RetryAfter is { } retryAfter)
        {
            headers.RetryAfter = Seconds(retryAfter);
        }

        if (Refresh is (var after, var url))
        {
            headers["Refresh"] = $"{Seconds(after)}; url={pathBase}{url}";
        }
    }

    // What is not to be stored names a booking, and it may echo what somebody typed: compressed together, its length
    // would tell the one by the other (BREACH).
    private byte[] Encode(string html, HttpRequest request, HttpResponse response)
    {
        var plain = Encoding.UTF8.GetBytes(html);
        if (CacheControl == NoStore || plain.Length < CompressedCharsMin)
        {
            return plain;
        }

        response.Headers.Vary = "Accept-Encoding, Accept-Language";
        if (AcceptedEncoding.Choose(request.Headers.AcceptEncoding) is not { } encoding)
        {
            return plain;
        }

        response.Headers.ContentEncoding = encoding;
        using var bytes = new MemoryStream();
        using (Stream encoder = encoding == AcceptedEncoding.Brotli
            ? new BrotliStream(bytes, CompressionLevel.Fastest)
            : new GZipStream(bytes, CompressionLevel.Fastest))
        {
            encoder.Write(plain);
        }

        return bytes.ToArray();
    }

    private static string Seconds(TimeSpan time) =>
        Math.Max(1, (long)Math.Ceiling(time.TotalSeconds)).ToString(CultureInfo.InvariantCulture);
}
