using System.Buffers;
using System.Text.Json;
using System.Text.Unicode;
using Microsoft.Net.Http.Headers;
using Usher.Http.Transport;

namespace Usher.Http.Fields;

/// <summary>A request body that reads itself, field by field.</summary>
public interface IJsonBody<TSelf>
    where TSelf : class, IJsonBody<TSelf>
{
    /// <summary>The body; null, with the reasons in <paramref name="errors"/>, if anything is wrong.</summary>
    static abstract TSelf? Read(ReadOnlySpan<byte> json, FieldErrors errors);

    /// <summary>The same, for a body that goes by more of its content type than <see cref="Takes"/> asks.</summary>
    static virtual TSelf? Read(ReadOnlySpan<byte> json, string? contentType, FieldErrors errors) =>
        TSelf.Read(json, errors);

    /// <summary>Whether it comes under this content type.</summary>
    static virtual bool Takes(string? contentType) => JsonBody.IsJson(contentType);

    /// <summary>What an empty body lacks, in words.</summary>
    static virtual string Wanted => "a JSON object";

    /// <summary>Whether it finds out by itself how its text is encoded, and says what is wrong with that.</summary>
    static virtual bool ReadsEncodings => false;

    /// <summary>What it comes under, in words.</summary>
    static virtual string ContentTypes => "application/json";
}

/// <summary>Reads request bodies straight from the connection's buffers.</summary>
public static class JsonBody
{
    /// <summary>The body; null where it is wrong, which the errors tell, or where it is empty and optional.</summary>
    public static async ValueTask<T?> ReadAsync<T>(HttpRequest request, FieldErrors errors, bool optional = false)
        where T : class, IJsonBody<T>
    {
        // Without a token: a client that goes is told by what the reading throws, and then the connection is ended too.
        var reader = request.BodyReader;
        try
        {
            var result = await reader.ReadAsync(CancellationToken.None);
            while (!result.IsCompleted)
            {
                reader.AdvanceTo(result.Buffer.Start, result.Buffer.End);
                result = await reader.ReadAsync(CancellationToken.None);
            }

            try
            {
                return Parse<T>(result.Buffer, request.ContentType, errors, optional);
            }
            finally
            {
                // A body that is never said to be read would end the connection before its next answer.
                reader.AdvanceTo(result.Buffer.End);
            }
        }
        catch (IOException fault)
        {
            // The server enforces the size limit itself, so that nothing beyond it is ever buffered. What else is wrong
            // with a body's framing it tells as a BadHttpRequestException mostly, but not always.
            request.HttpContext.EndAfterBrokenBody();
            errors.RefuseBody(fault is BadHttpRequestException { StatusCode: StatusCodes.Status413PayloadTooLarge }
                ? "The body is larger than this server accepts; send less."
                : "The body ended early or was sent too slowly; send it again.");
            return null;
        }
    }

    private static T? Parse<T>(ReadOnlySequence<byte> buffer, string? contentType, FieldErrors errors, bool optional)
        where T : class, IJsonBody<T>
    {
        if (buffer.IsEmpty)
        {
            if (!optional)
            {
                errors.RefuseBody($"The body is empty; send {T.Wanted}.");
            }

            return null;
        }

        if (!T.Takes(contentType))
        {
            errors.RefuseBody($"Send the body with the header Content-Type: {T.ContentTypes}.");
            return null;
        }

        var json = buffer.IsSingleSegment ? buffer.FirstSpan : buffer.ToArray();
        if (!T.ReadsEncodings && !Utf8.IsValid(json))
        {
            errors.RefuseBody("The body is not valid UTF-8.");
            return null;
        }

        try
        {
            return T.Read(json, contentType, errors);
        }
        catch (JsonException fault)
        {
            errors.RefuseBody(
                $"The body is not valid JSON, at line {fault.LineNumber + 1}, byte {fault.BytePositionInLine + 1}.");
            return null;
        }
    }

    /// <summary>Whether a content type is this one, whatever its parameters.</summary>
    public static bool IsType(string? contentType, string type) =>
        Type(contentType).Equals(type, StringComparison.OrdinalIgnoreCase);

    /// <summary>Which encoding a content type names; null: none.</summary>
    public static string? CharsetOf(string? contentType) =>
        MediaTypeHeaderValue.TryParse(contentType, out var type) && type.Charset.HasValue
            ? type.Charset.Value.Trim('"').ToLowerInvariant()
            : null;

    internal static bool IsJson(string? contentType)
    {
        var type = Type(contentType);
        return type.Equals("application/json", StringComparison.OrdinalIgnoreCase)
            || (type.StartsWith("application/", StringComparison.OrdinalIgnoreCase)
                && type.EndsWith("+json", StringComparison.OrdinalIgnoreCase));
    }

    private static ReadOnlySpan<char> Type(string? contentType)
    {
        var type = contentType.AsSpan();
        var end = type.IndexOf(';');
        return (end < 0 ? type : type[..end]).Trim();
    }
}
