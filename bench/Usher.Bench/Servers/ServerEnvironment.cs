using System.Collections.Immutable;
using System.Security.Cryptography;

namespace Usher.Bench.Servers;

/// <summary>What a server of the run's own is told, whatever the environment says of other servers.</summary>
internal static class ServerEnvironment
{
    /// <summary>The variable by which this process has its sockets call back without a change of thread.</summary>
    public const string GeneratorSockets = "DOTNET_SYSTEM_NET_SOCKETS_INLINE_COMPLETIONS";

    /// <summary>The key of all servers that this process starts.</summary>
    public static string AdminKey { get; } = Convert.ToHexString(RandomNumberGenerator.GetBytes(16));

    // One for all servers of this process: they may share a database.
    private static readonly Lazy<string> KeyRing = new(() =>
    {
        var folder = Directory.CreateTempSubdirectory("usher-bench-keys-").FullName;
        AppDomain.CurrentDomain.ProcessExit += (_, _) => Directory.Delete(folder, recursive: true);
        var path = Path.Combine(folder, "keyring.json");
        var key = Convert.ToBase64String(RandomNumberGenerator.GetBytes(32));
        File.WriteAllText(
            path, $$"""{ "active": "k1", "finding": "k1", "keys": { "k1": "{{key}}" } }""");
        return path;
    });

    /// <summary>The file with the keys of these servers; null: this process has started none.</summary>
    public static string? KeyRingPath => KeyRing.IsValueCreated ? KeyRing.Value : null;

    public static ImmutableArray<(string Name, string? Value)> On(string dataDirectory) =>
    [
        // As it is where it counts: in development every request passes the framework's page for exceptions too.
        ("ASPNETCORE_ENVIRONMENT", "Production"),
        ("Data__Directory", dataDirectory),
        ("RateLimits__Enabled", "false"),
        // All of a run come from one address.
        ("Bookings__HeldSeatsPerClientMax", "0"),
        ("Live__SubscribersPerClientMax", "0"),
        ("Auth__AdminKey", AdminKey),
        // Revisions of before take no notice of it.
        ("Privacy__KeyRing", KeyRing.Value),
        ("ConnectionStrings__Postgres", null),
        ("ConnectionStrings__PostgresReplicas", null),
        ("ConnectionStrings__Redis", null),
        ("ConnectionStrings__RabbitMq", null),
        ("ASPNETCORE_URLS", null),
        // What spares the generator a change of thread is not how Usher is run.
        (GeneratorSockets, null),
    ];
}
