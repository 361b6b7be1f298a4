using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;
using Usher.Engine.Bookings;

namespace Usher.Engine.Selling;

/// <summary>
/// By what a repeated request is known again. Fingerprints are stored beside bookings, so they are made under a secret
/// of the installation: whoever reads the table cannot try out which address a plain hash belongs to.
/// </summary>
internal static class RequestFingerprints
{
    // Apart from the messages that make ids under the same secret, which begin with a number.
    private const string BookDomain = "book:";
    private const string ConfirmDomain = "confirm:";

    /// <summary>Equal payloads have equal fingerprints; different ones differ but for one case in 2^64.</summary>
    public static long Of(ReadOnlySpan<byte> secret, BookRequest request) =>
        BinaryPrimitives.ReadInt64BigEndian(HMACSHA256.HashData(secret, Bytes(BookDomain + Payload(request))));

    /// <summary>What earlier programs, which did not key fingerprints, have stored: a booking that they made is still
    /// found by who repeats its request.</summary>
    public static long BeforeTheyWereKeyed(BookRequest request) =>
        BinaryPrimitives.ReadInt64BigEndian(SHA256.HashData(Bytes(Payload(request))));

    public static ConfirmKey? Of(ReadOnlySpan<byte> secret, ConfirmRequest request)
    {
        if (request.IdempotencyKey is not { } key)
        {
            return null;
        }

        // A key has no line break, so what follows one cannot be part of it.
        var message = $"{ConfirmDomain}{request.Id}:{key}";
        return new ConfirmKey(
            ConfirmKey.KeyOf(BinaryPrimitives.ReadInt64BigEndian(HMACSHA256.HashData(secret, Bytes(message)))),
            BinaryPrimitives.ReadInt16BigEndian(HMACSHA256.HashData(secret, Bytes($"{message}\n{request.Email}"))));
    }

    private static string Payload(BookRequest request)
    {
        // The length keeps a category apart from what follows it, whatever signs it has.
        var seats = request.SeatCount is { } count
            ? $"best {count} {request.MayBeSplit} {request.Category?.Length}:{request.Category}"
            : string.Join(',', request.SeatNumbers);
        return $"{seats};{request.Email}";
    }

    private static byte[] Bytes(string text) => Encoding.UTF8.GetBytes(text);
}
