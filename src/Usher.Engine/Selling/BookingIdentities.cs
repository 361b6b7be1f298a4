using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;
using Usher.Engine.Database;
using Usher.Engine.Shows;

namespace Usher.Engine.Selling;

/// <summary>How the booking that a request makes is known again.</summary>
/// <param name="Id">New, or the one id of the request's idempotency key.</param>
/// <param name="Fingerprint">With a key: of the request's payload; null without.</param>
internal readonly record struct BookingIdentity(BookingId Id, long? Fingerprint);

/// <summary>Gives requests for seats the ids of their bookings: the same key, the same booking.</summary>
internal sealed class BookingIdentities(DataSources data)
{
    private const int SecretBytes = 32;

    // Ids made with another secret would let every idempotency key be used once more: it is made once, by a migration.
    private readonly SharedSecret _secret = new(
        data, "booking_id", () => RandomNumberGenerator.GetBytes(SecretBytes));

    /// <summary>The identity of the booking that this request makes, or has made.</summary>
    public async ValueTask<BookingIdentity> OfAsync(BookRequest request, ShowTerms show, CancellationToken ct) =>
        request.IdempotencyKey is { } key
            ? new BookingIdentity(
                BookingId.FromKey(await _secret.GetAsync(ct), show.OrganizationId, show.Id, key),
                FingerprintOf(request))
            : new BookingIdentity(BookingId.Random(show.Id), Fingerprint: null);

    // Equal payloads have equal fingerprints; different ones differ but for one case in 2^64.
    private static long FingerprintOf(BookRequest request)
    {
        // The length keeps a category apart from what follows it, whatever signs it has.
        var seats = request.SeatCount is { } count
            ? $"best {count} {request.MayBeSplit} {request.Category?.Length}:{request.Category}"
            : string.Join(',', request.SeatNumbers);
        var payload = Encoding.UTF8.GetBytes($"{seats};{request.Email}");
        return BinaryPrimitives.ReadInt64BigEndian(SHA256.HashData(payload));
    }
}
