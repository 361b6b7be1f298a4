using Microsoft.Extensions.Primitives;
using Usher.Http.Replies;

namespace Usher.Pages.Kit;

/// <summary>A script or stylesheet in memory, in every encoding it is sent in.</summary>
internal sealed class AssetFile : IResult
{
    // Its name changes with its content.
    private static readonly StringValues CacheControl = "public, max-age=31536000, immutable";

    private readonly string _contentType;
    private readonly Variant _plain;
    private readonly Variant _brotli;
    private readonly Variant _gzip;

    private AssetFile(string contentType, string tag, byte[] plain, byte[] brotli, byte[] gzip)
    {
        _contentType = contentType;
        _plain = new Variant(null, $"\"{tag}\"", plain);
        _brotli = new Variant(AcceptedEncoding.Brotli, $"\"{tag}-br\"", brotli);
        _gzip = new Variant(AcceptedEncoding.Gzip, $"\"{tag}-gz\"", gzip);
    }

    /// <summary>Reads a file and, beside it, its compressed forms.</summary>
    public static AssetFile Read(string path) => new(
        Path.GetExtension(path) switch
        {
            ".js" => "text/javascript; charset=utf-8",
            ".css" => "text/css; charset=utf-8",
            ".svg" => "image/svg+xml; charset=utf-8",
            var other => throw new InvalidOperationException($"No content type is known for '{other}' ({path})."),
        },
        Path.GetFileNameWithoutExtension(path), File.ReadAllBytes(path), File.ReadAllBytes(path + ".br"),
        File.ReadAllBytes(path + ".gz"));

    public Task ExecuteAsync(HttpContext httpContext)
    {
        var request = httpContext.Request.Headers;
        var response = httpContext.Response;
        var variant = AcceptedEncoding.Choose(request.AcceptEncoding) switch
        {
            AcceptedEncoding.Brotli => _brotli,
            AcceptedEncoding.Gzip => _gzip,
            _ => _plain,
        };
        response.Headers.CacheControl = CacheControl;
        response.Headers.ETag = variant.ETag;
        response.Headers.Vary = "Accept-Encoding";
        if (EntityTag.IsKnownToClient(variant.ETag, request.IfNoneMatch))
        {
            response.StatusCode = StatusCodes.Status304NotModified;
            return Task.CompletedTask;
        }

        if (variant.Encoding is { } encoding)
        {
            response.Headers.ContentEncoding = encoding;
        }

        response.ContentType = _contentType;
        response.ContentLength = variant.Body.Length;
        return AnswerBody.SendAsync(httpContext, variant.Body);
    }

    private sealed record Variant(string? Encoding, string ETag, byte[] Body);
}
