using System.Collections.Immutable;
using System.Text.Json;
using System.Text.Json.Serialization;
using Usher.Engine.SeatingPlans;

namespace Usher.Engine.Shows;

/// <summary>What somebody has entered about a show that does not exist yet. Each part was right when it was kept.
/// </summary>
public sealed record ShowDraft
{
    /// <summary>The name that buyers see.</summary>
    public required string Name { get; init; }

    /// <summary>UTC.</summary>
    public required DateTime StartsAt { get; init; }

    /// <summary>The time zone of its venue: the clock that times are entered by, and the show's own.</summary>
    public string Zone { get; init => field = TimeZones.Present(value); } = TimeZones.Utc;

    /// <summary>Null until the second step.</summary>
    [JsonPropertyName("hall")]
    public DraftPlan? Plan { get; init; }

    /// <summary>Null until the third step.</summary>
    public DraftPrices? Prices { get; init; }

    /// <summary>Null until the fourth step.</summary>
    public DraftSale? Sale { get; init; }

    /// <summary>Where it goes, if it is a coach; null: nobody said so yet.</summary>
    public Journey? Journey { get; init; }

    /// <summary>Whether every step was done.</summary>
    [JsonIgnore]
    public bool IsWhole => this is { Plan: not null, Prices: not null, Sale: not null };

    /// <summary>What it says, once it is whole.</summary>
    /// <param name="plan">Its seats, as <see cref="DraftPlans"/> finds them.</param>
    public NewShow ToNewShow(SeatingPlan plan) =>
        new(Name, StartsAt, plan.Seats.Length, Sale!.HoldSeconds, Sale.OpensAt)
        {
            TimeZone = Zone,
            Plan = plan.IsPlain ? null : plan,
            Currency = Prices!.Currency,
            Prices = Prices.For(plan),
            SeatsPerBookingMax = Sale.SeatsPerBookingMax,
            SeatsPerPersonMax = Sale.SeatsPerPersonMax,
            ExtensionAllowed = Sale.ExtensionAllowed,
            NoOrphans = Sale.NoOrphans,
        };
}

/// <summary>Where the seats come from.</summary>
public sealed record DraftPlan(DraftPlanKind Kind)
{
    /// <summary>The most rows that are generated.</summary>
    public const int RowsMax = 100;

    /// <summary>The fewest seats of a row that is generated.</summary>
    public const int SeatsPerRowMin = 3;

    /// <summary>The most seats of a row that is generated.</summary>
    public const int SeatsPerRowMax = 100;

    /// <summary>The most rows of a coach.</summary>
    public const int CoachRowsMax = 30;

    /// <summary>The fewest seats of a stadium.</summary>
    public const int StadiumSeatsMin = 1_000;

    /// <summary>How many seats, where it is nothing but a number.</summary>
    public int TotalSeats { get; init; }

    /// <summary>The stored plan.</summary>
    public long PlanId { get; init; }

    /// <summary>Its version, from 1.</summary>
    public int PlanVersion { get; init; }

    /// <summary>What a generated plan is called.</summary>
    public string Name { get; init; } = "";

    /// <summary>How many rows, where they are generated.</summary>
    public int Rows { get; init; }

    /// <summary>How many seats each of them has.</summary>
    public int SeatsPerRow { get; init; }
}

/// <summary>How a hall is told.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<DraftPlanKind>))]
public enum DraftPlanKind
{
    /// <summary>A plan that is stored.</summary>
    Stored,

    /// <summary>Nothing but a number of seats.</summary>
    Number,

    /// <summary>Rows of seats, generated.</summary>
    Rows,

    /// <summary>Stalls and a circle, generated.</summary>
    Theatre,

    /// <summary>A coach, generated.</summary>
    Coach,

    /// <summary>A bowl of two tiers, generated.</summary>
    Stadium,
}

/// <summary>What seats cost, by category, in minor units; none: the show is free.</summary>
public sealed record DraftPrices(string? Currency, Dictionary<string, long> Amounts)
{
    /// <summary>What the category of a show without a plan is called.</summary>
    public const string PlainCategory = "Seat";

    /// <summary>What a category of a plan is called where it has a price.</summary>
    public static string NameOf(SeatingPlan plan, int category) =>
        plan.Categories[category].Name is { Length: > 0 } name ? name : PlainCategory;

    /// <summary>In the order of the plan's categories.</summary>
    public ImmutableArray<Price> For(SeatingPlan plan) =>
    [
        .. plan.Categories.Select((_, category) => NameOf(plan, category))
            .Where(Amounts.ContainsKey).Select(name => new Price(name, Amounts[name])),
    ];
}

/// <summary>How it is sold.</summary>
public sealed record DraftSale
{
    /// <summary>UTC; null: at once.</summary>
    public DateTime? OpensAt { get; init; }

    /// <summary>Null: the server's default.</summary>
    public int? HoldSeconds { get; init; }

    /// <summary>The most seats one booking may have.</summary>
    public int SeatsPerBookingMax { get; init; } = ShowLimits.SeatsPerBookingMax;

    /// <summary>The most seats one person may have; null: as many as it likes.</summary>
    public int? SeatsPerPersonMax { get; init; }

    /// <summary>Whether a buyer may extend a hold once.</summary>
    public bool ExtensionAllowed { get; init; } = true;

    /// <summary>Whether a booking is refused that leaves a single seat between taken ones.</summary>
    public bool NoOrphans { get; init; }
}

/// <summary>Drafts as the database keeps them.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower)]
[JsonSerializable(typeof(ShowDraft))]
internal sealed partial class ShowDraftJson : JsonSerializerContext
{
    public static string Write(ShowDraft draft) => JsonSerializer.Serialize(draft, Default.ShowDraft);

    public static ShowDraft Read(string json) => JsonSerializer.Deserialize(json, Default.ShowDraft)!;
}
