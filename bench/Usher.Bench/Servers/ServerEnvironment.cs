using System.Collections.Immutable;

namespace Usher.Bench.Servers;

/// <summary>What a server of the run's own is told, whatever the environment says of other servers.</summary>
internal static class ServerEnvironment
{
    public static ImmutableArray<(string Name, string? Value)> On(string dataDirectory) =>
    [
        ("ASPNETCORE_ENVIRONMENT", "Development"),
        ("Data__Directory", dataDirectory),
        ("RateLimits__Enabled", "false"),
        ("Auth__AdminKey", null),
        ("ConnectionStrings__Postgres", null),
        ("ConnectionStrings__PostgresReplicas", null),
        ("ConnectionStrings__Redis", null),
        ("ConnectionStrings__RabbitMq", null),
        ("ASPNETCORE_URLS", null),
    ];
}
