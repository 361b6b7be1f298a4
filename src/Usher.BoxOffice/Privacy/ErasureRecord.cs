using System.Globalization;
using System.Text;
using Usher.Engine.Sealing;

namespace Usher.BoxOffice.Privacy;

/// <summary>
/// The file that remembers, outside the database, who was erased: a line each, with the time and what the person was
/// found by. Lines are only added.
/// </summary>
/// <param name="path">Where it is.</param>
internal sealed class ErasureRecord(string path)
{
    private readonly Lock _lock = new();

    /// <summary>Adds a line, and returns once it is on the disk.</summary>
    /// <exception cref="IOException">It cannot be written.</exception>
    public void Add(DateTime at, string person)
    {
        var line = Encoding.ASCII.GetBytes(string.Create(
            CultureInfo.InvariantCulture, $"{at:yyyy-MM-dd'T'HH:mm:ss'Z'} {person}\n"));
        lock (_lock)
        {
            // One write in append mode: lines of several processes do not mix.
            using var stream = new FileStream(path, KeyRingFile.NewForOwner(FileMode.Append));
            stream.Write(line);
            stream.Flush(flushToDisk: true);
        }
    }

    /// <summary>Everybody who was erased, each once.</summary>
    /// <exception cref="KeyRingException">A line is none of ours.</exception>
    public IReadOnlyCollection<string> Read()
    {
        if (!File.Exists(path))
        {
            return [];
        }

        HashSet<string> people = new(StringComparer.Ordinal);
        foreach (var (index, line) in File.ReadLines(path).Index())
        {
            people.Add(line.Split(' ') is [_, { Length: KeyRing.PersonChars } person] ? person
                : throw new KeyRingException(
                    $"line {index + 1} of {path} is no record of an erasure. Take the line out, or the file from a "
                    + "copy."));
        }

        return people;
    }
}
