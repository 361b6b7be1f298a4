using System.Buffers;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Usher.Engine.Idempotency;
using Usher.Http.Replies;

namespace Usher.Api.Idempotency;

/// <summary>Answers a write, the first time and every other time with the same bytes.</summary>
internal sealed record WriteAnswer(WriteReply Reply) : IResult
{
    /// <summary>What is sent the first time and kept nowhere, as it has a secret; null: <see cref="Reply"/>.</summary>
    private ReadOnlyMemory<byte>? Once { get; init; }

    /// <summary>An answer with a secret: who repeats the request gets the one without it.</summary>
    /// <param name="status">Of both.</param>
    /// <param name="shown">With the secret.</param>
    /// <param name="kept">Without it; it says so.</param>
    /// <param name="typeInfo">Of both.</param>
    public static WriteAnswer OfSecret<T>(int status, T shown, T kept, JsonTypeInfo<T> typeInfo) =>
        Of(status, kept, typeInfo) with { Once = Of(status, shown, typeInfo).Reply.Body };

    public static WriteAnswer Of<T>(int status, T document, JsonTypeInfo<T> typeInfo, string? location = null)
    {
        var body = new ArrayBufferWriter<byte>();
        using var writer = new Utf8JsonWriter(body, JsonResponses.WriterOptions);
        JsonSerializer.Serialize(writer, document, typeInfo);
        writer.Flush();
        return new WriteAnswer(new WriteReply(status, location, body.WrittenMemory));
    }

    public Task ExecuteAsync(HttpContext httpContext)
    {
        var response = httpContext.Response;
        response.StatusCode = Reply.Status;
        response.ContentType = "application/json";
        var body = Once ?? Reply.Body;
        response.ContentLength = body.Length;
        // It may name people.
        response.Headers.CacheControl = "no-store";
        if (Reply.Location is not null)
        {
            response.Headers.Location = Reply.Location;
        }

        return AnswerBody.SendAsync(httpContext, body);
    }
}
