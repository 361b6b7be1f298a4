using Usher.Engine.SeatingPlans;

namespace Usher.Engine.Shows;

/// <summary>How large a show may be, and what may be said about it.</summary>
public static class ShowLimits
{
    /// <summary>The most seats a show may have.</summary>
    public const int TotalSeatsMax = PlanLimits.SeatsMax;

    /// <summary>The most seats one booking may have.</summary>
    public const int SeatsPerBookingMax = 100;

    /// <summary>The most seats that a show which limits them may let one person have.</summary>
    public const int SeatsPerPersonMax = 100;

    /// <summary>The longest hold: a day.</summary>
    public const int HoldSecondsMax = 86_400;

    /// <summary>The longest name, in characters.</summary>
    public const int NameLengthMax = 200;
}
