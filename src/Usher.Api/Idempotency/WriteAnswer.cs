using System.Buffers;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Usher.Engine.Idempotency;
using Usher.Http.Replies;

namespace Usher.Api.Idempotency;

/// <summary>Answers a write, the first time and every other time with the same bytes.</summary>
internal sealed record WriteAnswer(WriteReply Reply) : IResult
{
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
        response.ContentLength = Reply.Body.Length;
        // It may name people.
        response.Headers.CacheControl = "no-store";
        if (Reply.Location is not null)
        {
            response.Headers.Location = Reply.Location;
        }

        return AnswerBody.SendAsync(httpContext, Reply.Body);
    }
}
