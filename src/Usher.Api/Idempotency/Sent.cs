using Usher.Http.Fields;

namespace Usher.Api.Idempotency;

/// <summary>A body and the bytes it was read from.</summary>
internal sealed record Sent<T>(T Body, ReadOnlyMemory<byte> Bytes) : IJsonBody<Sent<T>>
    where T : class, IJsonBody<T>
{
    public static string ContentTypes => T.ContentTypes;

    public static string Wanted => T.Wanted;

    public static bool ReadsEncodings => T.ReadsEncodings;

    public static bool Takes(string? contentType) => T.Takes(contentType);

    public static Sent<T>? Read(ReadOnlySpan<byte> json, FieldErrors errors) =>
        Read(json, contentType: null, errors);

    public static Sent<T>? Read(ReadOnlySpan<byte> json, string? contentType, FieldErrors errors) =>
        T.Read(json, contentType, errors) is { } body ? new Sent<T>(body, json.ToArray()) : null;
}
