using System.Buffers;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using System.Text.Unicode;

namespace Usher.Http.Replies;

/// <summary>Answers with a JSON document of known length.</summary>
public sealed record Reply<T>(int Status, T Document, JsonTypeInfo<T> TypeInfo) : IResult
{
    public string? Location { get; init; }

    public string? CacheControl { get; init; }

    public Task ExecuteAsync(HttpContext httpContext)
    {
        var response = httpContext.Response;
        if (Location is not null)
        {
            response.Headers.Location = Location;
        }

        if (CacheControl is not null)
        {
            response.Headers.CacheControl = CacheControl;
        }

        return response.WriteJsonAsync(Status, "application/json", Document, TypeInfo);
    }
}

public static class JsonResponses
{
    /// <summary>Names stay readable; what means something in HTML is escaped all the same.</summary>
    public static readonly JsonWriterOptions WriterOptions = new()
    {
        Encoder = JavaScriptEncoder.Create(UnicodeRanges.All),
        SkipValidation = true,
    };

    private const int KeptBytesMax = 64 * 1024;

    [ThreadStatic]
    private static (ArrayBufferWriter<byte> Buffer, Utf8JsonWriter Writer)? s_scratch;

    /// <summary>Writes the whole answer at once, so that it carries its length and leaves in one packet.</summary>
    public static Task WriteJsonAsync<T>(
        this HttpResponse response, int status, string contentType, T document, JsonTypeInfo<T> typeInfo)
    {
        // No await until the scratch buffer has been copied: it belongs to this thread.
        var (buffer, writer) = s_scratch ??= NewScratch();
        buffer.ResetWrittenCount();
        writer.Reset();
        JsonSerializer.Serialize(writer, document, typeInfo);
        writer.Flush();
        response.StatusCode = status;
        response.ContentType = contentType;
        response.ContentLength = buffer.WrittenCount;
        if (buffer.WrittenCount > AnswerBody.CopiedBytesMax)
        {
            var body = buffer.WrittenSpan.ToArray();
            Keep(buffer);
            return AnswerBody.SendAsync(response.HttpContext, body);
        }

        response.BodyWriter.Write(buffer.WrittenSpan);
        Keep(buffer);
        var flush = response.BodyWriter.FlushAsync(CancellationToken.None);
        return flush.IsCompletedSuccessfully ? Task.CompletedTask : flush.AsTask();
    }

    private static void Keep(ArrayBufferWriter<byte> buffer)
    {
        if (buffer.Capacity > KeptBytesMax)
        {
            s_scratch = null;
        }
    }

    private static (ArrayBufferWriter<byte> Buffer, Utf8JsonWriter Writer) NewScratch()
    {
        var buffer = new ArrayBufferWriter<byte>(1024);
        return (buffer, new Utf8JsonWriter(buffer, WriterOptions));
    }
}
