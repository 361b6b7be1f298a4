using System.IO.Compression;
using System.Security.Cryptography;
using Microsoft.AspNetCore.Http.Features;
using Usher.Http.Replies;

namespace Usher.Api.OpenApi;

/// <summary>
/// The OpenAPI document as ready-made bytes. It is the same for everybody, and large: written for each request it would
/// cost whoever asks nothing, and the server a quarter of a megabyte each.
/// </summary>
internal sealed class DocumentReply(string name)
{
    private const int TagBytes = 9;

    private Ready? _ready;

    /// <summary>Makes what was mapped write the document once.</summary>
    public void AddTo(IEndpointConventionBuilder mapped) => mapped.Add(endpoint =>
    {
        var write = endpoint.RequestDelegate!;
        endpoint.RequestDelegate = context => context.Request.RouteValues["documentName"] as string == name
            ? SendAsync(context, write) : write(context);
    });

    private async Task SendAsync(HttpContext context, RequestDelegate write)
    {
        // Several who ask first may each write it; what they write is the same.
        var ready = _ready ??= await WriteAsync(context, write);
        await ready.Bytes.SendAsync(
            context, encoding => encoding is null ? $"\"{ready.Tag}\"" : $"\"{ready.Tag}-{encoding}\"");
    }

    private static async Task<Ready> WriteAsync(HttpContext context, RequestDelegate write)
    {
        var features = context.Features;
        var output = features.GetRequiredFeature<IHttpResponseBodyFeature>();
        using var bytes = new MemoryStream();
        features.Set<IHttpResponseBodyFeature>(new StreamResponseBodyFeature(bytes));
        try
        {
            await write(context);
            await context.Response.BodyWriter.FlushAsync(context.RequestAborted);
        }
        finally
        {
            features.Set(output);
        }

        var document = bytes.ToArray();
        return new Ready(
            new ReadyBytes(() => document, CompressionLevel.Optimal),
            Convert.ToHexStringLower(SHA256.HashData(document).AsSpan(0, TagBytes)));
    }

    private sealed record Ready(ReadyBytes Bytes, string Tag);
}
