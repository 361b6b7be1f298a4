using Usher.Bench.Settings;

namespace Usher.Bench.Servers;

/// <summary>The clone of Usher that this program was built in.</summary>
internal sealed record Clone(string Root, string Configuration, string Framework)
{
    private const string Ready = "ready";

    /// <summary>
    /// The server as ./run starts it, compiled ahead of time; else as it was built together with this program; null if
    /// it was not.
    /// </summary>
    public string? ServerAssembly => new[] { Ready, Framework }.Select(AssemblyIn).FirstOrDefault(File.Exists);

    /// <summary>The program that is one half of the server without the other; null if it was not built.</summary>
    public string? CeilingAssembly => new[] { Ready, Framework }
        .Select(folder => Path.Combine(BenchFolder, "Usher.Ceiling", "bin", Configuration, folder, "usher-ceiling.dll"))
        .FirstOrDefault(File.Exists);

    public string BenchFolder => Path.Combine(Root, "bench");

    /// <summary>The server as ./run starts it, compiled ahead of time.</summary>
    /// <exception cref="BenchException">It is not built.</exception>
    public string RequireReady() => File.Exists(AssemblyIn(Ready)) ? AssemblyIn(Ready)
        : throw new BenchException("--compare-to needs the server compiled ahead of time. Use ./usher-bench.");

    public static Clone? Find() => Find(AppContext.BaseDirectory);

    /// <exception cref="BenchException">This program is not inside a clone, or the server is not built.</exception>
    public static Clone Require(string option)
    {
        var clone = Find() ?? throw new BenchException(
            $"{option} needs a clone of Usher around usher-bench. Use ./usher-bench of a clone, or name a running "
            + "server with --url.");
        return clone.ServerAssembly is null
            ? throw new BenchException($"{option} needs the server beside usher-bench. Build it: dotnet build.")
            : clone;
    }

    /// <exception cref="BenchException">This program is not inside a clone, or that one is not built.</exception>
    public static string RequireCeiling() => Require("ceiling").CeilingAssembly
        ?? throw new BenchException("ceiling needs usher-ceiling beside usher-bench. Use ./usher-bench.");

    private string AssemblyIn(string folder) =>
        Path.Combine(Root, "src", "Usher.Server", "bin", Configuration, folder, "usher.dll");

    private static Clone? Find(string from)
    {
        var output = new DirectoryInfo(from);
        var folder = output;
        while (folder is not null && !File.Exists(Path.Combine(folder.FullName, "Usher.slnx")))
        {
            folder = folder.Parent;
        }

        return folder is null ? null : new Clone(folder.FullName, output.Parent?.Name ?? "", output.Name);
    }
}
