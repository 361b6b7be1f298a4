using Npgsql;
using Usher.Engine.Database;
using Usher.Engine.Idempotency;
using Usher.Engine.Privacy;
using Usher.Engine.Sealing;

namespace Usher.BoxOffice.Privacy;

/// <summary>
/// Gives out what is known of a person, and erases it (ADR 55): to and for <see cref="Tenant.Current"/> its own
/// bookings, and without a tenant those of all organizations. Each is written down, or does not happen.
/// </summary>
/// <remarks>Every method throws <see cref="NpgsqlException"/> where the database is away: nothing was changed, unless
/// the connection broke at the last moment. Repeating one is harmless.</remarks>
public sealed class PersonalData(
    DataSources data, PersonalRecords records, BookingSealing sealing, OrganiserWrites writes, IPersonalDataLog log,
    TimeProvider time)
{
    private const int SealPortion = 1_000;

    private readonly ErasureRecord? _erasures =
        data.Keys.ErasedPath is { } path ? new ErasureRecord(path) : null;

    /// <summary>Everything that is known under an address, whatever spelling it has.</summary>
    public async Task<PersonalRecord> ExportAsync(string email, Actor actor, CancellationToken ct)
    {
        var record = await records.FindAsync(email, Tenant.Current, ct);
        await log.NoteAsync(
            new PersonalDataEvent(PersonalDataUse.Export, actor, records.PersonOf(email), record.Bookings.Length),
            write: null, ct);
        return record;
    }

    /// <summary>How many bookings are known under an address: the question before an erasure.</summary>
    public async Task<int> CountAsync(string email, Actor actor, CancellationToken ct)
    {
        var count = (await records.FindAsync(email, Tenant.Current, ct)).Bookings.Length;
        await NoteLookUpAsync(email, actor, count, ct);
        return count;
    }

    /// <summary>Somebody has looked for a person's bookings.</summary>
    public Task NoteLookUpAsync(string email, Actor actor, int bookings, CancellationToken ct) => log.NoteAsync(
        new PersonalDataEvent(PersonalDataUse.LookUp, actor, records.PersonOf(email), bookings), write: null, ct);

    /// <summary>Somebody takes a list of bookings away.</summary>
    /// <param name="email">Whose; null: of whomever it is.</param>
    /// <param name="actor">Who does.</param>
    /// <param name="ct">Ends it.</param>
    public Task NoteListAsync(string? email, Actor actor, CancellationToken ct) => log.NoteAsync(
        new PersonalDataEvent(
            PersonalDataUse.List, actor, email is null ? null : records.PersonOf(email), Bookings: 0),
        write: null, ct);

    /// <summary>Erases a person.</summary>
    /// <returns>How many bookings are nobody's now.</returns>
    public Task<int> EraseAsync(string email, Actor actor, CancellationToken ct) =>
        writes.RunAsync(write => EraseAsync(write, email, actor, ct), ct);

    /// <summary>Erases a person as a part of a write.</summary>
    /// <inheritdoc cref="EraseAsync(string, Actor, CancellationToken)"/>
    public async Task<int> EraseAsync(OrganiserWrite write, string email, Actor actor, CancellationToken ct)
    {
        var (erasures, person, organization) = (Erasures, records.PersonOf(email), Tenant.Current);
        var bookings = await records.EraseAsync(write, email, organization, ct);
        await log.NoteAsync(new PersonalDataEvent(PersonalDataUse.Erase, actor, person, bookings), write, ct);
        // Last, before the commit: what is erased is remembered, and hardly anything else.
        erasures.Add(time.GetUtcNow().UtcDateTime, new Erasure(person, organization));
        write.Done();
        return bookings;
    }

    /// <summary>Erases everybody again who was erased before: for a database that came back from a backup.</summary>
    /// <returns>How many people there are in the record, and how many bookings are nobody's now that were not.
    /// </returns>
    /// <exception cref="KeyRingException">The record cannot be read.</exception>
    public async Task<(int People, int Bookings)> ReapplyAsync(Actor actor, CancellationToken ct)
    {
        var erasures = Erasures.Read();
        // A backup may be older than the sealing.
        await sealing.SealAllAsync(SealPortion, ct);
        var bookings = 0;
        foreach (var (person, organization) in erasures)
        {
            bookings += await writes.RunAsync(
                async write =>
                {
                    var count = await PersonalRecords.EraseFoundAsync(write, person, organization, ct);
                    if (count > 0)
                    {
                        await log.NoteAsync(
                            new PersonalDataEvent(PersonalDataUse.Reapply, actor, person, count), write, ct);
                    }

                    return count;
                },
                ct);
        }

        return (erasures.DistinctBy(one => one.Person, StringComparer.Ordinal).Count(), bookings);
    }

    private ErasureRecord Erasures => _erasures
        ?? throw new InvalidOperationException("A key ring that comes from no file remembers no erasure.");
}
