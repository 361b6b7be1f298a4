using System.ComponentModel;
using System.Runtime.InteropServices;
using System.Text.Json.Serialization;
using Usher.Engine.Bookings;
using Usher.Http.Errors;

namespace Usher.Api.Bookings;

/// <summary>A booking: seats of one show, all or none.</summary>
internal sealed record BookingDocument
{
    public const string ByOrganiser = "ORGANISER";
    public const string ByBuyer = "BUYER";

    [Description("The booking's id. Anyone who knows it can confirm or cancel the booking.")]
    public required Guid BookingId { get; init; }

    [Description("The show.")]
    public required long ShowId { get; init; }

    [Description("The seats, in the order requested.")]
    public required int[] SeatNumbers { get; init; }

    [Description("PENDING: the seats are held until expires_at. CONFIRMED: they are sold. FAILED: they are available "
        + "again; reason says why. QUEUED: accepted for later.")]
    [Wire(Values = ["QUEUED", "PENDING", "CONFIRMED", "FAILED"])]
    public required string Status { get; init; }

    [Description("Why the booking failed, or, with 409, why the change was refused. Otherwise left out.")]
    [Wire(Values =
    [
        "SEATS_TAKEN", "EXPIRED", "PAYMENT_FAILED", "CANCELLED", "ALREADY_CONFIRMED", "ALREADY_EXTENDED",
        "EXTENSION_FORBIDDEN", "SHOW_OVER", "STILL_QUEUED", "LIMIT_REACHED",
    ])]
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Reason { get; init; }

    [Description("The reason in words, with 409.")]
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Message { get; init; }

    [Description("When the hold ends or ended.")]
    public required DateTime ExpiresAt { get; init; }

    [Description("When the seats were held.")]
    public required DateTime CreatedAt { get; init; }

    [Description("When the booking was confirmed; left out until then.")]
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public DateTime? ConfirmedAt { get; init; }

    [Description("What each of the seats was called when the booking ended, in the order of seat_numbers. Left out as "
        + "long as it has not ended: its seats are called as in the show's plan.")]
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string[]? SeatNames { get; init; }

    [Description("Who cancelled it: the buyer released held seats, or the organiser cancelled the booking. Left out "
        + "unless it is cancelled.")]
    [Wire(Values = [ByBuyer, ByOrganiser])]
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? CancelledBy { get; init; }

    [Description("When it was cancelled; present with cancelled_by.")]
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public DateTime? CancelledAt { get; init; }

    [Description("The organiser's reason for the buyer; left out if none was given.")]
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? PublicReason { get; init; }

    [Description("The buyer's e-mail address, masked (a***@example.com) for all but STAFF and whoever has the buyer's "
        + "link. Left out if there is none, and in the response to POST /api/bookings, which stays the same when it is "
        + "repeated.")]
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? UserEmail { get; init; }

    [Description("The link to the ticket with its code, for the buyer: keep it, and show it to nobody else. Only in "
        + "the response to the request that confirms the booking, and to its repetition under the same "
        + "Idempotency-Key.")]
    [Wire(Format = "uri")]
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? TicketUrl { get; init; }

    [Description("The total price in minor units (cents, paise); 0 means free.")]
    public required long Amount { get; init; }

    [Description("The currency (ISO 4217); null if the show is free.")]
    public required string? Currency { get; init; }

    /// <summary>The booking without its buyer's personal data.</summary>
    public static BookingDocument Of(Booking booking) => new()
    {
        BookingId = booking.Id.Value,
        ShowId = booking.ShowId.Value,
        SeatNumbers = ImmutableCollectionsMarshal.AsArray(booking.SeatNumbers)!,
        Status = booking.Status.ToText(),
        Reason = booking.Reason.ToText(),
        ExpiresAt = booking.ExpiresAt,
        CreatedAt = booking.CreatedAt,
        ConfirmedAt = booking.ConfirmedAt,
        Amount = booking.Amount,
        Currency = booking.Currency,
    };

    /// <summary>The booking, and who cancelled it where somebody did.</summary>
    public static BookingDocument Of(Booking booking, BookingEnd? end) =>
        end is null || booking.Reason != FailureReason.Cancelled ? Of(booking) : Of(booking) with
        {
            CancelledBy = end.IsByOrganiser ? ByOrganiser : ByBuyer,
            CancelledAt = end.At,
            PublicReason = end.PublicReason,
        };
}

/// <summary>A booking that was not made: somebody else has at least one of its seats, not enough are free together,
/// it would leave a single seat, its client or its person has too many, or the show has begun.</summary>
internal sealed record SeatsTakenDocument
{
    [Description("Always null: nothing was stored, so the same request can be sent again.")]
    [Wire(Format = "uuid")]
    public required Guid? BookingId { get; init; }

    [Description("The show.")]
    public required long ShowId { get; init; }

    [Description("The requested seats; empty with seat_count.")]
    public required int[] SeatNumbers { get; init; }

    [Wire(Values = ["FAILED"])]
    public required string Status { get; init; }

    [Description("LEAVES_SINGLE_SEAT: the seats are available, but single seats would be left between taken ones. "
        + "LIMIT_REACHED: the client holds as many seats for the show as one client may, or the person has as many as "
        + "one person may; message says which. "
        + "SHOW_OVER: the show has started, or, with conflict_seats, those slots of it have.")]
    [Wire(Values = ["SEATS_TAKEN", "LEAVES_SINGLE_SEAT", "LIMIT_REACHED", "SHOW_OVER"])]
    public required string Reason { get; init; }

    [Description("Which of them someone else has, or with SHOW_OVER, which slots have begun; empty with seat_count "
        + "when there are not enough seats together.")]
    public required int[] ConflictSeats { get; init; }

    [Description("The reason in words, and what is possible instead.")]
    public required string Message { get; init; }

    [Description("With LIMIT_REACHED: when the first of the client's holds for the show expires. Left out if waiting "
        + "does not help, because the request is for more seats than one client may hold at a time, or because the "
        + "limit is one for each person.")]
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public DateTime? TryAgainAt { get; init; }

    [Description("With LEAVES_SINGLE_SEAT: the seats that would be left as single seats. A booking that includes them "
        + "is not refused for this reason.")]
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public int[]? LoneSeats { get; init; }

    [Description("With LEAVES_SINGLE_SEAT: the same number of seats nearby that would be allowed, as far as is known; "
        + "at most three choices, nearest first. With SEATS_TAKEN after seat_count: the same number of seats in as few "
        + "parts close to each other as possible, the largest part first; left out if there are none, or with "
        + "allow_split.")]
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public int[][]? Alternatives { get; init; }
}
