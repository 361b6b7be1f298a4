using Npgsql;
using Usher.Engine.Sealing;

namespace Usher.Engine.Bookings;

/// <summary>What an event says beside its statuses, as a row of the database has it: sealed, or as an earlier program
/// wrote it.</summary>
/// <param name="Detail">Why, for colleagues, or a code of ours; null: nothing.</param>
/// <param name="PublicReason">What the buyer is told; null: nothing.</param>
/// <param name="IsErased">Whether somebody wrote something that nobody can read any more.</param>
internal readonly record struct EventNote(string? Detail, string? PublicReason, bool IsErased)
{
    /// <summary>What <see cref="Read"/> reads, of the table alias <c>e</c>.</summary>
    public const string Columns = """
        e.detail, e.public_reason, e.note_key, e.note_sealed, e.public_reason_sealed,
        case when e.note_key is not null then (select k.sealed_key from personal_keys k where k.id = e.note_key) end
        """;

    /// <summary>How many those are.</summary>
    public const int ColumnCount = 6;

    /// <summary>What holds for a row, of the table alias <c>e</c>, that has what somebody wrote in the clear.</summary>
    public const string IsClear = """
        ((e.detail is not null and e.to_status <> 'PENDING') or e.public_reason is not null)
        """;

    /// <summary>Reads it.</summary>
    /// <param name="reader">At a row.</param>
    /// <param name="at">The first of the columns.</param>
    /// <param name="booking">Whose event it is.</param>
    /// <param name="keys">What it is sealed under.</param>
    /// <exception cref="System.Security.Cryptography.CryptographicException">Somebody changed what is stored.
    /// </exception>
    public static EventNote Read(NpgsqlDataReader reader, int at, BookingId booking, KeyRing keys)
    {
        var (detail, reason) = (Text(at), Text(at + 1));
        if (reader.IsDBNull(at + 2))
        {
            return new EventNote(detail, reason, IsErased: false);
        }

        if (reader.IsDBNull(at + 5))
        {
            return new EventNote(detail, reason, IsErased: true);
        }

        var (id, sealedKey) = (reader.GetGuid(at + 2), reader.GetFieldValue<byte[]>(at + 5));
        return new EventNote(
            Open(at + 3, DataKey.Note) ?? detail, Open(at + 4, DataKey.PublicReason) ?? reason, IsErased: false);

        string? Text(int column) => reader.IsDBNull(column) ? null : reader.GetString(column);

        string? Open(int column, string kind) => reader.IsDBNull(column) ? null
            : keys.Open(kind, booking, id, sealedKey, reader.GetFieldValue<byte[]>(column));
    }
}
