using Usher.Engine.Bookings;
using Usher.Engine.Database;
using Usher.Engine.Shows;

namespace Usher.Engine.Selling;

/// <summary>How the booking that a request makes is known again.</summary>
/// <param name="Id">New, or the one id of the request's idempotency key.</param>
/// <param name="Fingerprint">With a key: of the request's payload; null without.</param>
internal readonly record struct BookingIdentity(BookingId Id, long? Fingerprint);

/// <summary>Gives requests for seats the ids of their bookings: the same key, the same booking. Tells persons apart.
/// </summary>
internal sealed class BookingIdentities(DataSources data)
{
    // Ids made with another secret would let every idempotency key be used once more: it is made once, by whoever is
    // first.
    private readonly SharedSecret _secret = new(data, PersonNumbers.SecretName, PersonNumbers.MakeSecret);

    private PersonNumbers? _numbers;

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

    /// <summary>What a command must know of persons; null where the show lets everybody have as many seats as there
    /// are.</summary>
    /// <param name="show">The show.</param>
    /// <param name="email">Whom the command names; null: nobody.</param>
    /// <param name="actor">Who gives the command.</param>
    /// <param name="ct">Ends it.</param>
    public ValueTask<PersonTerms?> PersonsAsync(ShowTerms show, string? email, Actor actor, CancellationToken ct) =>
        show.SeatsPerPersonMax is null
            ? default
            : new ValueTask<PersonTerms?>(MakePersonsAsync(show, email, actor, ct));

    private async Task<PersonTerms?> MakePersonsAsync(
        ShowTerms show, string? email, Actor actor, CancellationToken ct)
    {
        var numbers = _numbers ??= new PersonNumbers(await _secret.GetAsync(ct));
        return new PersonTerms(
            numbers, actor.IsStranger ? show.SeatsPerPersonMax : null,
            email is null ? null : numbers.Of(show.Id, email));
    }
}
