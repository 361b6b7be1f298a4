namespace Usher.Bench.Settings;

/// <summary>What every scenario can be told.</summary>
internal sealed record RunSettings
{
    /// <summary>No hold of a run's shows lapses before everything has been read back.</summary>
    public const int HoldSeconds = 7200;

    /// <summary>Warm-up and measured part together; half of a hold is left for reading back.</summary>
    public const int SecondsMax = 3600;

    public required string Url { get; init; }

    public string? AdminKey { get; init; }

    public required int Seconds { get; init; }

    public int WarmupSeconds { get; init; }

    /// <summary>Zero: closed load, each connection asks again as soon as it is answered.</summary>
    public double RequestsPerSecond { get; init; }

    public required TimeSpan Timeout { get; init; }

    /// <summary>A connection string to read back bookings and owners of seats from the database itself.</summary>
    public string? Postgres { get; init; }

    public bool Audit { get; init; } = true;

    /// <summary>False where the server stores nothing to read back.</summary>
    public bool Prove { get; init; } = true;

    public bool Json { get; init; }

    public string? JsonFile { get; init; }

    public string? ReportFile { get; init; }

    /// <summary>Start a server for the run instead of using one that runs.</summary>
    public bool Start { get; init; }

    /// <summary>Whether each request for named seats has an idempotency key of its own.</summary>
    public bool SendKeys { get; init; }

    /// <summary>How often each is measured in a comparison.</summary>
    public int Rounds { get; init; } = 5;

    /// <summary>The commit, branch or tag whose server is compared with this build's; null: none is.</summary>
    public string? CompareTo { get; init; }

    /// <summary>Whether this build may have changes that are not committed, when it is compared.</summary>
    public bool AllowDirty { get; init; }

    public required int RngSeed { get; init; }
}
