using Npgsql;
using Usher.Engine.Bookings;
using Usher.Engine.Sealing;
using Usher.Engine.Selling.BestAvailable;
using Usher.Engine.Shows;

namespace Usher.Engine.Selling;

/// <summary>Makes commands of buyers' requests: looks up, before they wait for a batch, what they need in it.
/// </summary>
internal sealed class BookCommands(
    ShowCatalog shows, Chooser chooser, BookingIdentities identities, KeyRing keys)
{
    /// <summary>The command. It is refused already where the show has no such category.</summary>
    /// <param name="request">Which seats, and for whom.</param>
    /// <param name="actor">Who asks.</param>
    /// <param name="show">The show.</param>
    /// <param name="client">Whose held seats count; null: nobody's.</param>
    /// <param name="ct">Ends it.</param>
    /// <exception cref="NpgsqlException">What it needs is not in memory and the database is away.</exception>
    public async ValueTask<BookingCommand.Book> MakeAsync(
        BookRequest request, Actor actor, ShowTerms show, ClientAddress? client, CancellationToken ct)
    {
        var isBest = request.SeatCount is not null;
        var plan = isBest || show.NoOrphans ? await shows.PlanAsync(show, ct) : null;
        var best = isBest ? await chooser.PrepareAsync(request, show, plan!, ct) : null;
        if (isBest && best is null)
        {
            var refusal = new BookOutcome.CategoryNotFound(Chooser.Categories(plan!));
            return await MakeRefusedAsync(request, actor, show, refusal, ct);
        }

        var (id, fingerprint) = await identities.OfAsync(request, show, ct);
        return new BookingCommand.Book(id, actor, show, request.Email, request.SeatNumbers, fingerprint)
        {
            Sealed = Seal(id, request.Email),
            Best = best,
            Plan = plan,
            Client = client,
            Persons = await identities.PersonsAsync(show, request.Email, actor, ct),
            Request = request,
            // What is chosen later is priced when it is chosen.
            Amount = show.Prices is null || isBest ? 0 : await AmountAsync(request, show, show.Prices, ct),
        };
    }

    /// <summary>The command to look for the booking that an earlier request with the same key has made, and to refuse
    /// where there is none. Terms change, seats are sold, and a key keeps its booking: what would be refused today may
    /// have been given yesterday. So it goes the way of all, to meet them in their order; no seat is locked for it.
    /// </summary>
    /// <exception cref="NpgsqlException">What it needs is not in memory and the database is away.</exception>
    public async ValueTask<BookingCommand.Book> MakeRefusedAsync(
        BookRequest request, Actor actor, ShowTerms show, BookOutcome refusal, CancellationToken ct)
    {
        var (id, fingerprint) = await identities.OfAsync(request, show, ct);
        return new BookingCommand.Book(id, actor, show, request.Email, [], fingerprint)
        {
            Refusal = refusal,
            Request = request,
        };
    }

    /// <summary>The command that a confirmation is.</summary>
    /// <exception cref="NpgsqlException">It is the first to need the secret, and the database is away.</exception>
    public async ValueTask<BookingCommand.Confirm> MakeAsync(
        ConfirmRequest request, Actor actor, ShowTerms show, CancellationToken ct) =>
        Confirmation(request, actor) with
        {
            Key = await identities.OfAsync(request, ct),
            Persons = await identities.PersonsAsync(show, request.Email, actor, ct),
        };

    /// <summary>The same where the show limits nobody and there is no key.</summary>
    public BookingCommand.Confirm Confirmation(ConfirmRequest request, Actor actor) =>
        new(request.Id, actor, request.Email) { Sealed = Seal(request.Id, request.Email) };

    // Here and not in the batch, whose time is everybody's.
    private SealedEmail? Seal(BookingId id, string? email) =>
        email is null ? null : keys.Seal(id, email, EmailKey.Normal(email));

    private async ValueTask<long> AmountAsync(
        BookRequest request, ShowTerms show, PriceList prices, CancellationToken ct) => prices.IsUniform
            ? prices.AmountOf(request.SeatNumbers.Length)
            : prices.AmountOf(request.SeatNumbers, await shows.PlanAsync(show, ct));
}
