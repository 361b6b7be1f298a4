using System.Text.Json;
using Usher.Engine.SeatingPlans;
using Usher.Engine.Selling;
using Usher.Engine.Shows;
using Usher.Http.BotChecks;
using Usher.Http.Wording;
using Usher.Pages.Kit.Pictures;

namespace Usher.Pages.Buyers.Shows;

/// <summary>A show and its seats, for a buyer.</summary>
public sealed record ShowView
{
    public required SeatingView SeatingView { get; init; }

    public required ShowStatus Status { get; init; }

    /// <summary>Where it goes, if it is a coach.</summary>
    public Journey? Journey { get; init; }

    /// <summary>The server's clock when the page was made.</summary>
    public required DateTime Now { get; init; }

    /// <summary>Seats that are chosen already.</summary>
    public required IReadOnlySet<int> Chosen { get; init; }

    public required IReadOnlyList<SeatingViewPart> Parts { get; init; }

    /// <summary>The part whose seats are listed; null if the plan is too large and none was chosen.</summary>
    public required SeatingViewPart? Part { get; init; }

    /// <summary>Makes a form that is sent twice book once.</summary>
    public required string FormKey { get; init; }

    public required int HoldSeconds { get; init; }

    /// <summary>How many seats of each section are left, for the map until it knows them itself.</summary>
    public string LeftJson => JsonSerializer.Serialize(SeatingView.LeftBySection());

    public string PricesJson => JsonSerializer.Serialize(
        SeatingView.Show.Prices.Select(price => new { category = price.Category, amount = price.Amount }));
}

/// <summary>Requested seats, some of which somebody else has taken.</summary>
public sealed record RefusedView(
    SeatingView SeatingView, IReadOnlyList<int> Taken, IReadOnlyList<int> Others, string FormKey);

/// <summary>Seats that would leave single seats.</summary>
public sealed record LoneView(
    ShowId ShowId, IReadOnlyList<int> Seats, BookOutcome.LeavesSingleSeat Outcome, string FormKey)
{
    /// <summary>Alternatives: the same with the single seats, or as many nearby.</summary>
    public IEnumerable<IReadOnlyList<int>> Choices =>
    [
        .. Outcome.MayTakeAll ? (int[][])[[.. Seats.Concat(Outcome.LoneSeats).Order()]] : [],
        .. Outcome.Alternatives,
    ];
}

/// <summary>A client holds, or a person has, as many seats as one may.</summary>
/// <param name="BackUrl">Where seats are chosen.</param>
/// <param name="Words">How many that is.</param>
/// <param name="Kind">What the places are.</param>
public sealed record LimitView(string BackUrl, string Words, PlanKind Kind)
{
    /// <summary>When the first hold of the client ends; null: waiting does not help.</summary>
    public DateTime? TryAgainAt { get; init; }

    public string TimeZone { get; init; } = TimeZones.Utc;

    public static LimitView Of(string backUrl, BookOutcome.LimitReached limit) =>
        new(backUrl, RefusalTexts.HeldByClient(limit), limit.Kind)
        {
            TryAgainAt = limit.TryAgainAt,
            TimeZone = limit.TimeZone,
        };
}

/// <summary>Best seats that are not free together, and as many near each other if there are some.</summary>
public sealed record NoneTogetherView(SeatingView SeatingView, BookOutcome.NoneTogether Outcome, string FormKey)
{
    /// <summary>All parts, the largest first; empty if there are none.</summary>
    public IReadOnlyList<int> Split => [.. Outcome.Split.SelectMany(part => part)];

    /// <summary>"2 + 1: A 1 and 2, A 4".</summary>
    public string SplitWords => $"{RefusalTexts.Parts(Outcome.Split)}: "
        + string.Join(", ", Outcome.Split.Select(part => SeatNames.Brief(SeatingView.Plan, part)));
}

/// <summary>The browser has work to do before seats are held. Its script then sends the form again.</summary>
/// <param name="Action">Where the form goes.</param>
/// <param name="Fields">What it carries.</param>
/// <param name="Words">The choice in words; empty if the plan is not known just now.</param>
/// <param name="BackUrl">Where seats are chosen.</param>
/// <param name="Challenge">The work.</param>
public sealed record ChallengeView(
    string Action, IReadOnlyList<KeyValuePair<string, string>> Fields, string Words, string BackUrl,
    Challenge Challenge);

/// <summary>Seats were requested more often than one client may. The form can be sent again.</summary>
/// <param name="Action">Where the form goes.</param>
/// <param name="Fields">What it carries.</param>
/// <param name="Words">The choice in words: "J 16, J 17"; empty if the plan is not known just now.</param>
/// <param name="BackUrl">Where seats are chosen.</param>
/// <param name="Why">What the limit is, and when to try again.</param>
public sealed record TooOftenView(
    string Action, IReadOnlyList<KeyValuePair<string, string>> Fields, string Words, string BackUrl, string Why);
