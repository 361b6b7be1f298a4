namespace Usher.Testing;

/// <summary>Where it is about noon, so that what lies hours ago and hours ahead is on the same day.</summary>
internal static class Noon
{
    /// <summary>A time zone whose clocks show 12 something at that moment.</summary>
    public static string ZoneAt(DateTime utc)
    {
        // Zones of this kind are called by what is to be added to their clocks.
        var behind = utc.Hour - 12;
        return behind == 0 ? "Etc/GMT" : $"Etc/GMT{behind:+0;-0}";
    }
}
