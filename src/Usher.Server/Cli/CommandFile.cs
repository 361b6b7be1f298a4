namespace Usher.Server.Cli;

/// <summary>A file that a command is given.</summary>
internal static class CommandFile
{
    private const int KibiBytes = 1024;
    private const int MebiBytes = 1024 * KibiBytes;

    /// <summary>Reads it whole.</summary>
    /// <param name="file">Where it is.</param>
    /// <param name="bytesMax">How large it may be.</param>
    /// <param name="what">What is in it: "a seating plan".</param>
    /// <param name="ct">Ends it.</param>
    /// <exception cref="CommandException">It cannot be read, or is too large.</exception>
    public static async Task<byte[]> ReadAsync(string file, long bytesMax, string what, CancellationToken ct)
    {
        if (Directory.Exists(file))
        {
            throw new CommandException($"{file} is a folder; give the file of {what}.");
        }

        try
        {
            return new FileInfo(file).Length <= bytesMax
                ? await File.ReadAllBytesAsync(file, ct)
                : throw new CommandException($"{file} is larger than {Size(bytesMax)}.");
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new CommandException($"{file} cannot be read: {e.Message}");
        }
    }

    private static string Size(long bytes) =>
        bytes < MebiBytes ? $"{bytes / KibiBytes} KiB" : $"{bytes / MebiBytes} MiB";
}
