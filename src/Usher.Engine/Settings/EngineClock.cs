namespace Usher.Engine.Settings;

/// <summary>
/// The one seam through which time enters the engine. In production it is the database's clock, read inside each
/// batch after its locks are taken, so that processes with different clocks agree; a simulation brings its own.
/// </summary>
public abstract class EngineClock
{
    /// <summary>The database's own clock.</summary>
    public static EngineClock Database { get; } = new DatabaseClock();

    /// <summary>The moment to decide by, UTC in whole microseconds; null means the database's clock.</summary>
    public abstract DateTime? Now { get; }

    private sealed class DatabaseClock : EngineClock
    {
        public override DateTime? Now => null;
    }
}
