namespace Usher.Engine.Selling;

/// <summary>
/// How long seats may be held: as long as the show gives, but no longer than it is sold. Whole seconds, so that a hold
/// is as long as its booking says.
/// </summary>
public static class HoldLength
{
    /// <summary>The seconds of a hold, or of its extension.</summary>
    /// <param name="from">When it begins, UTC.</param>
    /// <param name="secondsWanted">As long as the show gives.</param>
    /// <param name="salesCloseAt">When the sale ends, UTC.</param>
    /// <returns>0: there is no time left for one.</returns>
    public static int Seconds(DateTime from, int secondsWanted, DateTime salesCloseAt) =>
        (int)Math.Clamp((salesCloseAt - from).Ticks / TimeSpan.TicksPerSecond, 0, secondsWanted);
}
