using System.Security.Cryptography;
using System.Text.RegularExpressions;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.AspNetCore.Http.Extensions;
using Usher.Engine.Bookings;
using Usher.Http.Fields;

namespace Usher.Pages.Desk.Bookings;

/// <summary>A search, as the address of the page has it: what could be somebody's e-mail address stands there sealed.
/// </summary>
public sealed partial record BookingQuery
{
    /// <summary>A whole e-mail address, a booking's number or address, or, within a show, a seat.</summary>
    public string Text { get; private init; } = "";

    public ShowId? ShowId { get; private init; }

    /// <summary>One of the words of <see cref="BookingFilters.States"/>, in lower case; empty: any.</summary>
    public string State { get; private init; } = "";

    internal BookingCursor? After { get; private init; }

    /// <summary>Whether an address is looked for, and not a seat or a booking's number.</summary>
    internal bool IsByEmail => Text.Contains('@', StringComparison.Ordinal);

    private IDataProtector? Protector { get; init; }

    internal string? Problem { get; private init; }

    /// <summary>The booking whose number, or whose ticket's address, was typed.</summary>
    internal BookingId? Named => Number().Match(Text) is { Success: true } match
        && BookingId.TryParse(match.Value.ToLowerInvariant(), out var id) ? id : null;

    /// <summary>Reads it from the fields of an address, or of a form.</summary>
    internal static BookingQuery Read(Func<string, string> field, IDataProtector protector)
    {
        var text = (field("q") is { Length: > 0 } typed ? typed : Open(field("s"), protector)).Trim();
        var state = field("status");
        var isKnown = BookingFilters.States.ContainsKey(state);
        return new BookingQuery
        {
            Text = BookingFilters.IsText(text) ? text : "",
            ShowId = ShowIdField.Read(field("show")),
            State = isKnown ? state.ToLowerInvariant() : "",
            After = field("after") is { Length: > 0 } after ? BookingCursors.ReadBooking(after) : null,
            Protector = protector,
            Problem = !BookingFilters.IsText(text)
                ? $"Enter at most {EmailAddress.CharsMax} characters, without control characters."
                : state.Length > 0 && !isKnown ? "There is no such state. Choose one from the list." : null,
        };
    }

    internal BookingFilter Filter(int? seat) => new()
    {
        ShowId = ShowId,
        SeatNumber = seat,
        Email = seat is null && Text.Length > 0 ? Text : null,
        State = State.Length > 0 ? BookingFilters.States[State] : null,
    };

    /// <summary>The same bookings at another address of the desk.</summary>
    internal string Url(string path, BookingCursor? after = null)
    {
        var query = new QueryBuilder();
        Add("q", IsByEmail ? "" : Text);
        Add("s", IsByEmail ? Protector!.Protect(Text) : "");
        Add("show", ShowId?.ToString() ?? "");
        Add("status", State);
        Add("after", after is null ? "" : BookingCursors.Write(after));
        return path + query.ToQueryString();

        void Add(string name, string value)
        {
            if (value.Length > 0)
            {
                query.Add(name, value);
            }
        }
    }

    // One that was made by another installation, or changed by hand, looks for nothing.
    private static string Open(string text, IDataProtector protector)
    {
        try
        {
            return text.Length == 0 ? "" : protector.Unprotect(text);
        }
        catch (CryptographicException)
        {
            return "";
        }
    }

    [GeneratedRegex(
        "[0-9a-f]{8}-[0-9a-f]{4}-8[0-9a-f]{3}-[0-9a-f]{4}-[0-9a-f]{12}", RegexOptions.IgnoreCase,
        matchTimeoutMilliseconds: 100)]
    private static partial Regex Number();
}
