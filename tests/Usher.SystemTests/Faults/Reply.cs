using System.Text.Json;

namespace Usher.SystemTests.Faults;

/// <summary>What a buyer asks for.</summary>
internal enum Verb
{
    Book,
    Look,
    Extend,
    Confirm,
    Cancel,
}

/// <summary>What came back for one request.</summary>
internal sealed record Reply(Verb Verb)
{
    /// <summary>Null if nothing came back.</summary>
    public int? Status { get; init; }

    /// <summary>The buyer hung up: the request may be carried out at any later moment.</summary>
    public bool MayStillRun { get; init; }

    public bool HasRetryAfter { get; init; }

    public string Text { get; init; } = "";

    /// <summary>What the document says, where it is one about a booking that exists.</summary>
    public BookingSeen? Booking { get; init; }

    public string? Reason { get; init; }

    /// <summary>The server had no time to look at it: it changed nothing.</summary>
    public bool IsNotTaken => Status == 503 && Text.Contains("/problems/overloaded", StringComparison.Ordinal);

    /// <summary>Nobody knows yet whether the request changed anything.</summary>
    public bool IsOpen => Status is null || (Status == 503 && !IsNotTaken);

    public static Reply Of(Verb verb, HttpResponseMessage response, string text)
    {
        var reply = new Reply(verb)
        {
            Status = (int)response.StatusCode,
            HasRetryAfter = response.Headers.RetryAfter is not null,
            Text = text,
        };
        if (text.Length == 0)
        {
            return reply;
        }

        using var json = JsonDocument.Parse(text);
        return reply with
        {
            Reason = json.RootElement.TryGetProperty("reason", out var reason) ? reason.GetString() : null,
            Booking = BookingSeen.Read(json.RootElement),
        };
    }

    public override string ToString() => $"{Verb} {Status?.ToString() ?? "unanswered"} {Text}";
}

/// <summary>A booking as a document shows it.</summary>
internal sealed record BookingSeen(Guid Id, int[] Seats, string Status, DateTime CreatedAt, DateTime ExpiresAt)
{
    public static BookingSeen? Read(JsonElement document) =>
        document.TryGetProperty("booking_id", out var id) && id.ValueKind == JsonValueKind.String
            ? new BookingSeen(
                id.GetGuid(),
                [.. document.GetProperty("seat_numbers").EnumerateArray().Select(seat => seat.GetInt32())],
                document.GetProperty("status").GetString()!,
                document.GetProperty("created_at").GetDateTime(),
                document.GetProperty("expires_at").GetDateTime())
            : null;
}
