using System.IO.Compression;
using Microsoft.Extensions.Primitives;

namespace Usher.Http.Replies;

/// <summary>JSON as bytes that are written once, and compressed once per encoding, when somebody first asks.</summary>
public sealed class ReadyBytes
{
    private static readonly StringValues AcceptEncoding = "Accept-Encoding";

    private readonly Lazy<byte[]> _plain;
    private readonly Lazy<byte[]> _gzip;
    private readonly Lazy<byte[]> _brotli;

    public ReadyBytes(Func<byte[]> write, CompressionLevel level)
    {
        _plain = new Lazy<byte[]>(write);
        _gzip = new Lazy<byte[]>(() => Compress(stream => new GZipStream(stream, level)));
        _brotli = new Lazy<byte[]>(() => Compress(stream => new BrotliStream(stream, level)));
    }

    public byte[] Plain => _plain.Value;

    /// <summary>Sends them in the best encoding the client takes, or 304 where it has them already.</summary>
    /// <param name="context">Whose headers for caching are set already.</param>
    /// <param name="tag">The entity tag in an encoding; null stands for none.</param>
    public Task SendAsync(HttpContext context, Func<string?, string> tag)
    {
        var (request, response) = (context.Request, context.Response);
        var encoding = AcceptedEncoding.Choose(request.Headers.AcceptEncoding);
        var current = tag(encoding);
        response.Headers.ETag = current;
        response.Headers.Vary = AcceptEncoding;
        if (EntityTag.IsKnownToClient(current, request.Headers.IfNoneMatch))
        {
            response.StatusCode = StatusCodes.Status304NotModified;
            return Task.CompletedTask;
        }

        var body = encoding switch
        {
            AcceptedEncoding.Brotli => _brotli.Value,
            AcceptedEncoding.Gzip => _gzip.Value,
            _ => _plain.Value,
        };
        if (encoding is not null)
        {
            response.Headers.ContentEncoding = encoding;
        }

        response.ContentType = "application/json";
        response.ContentLength = body.Length;
        return AnswerBody.SendAsync(context, body);
    }

    private byte[] Compress(Func<Stream, Stream> encode)
    {
        using var bytes = new MemoryStream();
        using (var encoder = encode(bytes))
        {
            encoder.Write(_plain.Value);
        }

        return bytes.ToArray();
    }
}
