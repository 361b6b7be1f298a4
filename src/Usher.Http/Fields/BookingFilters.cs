using System.Buffers;
using System.Text.Unicode;
using Usher.Engine.Bookings;

namespace Usher.Http.Fields;

/// <summary>Reads from an address which bookings somebody looks for.</summary>
public static class BookingFilters
{
    /// <summary>How bookings stand, as addresses say it.</summary>
    public static readonly IReadOnlyDictionary<string, BookingState> States =
        new Dictionary<string, BookingState>(StringComparer.OrdinalIgnoreCase)
        {
            ["HELD"] = BookingState.Held,
            ["CONFIRMED"] = BookingState.Confirmed,
            ["EXPIRED"] = BookingState.Expired,
            ["CANCELLED"] = BookingState.Cancelled,
            ["FAILED"] = BookingState.Failed,
            ["QUEUED"] = BookingState.Queued,
            ["BLOCKED"] = BookingState.Blocked,
        };

    public static BookingState? ReadState(IQueryCollection query, string name, FieldErrors errors)
    {
        if (query.One(name, errors) is not { } text)
        {
            return null;
        }

        if (States.TryGetValue(text, out var state))
        {
            return state;
        }

        errors.Add(name, $"must be one of {string.Join(", ", States.Keys)}");
        return null;
    }

    public static string? ReadEmail(IQueryCollection query, string name, FieldErrors errors)
    {
        var email = query.One(name, errors);
        if (email is null || IsText(email))
        {
            return email;
        }

        errors.Add(name, $"must have at most {EmailAddress.CharsMax} characters and no control characters");
        return null;
    }

    /// <summary>Whether it can be looked for at all.</summary>
    public static bool IsText(string text)
    {
        Span<byte> bytes = stackalloc byte[4 * EmailAddress.CharsMax];
        return text.Length <= EmailAddress.CharsMax && !text.Any(char.IsControl)
            && Utf8.FromUtf16(text, bytes, out _, out _, replaceInvalidSequences: false) == OperationStatus.Done;
    }

    public static T? ReadAfter<T>(IQueryCollection query, Func<string, T?> read, FieldErrors errors)
        where T : class
    {
        var text = query.One("after", errors);
        var cursor = text is null ? null : read(text);
        if (text is not null && cursor is null)
        {
            errors.Add("after", "must be the 'next' value of the previous page, unchanged");
        }

        return cursor;
    }
}
