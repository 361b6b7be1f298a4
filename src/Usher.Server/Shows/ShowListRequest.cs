using System.Buffers.Binary;
using System.Buffers.Text;
using System.Globalization;
using System.Text.Unicode;
using Usher.Engine.Bookings;
using Usher.Engine.Shows;
using Usher.Server.Http;

namespace Usher.Server.Shows;

/// <summary>Which page of the shows somebody wants.</summary>
internal sealed record ShowListRequest(DateTime? From, string? Text, int Limit, ShowCursor? After)
{
    public const int LimitDefault = 20;

    private const int CursorBytes = 2 * sizeof(long);

    public static ShowListRequest? Read(IQueryCollection query, FieldErrors errors)
    {
        var from = One(query, "from", errors) is { } time ? ReadTime(time, errors) : null;
        var text = One(query, "q", errors);
        if (text is not null && (text.Length > NewShow.NameLengthMax || text.Any(char.IsControl)
            || !Utf16IsWhole(text)))
        {
            errors.Add("q", $"must have at most {NewShow.NameLengthMax} characters and no control characters");
        }

        var limit = One(query, "limit", errors) is { } count ? ReadLimit(count, errors) : LimitDefault;
        var after = One(query, "after", errors) is { } cursor ? ReadCursor(cursor, errors) : null;
        return errors.Any ? null : new ShowListRequest(from, text, limit, after);
    }

    /// <summary>A cursor as clients see it: nothing they should take apart.</summary>
    public static string Write(ShowCursor cursor)
    {
        Span<byte> bytes = stackalloc byte[CursorBytes];
        BinaryPrimitives.WriteInt64BigEndian(bytes, cursor.StartsAt.Ticks);
        BinaryPrimitives.WriteInt64BigEndian(bytes[sizeof(long)..], cursor.Id);
        return Base64Url.EncodeToString(bytes);
    }

    private static ShowCursor? ReadCursor(string text, FieldErrors errors)
    {
        Span<byte> bytes = stackalloc byte[CursorBytes];
        if (Base64Url.IsValid(text, out var length) && length == CursorBytes
            && Base64Url.TryDecodeFromChars(text, bytes, out _)
            && BinaryPrimitives.ReadInt64BigEndian(bytes) is var ticks
            && ticks > DateTime.MinValue.Ticks && ticks < DateTime.MaxValue.Ticks
            && BinaryPrimitives.ReadInt64BigEndian(bytes[sizeof(long)..]) is > 0 and <= BookingId.ShowIdMax and var id)
        {
            return new ShowCursor(new DateTime(ticks, DateTimeKind.Utc), id);
        }

        errors.Add("after", "must be the 'next' of the page before, unchanged");
        return null;
    }

    private static DateTime? ReadTime(string text, FieldErrors errors)
    {
        if (Rfc3339.Parse(text, out var message) is { } time)
        {
            return time;
        }

        errors.Add("from", message + "; in an address, a plus sign is written %2B");
        return null;
    }

    private static int ReadLimit(string text, FieldErrors errors)
    {
        if (int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var limit)
            && limit is >= 1 and <= ShowQueries.PageMax)
        {
            return limit;
        }

        errors.Add("limit", $"must be a whole number from 1 to {ShowQueries.PageMax}");
        return 0;
    }

    private static string? One(IQueryCollection query, string name, FieldErrors errors)
    {
        var values = query[name];
        if (values.Count > 1)
        {
            errors.Add(name, "is given twice; give it once");
        }

        return values is [{ Length: > 0 } value] ? value : null;
    }

    private static bool Utf16IsWhole(string text)
    {
        Span<byte> bytes = stackalloc byte[NewShow.NameLengthMax * 3];
        return Utf8.FromUtf16(text, bytes, out _, out _, replaceInvalidSequences: false)
            == System.Buffers.OperationStatus.Done;
    }
}
