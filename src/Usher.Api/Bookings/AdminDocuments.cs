using System.ComponentModel;
using System.Runtime.InteropServices;
using System.Text.Json.Serialization;
using Usher.Engine.Bookings;
using Usher.Engine.Selling;
using Usher.Engine.Shows;
using Usher.Http.Errors;

namespace Usher.Api.Bookings;

/// <summary>A page of bookings, the newest first.</summary>
internal sealed record BookingPageDocument
{
    [Description("The bookings, with buyers' full e-mail addresses.")]
    public required BookingDocument[] Bookings { get; init; }

    [Description("Send it as `after` to get the next page; null on the last page.")]
    public required string? Next { get; init; }
}

/// <summary>A page of the audit log, the newest first.</summary>
internal sealed record EventPageDocument
{
    public required EventDocument[] Events { get; init; }

    [Description("Moves of shows to another version of their seating plan, newest first. Together with the events they "
        + "are at most `limit`.")]
    public required ShowChangeDocument[] ShowChanges { get; init; }

    [Description("Send it as `after` to get the next page; null on the last page.")]
    public required string? Next { get; init; }
}

/// <summary>Something that was done to a booking. Events are never changed.</summary>
internal sealed record EventDocument
{
    [Description("The booking.")]
    public required Guid BookingId { get; init; }

    [Description("The show it belongs to.")]
    public required long ShowId { get; init; }

    [Description("The number of the event within its booking, from 1.")]
    public required int Sequence { get; init; }

    [Description("When it happened.")]
    public required DateTime At { get; init; }

    [Description("Who did it: buyer, sweep (the hold ended), takeover (the next buyer took seats whose hold had "
        + "ended), or a member of the organiser's staff.")]
    public required string Actor { get; init; }

    [Description("The status before; left out for the first event.")]
    [Wire(Values = ["QUEUED", "PENDING", "CONFIRMED", "FAILED"])]
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? FromStatus { get; init; }

    [Description("The status after.")]
    [Wire(Values = ["QUEUED", "PENDING", "CONFIRMED", "FAILED"])]
    public required string ToStatus { get; init; }

    [Description("The reason, for colleagues, or other details; left out if there are none.")]
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Detail { get; init; }

    [Description("The reason shown to the buyer; left out if none was given.")]
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

/// <summary>A show that was moved to another version of its seating plan.</summary>
internal sealed record ShowChangeDocument
{
    /// <summary>How many of the renamed seats are listed.</summary>
    public const int SeatsMax = 100;

    [Description("The show.")]
    public required long ShowId { get; init; }

    [Description("When it was moved.")]
    public required DateTime At { get; init; }

    [Description("The member of the organiser's staff who moved it.")]
    public required string Actor { get; init; }

    [Description("What was changed.")]
    [Wire(Values = ["PLAN_VERSION"])]
    public required string Kind { get; init; }

    [Description("The version of the plan before.")]
    public required int FromVersion { get; init; }

    [Description("The version of the plan after.")]
    public required int ToVersion { get; init; }

    [Description("How many seats that were sold, held or blocked got another section, row or number.")]
    public required int RenamedSeatCount { get; init; }

    [Description("The first 100 of these seats.")]
    public required RenamedSeatDocument[] RenamedSeats { get; init; }

    public static ShowChangeDocument Of(PlanVersionChange change) => new()
    {
        ShowId = change.ShowId.Value,
        At = change.At,
        Actor = change.Actor,
        Kind = "PLAN_VERSION",
        FromVersion = change.FromVersion,
        ToVersion = change.ToVersion,
        RenamedSeatCount = change.RenamedCount,
        RenamedSeats = [.. change.Renamed.Select(RenamedSeatDocument.Of)],
    };
}

/// <summary>A buyer's link, to hand over.</summary>
internal sealed record TicketLinkDocument
{
    [Description("The link to the ticket. Give it to the buyer only.")]
    [Wire(Format = "uri")]
    public required string TicketUrl { get; init; }

    [Description("Until when it works, at least: longer where the show moves to a later time.")]
    public required DateTime ExpiresAt { get; init; }
}

/// <summary>That links of a ticket were ended.</summary>
internal sealed record TicketLinksEndedDocument
{
    [Description("The booking whose earlier links open the ticket no more.")]
    public required Guid BookingId { get; init; }
}

/// <summary>The result of a request to block seats. Buyers see blocked seats as BOOKED.</summary>
internal sealed record BlockedDocument
{
    [Description("Blocked by this request.")]
    public required int[] Blocked { get; init; }

    [Description("Already blocked.")]
    public required int[] AlreadyBlocked { get; init; }

    [Description("Not blocked: held by buyers.")]
    public required int[] Held { get; init; }

    [Description("Not blocked: sold to buyers.")]
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

    [Description("Were not blocked; nothing changed.")]
    public required int[] NotBlocked { get; init; }
}
