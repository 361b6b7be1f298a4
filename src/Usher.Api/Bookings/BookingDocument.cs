using System.ComponentModel;
using System.Runtime.InteropServices;
using System.Text.Json.Serialization;
using Usher.Engine.Bookings;
using Usher.Http.Errors;

namespace Usher.Api.Bookings;

/// <summary>A booking: seats of one show, all or none.</summary>
internal sealed record BookingDocument
{
    [Description("Names the booking. Whoever knows it can confirm or cancel it.")]
    public required Guid BookingId { get; init; }

    [Description("The show.")]
    public required long ShowId { get; init; }

    [Description("Its seats, in the order asked for.")]
    public required int[] SeatNumbers { get; init; }

    [Description("PENDING: the seats are held until expires_at. CONFIRMED: they are sold. FAILED: they are free again; "
        + "reason tells why. QUEUED: accepted for later.")]
    [Wire(Values = ["QUEUED", "PENDING", "CONFIRMED", "FAILED"])]
    public required string Status { get; init; }

    [Description("Why it failed, or, with 409, why the change was refused. Left out where there is nothing to tell.")]
    [Wire(Values =
    [
        "SEATS_TAKEN", "EXPIRED", "PAYMENT_FAILED", "CANCELLED", "ALREADY_CONFIRMED", "ALREADY_EXTENDED",
        "EXTENSION_FORBIDDEN", "STILL_QUEUED",
    ])]
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Reason { get; init; }

    [Description("The same in words, with 409.")]
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Message { get; init; }

    [Description("When its hold ends, or ended.")]
    public required DateTime ExpiresAt { get; init; }

    [Description("When its seats were held.")]
    public required DateTime CreatedAt { get; init; }

    [Description("When it was confirmed; left out before.")]
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public DateTime? ConfirmedAt { get; init; }

    [Description("The buyer's address, masked (a***@example.com) unless the admin key was sent. Left out while there "
        + "is none, and in the answer to POST /api/bookings, which stays the same when it is repeated.")]
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? UserEmail { get; init; }

    [Description("The price in minor units (cents, paise); 0 is free.")]
    public required long Amount { get; init; }

    [Description("The price's currency (ISO 4217); null where the show is free.")]
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
}

/// <summary>A booking that was not made: somebody else has at least one of its seats, not enough are free together,
/// it would leave a single seat, or its client holds too many.</summary>
internal sealed record SeatsTakenDocument
{
    [Description("Always null: nothing was stored, and the same request may be sent again.")]
    [Wire(Format = "uuid")]
    public required Guid? BookingId { get; init; }

    [Description("The show.")]
    public required long ShowId { get; init; }

    [Description("The seats asked for; empty with seat_count.")]
    public required int[] SeatNumbers { get; init; }

    [Wire(Values = ["FAILED"])]
    public required string Status { get; init; }

    [Description("LEAVES_SINGLE_SEAT: the seats are free, but single seats would be left alone between taken ones. "
        + "LIMIT_REACHED: the client holds as many seats of the show as one client may.")]
    [Wire(Values = ["SEATS_TAKEN", "LEAVES_SINGLE_SEAT", "LIMIT_REACHED"])]
    public required string Reason { get; init; }

    [Description("Those of them that somebody else has; empty with seat_count, where as many are not free together.")]
    public required int[] ConflictSeats { get; init; }

    [Description("The same in words, and what is possible instead.")]
    public required string Message { get; init; }

    [Description("With LIMIT_REACHED: when the first of the client's holds in the show ends. Left out where waiting "
        + "does not help, because more seats are asked for than one client may hold at a time.")]
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public DateTime? TryAgainAt { get; init; }

    [Description("With LEAVES_SINGLE_SEAT: the seats that would be left alone. A booking that takes them too is not "
        + "refused for it.")]
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public int[]? LoneSeats { get; init; }

    [Description("With LEAVES_SINGLE_SEAT: as many seats nearby that would be allowed, as far as is known; at most "
        + "three choices, the nearest first. With SEATS_TAKEN after seat_count: as many seats in as few parts near "
        + "each other as possible, the largest part first; left out where there are none, and after allow_split.")]
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public int[][]? Alternatives { get; init; }
}
