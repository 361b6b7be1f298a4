using System.Diagnostics;
using System.Globalization;

namespace Usher.Postgres;

/// <summary>What <c>postmaster.pid</c> in a cluster's data directory says about the server that wrote it.</summary>
internal sealed record Postmaster(string File, string Text, int ProcessId, int Port, string SocketDirectory)
{
    // Larger than any process id that a kernel assigns, so "no such process" is certain.
    private const string NobodysProcessId = "2147483646";

    // Linux's EMFILE and ENFILE.
    private const int TooManyFiles = 24;
    private const int TooManyFilesOnMachine = 23;

    /// <summary>Null if there is no file or only the beginning of one: a start under way, or a power cut.</summary>
    public static Postmaster? Read(string dataDirectory)
    {
        var file = Path.Combine(dataDirectory, "postmaster.pid");
        try
        {
            var text = System.IO.File.ReadAllText(file);
            var lines = text.Split('\n');
            return lines.Length > 4
                && int.TryParse(lines[0], CultureInfo.InvariantCulture, out var processId)
                && int.TryParse(lines[3], CultureInfo.InvariantCulture, out var port)
                ? new Postmaster(file, text, processId, port, lines[4].Trim())
                : null;
        }
        catch (Exception e) when (e is FileNotFoundException or DirectoryNotFoundException)
        {
            return null;
        }
    }

    /// <summary>
    /// False if that process is gone, is a zombie that nobody reaps (a container without an init), or is another
    /// program that got the same number after a reboot.
    /// </summary>
    public bool IsRunning()
    {
        if (!System.IO.Directory.Exists("/proc/self"))
        {
            return IsPostgresByName();
        }

        try
        {
            // Field 3 of stat, after a program name in parentheses that may itself hold spaces and parentheses.
            var stat = System.IO.File.ReadAllText($"/proc/{ProcessId}/stat");
            var state = stat[(stat.LastIndexOf(')') + 2)..][0];
            // A server's working directory is its data directory: the file seen from there must be this very one.
            return state is not ('Z' or 'X' or 'x')
                && Identity(System.IO.File.ReadAllText($"/proc/{ProcessId}/cwd/postmaster.pid")) == Identity(Text);
        }
        catch (IOException e) when (e.HResult is TooManyFiles or TooManyFilesOnMachine)
        {
            // It cannot be inspected now. Taking a live server for a dead one would mean stopping it.
            return true;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return false;
        }
    }

    /// <summary>
    /// Lets PostgreSQL see that the writer is dead, where it would only see that some process has its number. The file
    /// stays: by its other lines PostgreSQL refuses to start beside sessions that outlived a killed postmaster.
    /// </summary>
    public void MarkDead()
    {
        System.IO.File.WriteAllText(File, NobodysProcessId + Text[Text.IndexOf('\n')..]);
        foreach (var socket in new[] { $".s.PGSQL.{Port}.lock", $".s.PGSQL.{Port}" })
        {
            System.IO.File.Delete(Path.Combine(SocketDirectory, socket));
        }
    }

    public static void RemoveEmpty(string dataDirectory)
    {
        var file = new FileInfo(Path.Combine(dataDirectory, "postmaster.pid"));
        if (file is { Exists: true, Length: 0 })
        {
            file.Delete();
        }
    }

    // Process, directory and start time; the lines after them change while a server starts.
    private static string Identity(string text) => string.Join('\n', text.Split('\n').Take(3));

    private bool IsPostgresByName()
    {
        try
        {
            using var process = Process.GetProcessById(ProcessId);
            return process.ProcessName.Contains("postgres", StringComparison.Ordinal);
        }
        catch (ArgumentException)
        {
            return false;
        }
    }
}
