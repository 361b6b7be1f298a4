using System.Security.Cryptography;
using Usher.Engine.Bookings;
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
    public async ValueTask<BookingIdentity> OfAsync(BookRequest request, ShowTerms show, CancellationToken ct)
    {
        if (request.IdempotencyKey is not { } key)
        {
            return new BookingIdentity(BookingId.Random(show.Id), Fingerprint: null);
        }

        var secret = await _secret.GetAsync(ct);
        return new BookingIdentity(
            BookingId.FromKey(secret, show.OrganizationId, show.Id, key), RequestFingerprints.Of(secret, request));
    }

    /// <summary>By what this confirmation is known again; null without a key.</summary>
    public async ValueTask<ConfirmKey?> OfAsync(ConfirmRequest request, CancellationToken ct) =>
        request.IdempotencyKey is null ? null : RequestFingerprints.Of(await _secret.GetAsync(ct), request);
}
