namespace Usher.Bench.Revisions;

/// <summary>A commit with its server.</summary>
/// <param name="Name">What it was asked for by.</param>
/// <param name="Commit">Its hash.</param>
/// <param name="Assembly">Its server, built.</param>
/// <param name="IsClean">Whether it is what was committed.</param>
internal sealed record Revision(string Name, string Commit, string Assembly, bool IsClean = true)
{
    private const int ShortLength = 9;

    public string Short => Commit[..ShortLength];
}
