using System.ComponentModel;
using System.Runtime.InteropServices;
using System.Text.Json.Serialization;
using Usher.Engine.Bookings;
using Usher.Engine.Selling;
using Usher.Http.Errors;

namespace Usher.Api.Bookings;

/// <summary>A page of bookings, the newest first.</summary>
internal sealed record BookingPageDocument
{
    [Description("The bookings, with their buyers' addresses in full.")]
    public required BookingDocument[] Bookings { get; init; }

    [Description("Send it as `after` for the next page; null on the last one.")]
    public required string? Next { get; init; }
}

/// <summary>A page of events, the newest first.</summary>
internal sealed record EventPageDocument
{
    public required EventDocument[] Events { get; init; }

    [Description("Send it as `after` for the next page; null on the last one.")]
    public required string? Next { get; init; }
}

/// <summary>Something that was done to a booking. Events are never changed.</summary>
internal sealed record EventDocument
{
    [Description("The booking.")]
    public required Guid BookingId { get; init; }

    [Description("Its show.")]
    public required long ShowId { get; init; }

    [Description("The number of the event within its booking, from 1.")]
    public required int Sequence { get; init; }

    [Description("When.")]
    public required DateTime At { get; init; }

    [Description("Who did it: buyer, sweep (its hold ended), takeover (the next buyer of a lapsed hold), or one of the "
        + "organiser's people.")]
    public required string Actor { get; init; }

    [Description("Where the booking stood before; left out for its first event.")]
    [Wire(Values = ["QUEUED", "PENDING", "CONFIRMED", "FAILED"])]
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? FromStatus { get; init; }

    [Description("Where it stood then.")]
    [Wire(Values = ["QUEUED", "PENDING", "CONFIRMED", "FAILED"])]
    public required string ToStatus { get; init; }

    [Description("Why, for colleagues, or what else there is to tell; left out where there is nothing.")]
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Detail { get; init; }

    [Description("What the buyer is told of it; left out where nothing was said.")]
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? PublicReason { get; init; }

    public static EventDocument Of(BookingStep step) => new()
    {
        BookingId = step.Id.Value,
        ShowId = step.Id.ShowId.Value,
        Sequence = step.Sequence,
        At = step.At,
        Actor = step.Actor,
        FromStatus = step.From.ToText(),
        ToStatus = step.To.ToText(),
        Detail = step.Detail,
        PublicReason = step.PublicReason,
    };
}

/// <summary>The result of a request to block seats. Buyers see blocked seats as BOOKED.</summary>
internal sealed record BlockedDocument
{
    [Description("Blocked from now on.")]
    public required int[] Blocked { get; init; }

    [Description("Blocked already.")]
    public required int[] AlreadyBlocked { get; init; }

    [Description("Left to the buyers who hold them.")]
    public required int[] Held { get; init; }

    [Description("Left to the buyers who own them.")]
    public required int[] Sold { get; init; }

    public static BlockedDocument Of(BlockOutcome.Blocked blocked) => new()
    {
        Blocked = ImmutableCollectionsMarshal.AsArray(blocked.SeatNumbers)!,
        AlreadyBlocked = ImmutableCollectionsMarshal.AsArray(blocked.Before)!,
        Held = ImmutableCollectionsMarshal.AsArray(blocked.HeldSeats)!,
        Sold = ImmutableCollectionsMarshal.AsArray(blocked.SoldSeats)!,
    };
}

/// <summary>The result of a request to unblock seats.</summary>
internal sealed record UnblockedDocument
{
    [Description("On sale again.")]
    public required int[] Unblocked { get; init; }

    [Description("Were not blocked: nothing has changed for them.")]
    public required int[] NotBlocked { get; init; }
}
