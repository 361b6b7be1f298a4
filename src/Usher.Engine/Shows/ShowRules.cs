using FluentValidation;
using Usher.Engine.Validation;

namespace Usher.Engine.Shows;

/// <summary>What holds for a show, when it is new and when it is changed.</summary>
internal static class ShowRules
{
    public static void IsName<T>(this IRuleBuilderInitial<T, string> rule) => rule
        .Must(name => name?.Trim().Length is >= 1 and <= ShowLimits.NameLengthMax)
        .WithMessage($"must have 1 to {ShowLimits.NameLengthMax} characters")
        .Must(name => !name.Any(char.IsControl))
        .WithMessage("must not contain control characters")
        .Must(name => VisibleText.Problem(name) is null)
        .WithMessage((_, name) => VisibleText.Problem(name));

    public static void IsTime<T>(this IRuleBuilderInitial<T, DateTime> rule) => rule
        .Must(time => time.Kind is DateTimeKind.Utc).WithMessage("must be a time in UTC");

    public static void IsTime<T>(this IRuleBuilderInitial<T, DateTime?> rule) => rule
        .Must(time => time is null or { Kind: DateTimeKind.Utc }).WithMessage("must be a time in UTC");

    /// <summary>What is sold lies ahead: so does a new show, and one that moves.</summary>
    /// <param name="rule">Of the start.</param>
    /// <param name="isMoved">Whether the start is new.</param>
    /// <param name="now">The present moment, UTC.</param>
    public static void IsAhead<T>(
        this IRuleBuilderInitial<T, DateTime> rule, Func<T, bool> isMoved, DateTime now) => rule
        .Must((show, start) => start > now || !isMoved(show)).WithMessage("must be in the future");

    public static void IsTimeZone<T>(this IRuleBuilderInitial<T, string?> rule) => rule
        .Must(zone => zone is null || TimeZones.Exists(zone))
        .WithMessage("must be a time zone such as Europe/Berlin (a name of the IANA database)");

    public static void IsBefore<T>(this IRuleBuilderInitial<T, DateTime?> rule, Func<T, DateTime> start) => rule
        .Must((show, opening) => opening is null || opening < start(show))
        .WithMessage("must be before the show begins");

    public static void IsHold<T>(this IRuleBuilderInitial<T, int?> rule) => rule
        .Must(seconds => seconds is null or (>= 1 and <= ShowLimits.HoldSecondsMax))
        .WithMessage((_, seconds) => $"must be 1 to {ShowLimits.HoldSecondsMax:N0}, not {seconds}");

    public static void IsSeatsPerBooking<T>(this IRuleBuilderInitial<T, int> rule) => rule
        .Must(seats => seats is >= 1 and <= ShowLimits.SeatsPerBookingMax)
        .WithMessage((_, seats) => $"must be 1 to {ShowLimits.SeatsPerBookingMax}, not {seats}");

    public static void IsSeatsPerPerson<T>(this IRuleBuilderInitial<T, int?> rule) => rule
        .Must(seats => seats is null or (>= 1 and <= ShowLimits.SeatsPerPersonMax))
        .WithMessage((_, seats) => $"must be 1 to {ShowLimits.SeatsPerPersonMax}, not {seats}");
}
