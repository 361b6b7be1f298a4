using System.Collections.Immutable;
using Npgsql;
using Usher.Engine.Sealing;

namespace Usher.Engine.Bookings;

/// <summary>A booking as a row of the database.</summary>
internal static class BookingRow
{
    /// <summary>What <see cref="Read"/> reads, of the table alias <c>b</c>.</summary>
    public const string Columns = """
        b.id, b.organization_id, b.email, b.seat_numbers, b.status, b.reason, b.hold_seconds, b.created_at,
        b.expires_at, b.confirmed_at, b.sequence, b.fingerprint, b.amount, b.currency, b.kind, b.note,
        b.confirm_key, b.email_sealed, b.person_key,
        (select k.sealed_key from personal_keys k where k.id = b.person_key), b.erased_at is not null, b.note_sealed
        """;

    /// <summary>How many those are.</summary>
    public const int ColumnCount = 22;

    public static Booking Read(NpgsqlDataReader reader, KeyRing keys) => new()
    {
        Id = new BookingId(reader.GetGuid(0)),
        OrganizationId = new OrganizationId(reader.GetInt64(1)),
        Email = reader.IsDBNull(2) ? null : reader.GetString(2),
        SeatNumbers = ImmutableArray.Create(reader.GetFieldValue<int[]>(3)),
        Status = BookingNames.ParseStatus(reader.GetString(4)),
        Reason = reader.IsDBNull(5) ? null : BookingNames.ParseReason(reader.GetString(5)),
        HoldSeconds = reader.GetInt32(6),
        CreatedAt = reader.GetDateTime(7),
        ExpiresAt = reader.GetDateTime(8),
        ConfirmedAt = reader.IsDBNull(9) ? null : reader.GetDateTime(9),
        Sequence = reader.GetInt32(10),
        RequestFingerprint = reader.IsDBNull(11) ? null : reader.GetInt64(11),
        Amount = reader.GetInt64(12),
        Currency = reader.IsDBNull(13) ? null : reader.GetString(13),
        Kind = BookingNames.ParseKind(reader.GetString(14)),
        Note = reader.IsDBNull(15) ? null : reader.GetString(15),
        ConfirmKey = reader.IsDBNull(16) ? null : ConfirmKey.Of(reader.GetInt64(16)),
        Unopened = reader.IsDBNull(19) ? null
            : !reader.IsDBNull(17) ? Unopened(reader, keys, DataKey.Email, 17)
            : !reader.IsDBNull(21) ? Unopened(reader, keys, DataKey.Note, 21)
            : null,
        IsErased = reader.GetBoolean(20),
    };

    private static UnopenedText Unopened(NpgsqlDataReader reader, KeyRing keys, string kind, int column) => new(
        keys, kind, new BookingId(reader.GetGuid(0)), reader.GetGuid(18), reader.GetFieldValue<byte[]>(19),
        reader.GetFieldValue<byte[]>(column));
}
