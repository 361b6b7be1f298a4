namespace Usher.Server.Doctor;

/// <summary>One thing that is looked at. A new part of the product adds its own to <see cref="DoctorChecks.All"/>.
/// </summary>
/// <param name="Name">What it is about, in a word or two.</param>
/// <param name="RunAsync">Looks. What it throws because the database is away is told as a failure.</param>
internal sealed record DoctorCheck(string Name, Func<Patient, CancellationToken, Task<Finding>> RunAsync)
{
    /// <summary>A check that waits for nothing.</summary>
    public DoctorCheck(string name, Func<Patient, Finding> run)
        : this(name, (patient, _) => Task.FromResult(run(patient)))
    {
    }
}

/// <summary>All checks, in the order in which they are told.</summary>
internal static class DoctorChecks
{
    public static IReadOnlyList<DoctorCheck> All { get; } =
    [
        new("settings", SettingChecks.Settings),
        new("development defaults", SettingChecks.DevelopmentDefaultsAsync),
        new("limits", SettingChecks.Limits),
        new("keys", SettingChecks.Keys),
        new("certificate", AddressChecks.Certificate),
        new("public URL", AddressChecks.PublicUrl),
        new("proxies", AddressChecks.Proxies),
        new("database", DatabaseChecks.VersionAsync),
        new("schema", DatabaseChecks.SchemaAsync),
        new("database role", DatabaseChecks.RoleAsync),
        new("clock", DatabaseChecks.ClockAsync),
        new("disk", DatabaseChecks.DiskAsync),
        new("people", PeopleChecks.OperatorAsync),
    ];
}
