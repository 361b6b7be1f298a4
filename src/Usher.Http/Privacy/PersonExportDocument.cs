using System.ComponentModel;
using System.Text.Json.Serialization;
using Usher.Engine.Bookings;
using Usher.Engine.Privacy;
using Usher.Http.Errors;

namespace Usher.Http.Privacy;

/// <summary>Everything that is known of a person, as it is handed out: by the API, at the desk and by the command line.
/// </summary>
public sealed record PersonExportDocument
{
    [Description("The e-mail that was asked for.")]
    public required string Email { get; init; }

    [Description("When this was put together.")]
    public required DateTime ExportedAt { get; init; }

    [Description("Whether these are all bookings; there are at most 10,000 in one export.")]
    public required bool IsComplete { get; init; }

    [Description("The person's bookings, the newest first.")]
    public required ExportedBookingDocument[] Bookings { get; init; }

    public static PersonExportDocument Of(string email, PersonalRecord record, DateTime now) => new()
    {
        Email = email,
        ExportedAt = now,
        IsComplete = record.IsWhole,
        Bookings = [.. record.Bookings.Select(ExportedBookingDocument.Of)],
    };
}

/// <summary>A booking of the person.</summary>
public sealed record ExportedBookingDocument
{
    public required Guid BookingId { get; init; }

    public required long ShowId { get; init; }

    [Description("What the show is called; left out if it is gone.")]
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? ShowName { get; init; }

    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public DateTime? ShowStartsAt { get; init; }

    [Description("The e-mail as it was typed.")]
    public required string UserEmail { get; init; }

    public required int[] SeatNumbers { get; init; }

    [Wire(Values = ["QUEUED", "PENDING", "CONFIRMED", "FAILED"])]
    public required string Status { get; init; }

    [Description("Why it failed; left out unless it did.")]
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Reason { get; init; }

    [Description("What it costs, in minor units of the currency.")]
    public required long Amount { get; init; }

    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Currency { get; init; }

    public required DateTime CreatedAt { get; init; }

    public required DateTime ExpiresAt { get; init; }

    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public DateTime? ConfirmedAt { get; init; }

    [Description("What was done to it, in order.")]
    public required ExportedEventDocument[] Events { get; init; }

    internal static ExportedBookingDocument Of(RecordedBooking recorded)
    {
        var booking = recorded.Booking;
        return new ExportedBookingDocument
        {
            BookingId = booking.Id.Value,
            ShowId = booking.ShowId.Value,
            ShowName = recorded.ShowName,
            ShowStartsAt = recorded.ShowStartsAt,
            UserEmail = booking.Email ?? "",
            SeatNumbers = [.. booking.SeatNumbers],
            Status = booking.Status.ToText(),
            Reason = booking.Reason.ToText(),
            Amount = booking.Amount,
            Currency = booking.Currency,
            CreatedAt = booking.CreatedAt,
            ExpiresAt = booking.ExpiresAt,
            ConfirmedAt = booking.ConfirmedAt,
            Events = [.. recorded.Steps.Select(ExportedEventDocument.Of)],
        };
    }
}

/// <summary>What was done to a booking of the person.</summary>
public sealed record ExportedEventDocument
{
    public required DateTime At { get; init; }

    [Description("Who did it.")]
    public required string Actor { get; init; }

    [Wire(Values = ["QUEUED", "PENDING", "CONFIRMED", "FAILED"])]
    public required string Status { get; init; }

    [Description("A note of the organiser's; left out if there is none.")]
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Note { get; init; }

    [Description("What the buyer was told; left out if nothing.")]
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? PublicReason { get; init; }

    internal static ExportedEventDocument Of(BookingStep step) => new()
    {
        At = step.At,
        Actor = step.Actor,
        Status = step.To.ToText(),
        Note = step.Detail,
        PublicReason = step.PublicReason,
    };
}

[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower, WriteIndented = true)]
[JsonSerializable(typeof(PersonExportDocument))]
public sealed partial class PersonExportJson : JsonSerializerContext;
