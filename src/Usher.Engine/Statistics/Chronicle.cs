using System.Globalization;
using Usher.Pages.Desk.Activity;

namespace Usher.Engine.Statistics;

/// <summary>What happened in a period, step by step without gaps.</summary>
/// <param name="Period">Which.</param>
/// <param name="RefusalsSince">Refusals are known since then, UTC.</param>
/// <param name="Steps">In order of time.</param>
/// <param name="TotalSeats">Of how many seats those taken are; null where it is many shows' and only the change counts.
/// </param>
public sealed record Chronicle(
    Period Period, DateTime RefusalsSince, IReadOnlyList<ChronicleStep> Steps, int? TotalSeats)
{
    public int Refused => Steps.Sum(step => step.Refused);

    public string BookingsSentence => string.Create(CultureInfo.InvariantCulture,
        $"Bookings in {Reach}: {Steps.Sum(step => step.Held):N0} made and {Refused:N0} refused; ")
        + string.Create(CultureInfo.InvariantCulture,
            $"at most {Steps.Max(step => step.Held):N0} in a {Period.StretchWords}, {Steps[^1].Held:N0} in the last.");

    public string EndsSentence => string.Create(CultureInfo.InvariantCulture,
        $"What became of them in {Reach}: {Steps.Sum(step => step.Confirmed):N0} confirmed, ")
        + string.Create(CultureInfo.InvariantCulture, $"{Steps.Sum(step => step.Expired):N0} expired.");

    public string SeatsSentence => TotalSeats is { } total
        ? string.Create(CultureInfo.InvariantCulture,
            $"Seats taken in {Reach}: from {Steps[0].Taken:N0} to {Steps[^1].Taken:N0} of {total:N0}.")
        : string.Create(CultureInfo.InvariantCulture,
            $"Seats taken in {Reach}, less those given back: {Steps[^1].Taken:N0}.");

    private string Reach => $"the last {Period.Words.ToLowerInvariant()}";
}

/// <summary>One step of a period.</summary>
/// <param name="At">Its beginning, UTC.</param>
/// <param name="Held">Bookings that were made.</param>
/// <param name="Refused">Wishes refused because seats were taken.</param>
/// <param name="Confirmed">Bookings that were confirmed.</param>
/// <param name="Expired">Bookings whose hold ended.</param>
/// <param name="Taken">Seats taken at its end; of many shows: since the period began.</param>
public sealed record ChronicleStep(DateTime At, int Held, int Refused, int Confirmed, int Expired, int Taken);
