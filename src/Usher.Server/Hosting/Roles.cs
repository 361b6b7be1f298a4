namespace Usher.Server.Hosting;

/// <summary>What a server process does; each scales by itself.</summary>
[Flags]
public enum Roles
{
    None = 0,

    /// <summary>Answers the HTTP API.</summary>
    Api = 1,

    /// <summary>Sweeps expired holds.</summary>
    Worker = 2,

    /// <summary>Serves what people see in a browser.</summary>
    Web = 4,

    All = Api | Worker | Web,
}
