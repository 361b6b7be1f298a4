namespace Usher.Server.Hosting;

/// <summary>What the program says to the one who started it.</summary>
internal static class ExitCodes
{
    /// <summary>The command could not be carried out; the message says why.</summary>
    public const int CouldNot = 2;

    /// <summary>The program ended by a defect of its own.</summary>
    public const int Defect = 70;

    /// <summary>Ended by Ctrl-C or SIGTERM before it was done.</summary>
    public const int Interrupted = 130;
}
