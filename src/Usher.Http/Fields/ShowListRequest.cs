using System.Buffers.Binary;
using System.Buffers.Text;
using System.Text.Unicode;
using Usher.Engine.Shows;

namespace Usher.Http.Fields;

/// <summary>Which page of the shows somebody wants.</summary>
public sealed record ShowListRequest(DateTime? From, string? Text, int Limit, ShowCursor? After)
{
    public const int LimitDefault = 20;

    /// <summary>The most shows of a buyer's page.</summary>
    public const int LimitMax = 100;

    private const int CursorBytes = 2 * sizeof(long);

    public static ShowListRequest? Read(IQueryCollection query, FieldErrors errors, int limitMax = LimitMax)
    {
        var from = query.One("from", errors) is { } time ? ReadTime(time, errors) : null;
        var text = query.One("q", errors);
        if (text is not null && (text.Length > ShowLimits.NameLengthMax || text.Any(char.IsControl)
            || !Utf16IsWhole(text)))
        {
            errors.Add("q", $"must have at most {ShowLimits.NameLengthMax} characters and no control characters");
        }

        var limit = (int)(query.Whole("limit", 1, limitMax, errors) ?? LimitDefault);
        var after = query.One("after", errors) is { } cursor ? ReadCursor(cursor, errors) : null;
        return errors.Any ? null : new ShowListRequest(from, text, limit, after);
    }

    /// <summary>A cursor as clients see it: nothing they should take apart.</summary>
    public static string Write(ShowCursor cursor)
    {
        Span<byte> bytes = stackalloc byte[CursorBytes];
        BinaryPrimitives.WriteInt64BigEndian(bytes, cursor.StartsAt.Ticks);
        BinaryPrimitives.WriteInt64BigEndian(bytes[sizeof(long)..], cursor.Id.Value);
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
            return new ShowCursor(new DateTime(ticks, DateTimeKind.Utc), new ShowId(id));
        }

        errors.Add("after", "must be the 'next' value of the previous page, unchanged");
        return null;
    }

    private static DateTime? ReadTime(string text, FieldErrors errors)
    {
        if (Rfc3339.Parse(text, out var message) is { } time)
        {
            return time;
        }

        errors.Add("from", message + "; in a URL, write a plus sign as %2B");
        return null;
    }

    private static bool Utf16IsWhole(string text)
    {
        Span<byte> bytes = stackalloc byte[ShowLimits.NameLengthMax * 3];
        return Utf8.FromUtf16(text, bytes, out _, out _, replaceInvalidSequences: false)
            == System.Buffers.OperationStatus.Done;
    }
}
