using Npgsql;
using Usher.Engine.Bookings;
using Usher.Engine.Database;
using Usher.Engine.Sealing;
using Usher.Engine.Selling.Rules;

namespace Usher.Engine.Selling.Batching;

/// <summary>
/// What staff wrote, as a batch stores it: sealed, for each booking under a key of its own (ADR 54). Hardly any batch
/// has any of it; the others send nothing of it.
/// </summary>
internal sealed class BatchNotes
{
    private const string InsertEvents = """
        insert into booking_events (show_id, booking_id, sequence, at, actor, from_status, to_status, detail,
                                    batch_mark, note_key, note_sealed, public_reason_sealed)
        select w.show_id, w.booking_id, w.sequence, $8, w.actor, w.from_status, w.to_status, w.detail, w.batch_mark,
               w.note_key, w.note_sealed, w.public_reason_sealed
        from (select unnest($1) as show_id, unnest($2) as booking_id, unnest($3) as sequence, unnest($4) as actor,
                     unnest($5) as from_status, unnest($6) as to_status, unnest($7) as detail,
                     unnest($9) as batch_mark, unnest($10) as note_key, unnest($11) as note_sealed,
                     unnest($12) as public_reason_sealed) w
        """;

    // One for each event, null where nobody wrote anything.
    private readonly SealedNote?[] _ofEvents;

    // Of bookings that begin with a note: blocked seats.
    private readonly Dictionary<BookingId, SealedNote> _ofNew = [];

    private BatchNotes(BatchState state)
    {
        _ofEvents = new SealedNote?[state.Events.Count];
        for (var i = 0; i < _ofEvents.Length; i++)
        {
            if (state.Events[i] is { HasNote: true } written)
            {
                var note = state.Keys!.SealNote(
                    written.BookingId, written.HasCode ? null : written.Detail, written.PublicReason);
                _ofEvents[i] = note;
                if (written.From is null)
                {
                    _ofNew.Add(written.BookingId, note);
                }
            }
        }
    }

    /// <summary>Seals what was written; null: nothing was.</summary>
    public static BatchNotes? Seal(BatchState state)
    {
        for (var i = 0; i < state.Events.Count; i++)
        {
            if (state.Events[i].HasNote)
            {
                return new BatchNotes(state);
            }
        }

        return null;
    }

    /// <summary>The note that a new booking keeps itself; null: it has none.</summary>
    public SealedNote? OfNew(Booking booking) => _ofNew.GetValueOrDefault(booking.Id);

    /// <summary>Writes the events of the batch, and the keys.</summary>
    public void AddEvents(NpgsqlBatch batch, BatchState state)
    {
        var events = state.Events;
        SealedNote[] notes = [.. _ofEvents.OfType<SealedNote>()];
        batch.Add(BookingSql.InsertKeys, notes.ArrayOf(note => note.KeyId), notes.ArrayOf(note => note.SealedKey));
        batch.Add(
            InsertEvents,
            events.ArrayOf(e => e.BookingId.ShowId.Value),
            events.ArrayOf(e => e.BookingId.Value),
            events.ArrayOf(e => e.Sequence),
            events.ArrayOf(e => e.Actor),
            events.ArrayOf(e => e.From.ToText()),
            events.ArrayOf(e => e.To.ToText()),
            events.ArrayOf(e => e.HasCode ? e.Detail : null),
            ((DateTime?)state.Now).Typed(),
            BookingSql.MarksOf(state).Typed(),
            _ofEvents.ArrayOf(note => note?.KeyId),
            _ofEvents.ArrayOf(note => note?.Text),
            _ofEvents.ArrayOf(note => note?.PublicReason));
    }
}
