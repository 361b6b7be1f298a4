using System.Globalization;
using System.Text;
using Usher.Engine.Sealing;

namespace Usher.BoxOffice.Privacy;

/// <summary>Who was erased.</summary>
/// <param name="Person">What the person was found by.</param>
/// <param name="Organization">From whose bookings; null: from those of all organizations.</param>
internal sealed record Erasure(string Person, OrganizationId? Organization);

/// <summary>
/// The file that remembers, outside the database, who was erased: a line each, with the time, what the person was found
/// by, and, unless it was by all, by which organization. Lines are only added.
/// </summary>
/// <param name="path">Where it is.</param>
internal sealed class ErasureRecord(string path)
{
    private readonly Lock _lock = new();

    /// <summary>Adds a line, and returns once it is on the disk.</summary>
    /// <exception cref="IOException">It cannot be written.</exception>
    public void Add(DateTime at, Erasure one)
    {
        var organization = one.Organization is { } id ? $" {id}" : "";
        var line = Encoding.ASCII.GetBytes(string.Create(
            CultureInfo.InvariantCulture, $"{at:yyyy-MM-dd'T'HH:mm:ss'Z'} {one.Person}{organization}\n"));
        lock (_lock)
        {
            // One write in append mode: lines of several processes do not mix.
            using var stream = new FileStream(path, KeyRingFile.NewForOwner(FileMode.Append));
            stream.Write(line);
            stream.Flush(flushToDisk: true);
        }
    }

    /// <summary>Everybody who was erased, each once, or once for each organization.</summary>
    /// <exception cref="KeyRingException">A line is none of ours.</exception>
    public IReadOnlyCollection<Erasure> Read()
    {
        if (!File.Exists(path))
        {
            return [];
        }

        HashSet<Erasure> people = [];
        foreach (var (index, line) in File.ReadLines(path).Index())
        {
            people.Add(Parse(line)
                ?? throw new KeyRingException(
                    $"line {index + 1} of {path} is no record of an erasure. Take the line out, or the file from a "
                    + "copy."));
        }

        return people;
    }

    private static Erasure? Parse(string line) => line.Split(' ') switch
    {
        [_, { Length: KeyRing.PersonChars } person] => new Erasure(person, Organization: null),
        [_, { Length: KeyRing.PersonChars } person, var organization]
            when long.TryParse(organization, NumberStyles.None, CultureInfo.InvariantCulture, out var id) =>
            new Erasure(person, new OrganizationId(id)),
        _ => null,
    };
}
