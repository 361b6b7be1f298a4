using System.Collections.Immutable;
using Usher.Engine.SeatingPlans;

namespace Usher.Engine.Shows;

/// <summary>What an organiser says to put a show on sale.</summary>
/// <param name="Name">What people will call it: 1..<see cref="ShowLimits.NameLengthMax"/> characters.</param>
/// <param name="StartsAt">When it begins, UTC.</param>
/// <param name="TotalSeats">1..<see cref="ShowLimits.TotalSeatsMax"/>; with a plan, as many as it has.</param>
/// <param name="HoldSeconds">1..<see cref="ShowLimits.HoldSecondsMax"/>, or null for the server's default.</param>
/// <param name="SalesOpenAt">When its sale opens, UTC; null means at once.</param>
public sealed record NewShow(
    string Name, DateTime StartsAt, int TotalSeats, int? HoldSeconds = null, DateTime? SalesOpenAt = null)
{
    /// <summary>Whether a buyer may extend a hold once.</summary>
    public bool ExtensionAllowed { get; init; } = true;

    /// <summary>Where its seats are; stored with the show unless it is stored already. Null: the show has nothing but
    /// a number of seats.</summary>
    public SeatingPlan? Plan { get; init; }

    /// <summary>The currency of its prices (ISO 4217). Without prices it is not kept.</summary>
    public string? Currency { get; init; }

    /// <summary>One for each category of its plan, or just one where there is no plan. Empty: the show is free.
    /// </summary>
    public ImmutableArray<Price> Prices { get; init; } = [];

    /// <summary>The most seats one booking may have: 1..<see cref="ShowLimits.SeatsPerBookingMax"/>.</summary>
    public int SeatsPerBookingMax { get; init; } = ShowLimits.SeatsPerBookingMax;

    /// <summary>Whether a booking is refused that leaves a single seat between taken ones, unless that cannot be
    /// helped.</summary>
    public bool NoOrphans { get; init; }

    /// <summary>A show in a hall with a plan.</summary>
    public static NewShow In(SeatingPlan plan, string name, DateTime startsAt) =>
        new(name, startsAt, plan.Seats.Length) { Plan = plan };

    /// <summary>Everything that is wrong with it, field by field; nothing if it can be created.</summary>
    public IEnumerable<FieldProblem> Problems()
    {
        if (Name is null || Name.Trim().Length is 0 or > ShowLimits.NameLengthMax || Name.Any(char.IsControl))
        {
            yield return new(
                nameof(Name), $"must have 1 to {ShowLimits.NameLengthMax} characters and no control characters");
        }

        if (StartsAt.Kind is not DateTimeKind.Utc)
        {
            yield return new(nameof(StartsAt), "must be a time in UTC");
        }

        if (TotalSeats is < 1 or > ShowLimits.TotalSeatsMax)
        {
            yield return new(nameof(TotalSeats), $"must be 1 to {ShowLimits.TotalSeatsMax:N0}, not {TotalSeats}");
        }

        if (HoldSeconds is < 1 or > ShowLimits.HoldSecondsMax)
        {
            yield return new(nameof(HoldSeconds), $"must be 1 to {ShowLimits.HoldSecondsMax:N0}, not {HoldSeconds}");
        }

        if (SalesOpenAt is { Kind: not DateTimeKind.Utc })
        {
            yield return new(nameof(SalesOpenAt), "must be a time in UTC");
        }

        if (Plan is { } plan && plan.Seats.Length != TotalSeats)
        {
            yield return new(nameof(TotalSeats), $"must be {plan.Seats.Length:N0}, as many as the seating plan has");
        }

        if (SeatsPerBookingMax is < 1 or > ShowLimits.SeatsPerBookingMax)
        {
            yield return new(nameof(SeatsPerBookingMax),
                $"must be 1 to {ShowLimits.SeatsPerBookingMax}, not {SeatsPerBookingMax}");
        }

        foreach (var problem in PriceCheck.Problems(Currency, Prices, Plan))
        {
            yield return problem;
        }
    }
}

/// <summary>What is wrong with one field.</summary>
/// <param name="Field">The field's name in <see cref="NewShow"/>.</param>
/// <param name="Problem">What it must be, as the end of a sentence that begins with the field's name.</param>
public sealed record FieldProblem(string Field, string Problem);
