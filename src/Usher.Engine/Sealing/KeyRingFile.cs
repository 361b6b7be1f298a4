using System.Security.Cryptography;
using System.Text.Json;

namespace Usher.Engine.Sealing;

/// <summary>The file that a key ring is kept in: JSON, the keys in base64.</summary>
/// <param name="path">Where it is.</param>
public sealed class KeyRingFile(string path)
{
    private const string Active = "active";
    private const string Finding = "finding";
    private const string Keys = "keys";
    private const string FirstId = "k1";
    private const int KeysMax = 100;

    // Many times what so many keys need.
    private const int BytesMax = 64 * 1024;

    /// <summary>Reads the ring.</summary>
    /// <exception cref="KeyRingException">There is no such file, or it has no ring.</exception>
    public KeyRing Read()
    {
        var (active, finding, keys) = ReadParts();
        try
        {
            return new KeyRing(active, finding, keys) { ErasedPath = path + ".erased" };
        }
        catch (KeyRingException wrong)
        {
            throw Cannot(wrong.Message);
        }
    }

    /// <summary>Reads the ring; where there is no file, makes one with one key.</summary>
    /// <exception cref="KeyRingException">There is one, and it has no ring; or none can be made there.</exception>
    public KeyRing ReadOrMake()
    {
        if (!File.Exists(path))
        {
            Make();
        }

        return Read();
    }

    /// <summary>Adds a key, which seals nothing until it is <see cref="Use"/>d. Where there is no file, makes one.
    /// </summary>
    /// <returns>The id of the new key.</returns>
    /// <exception cref="KeyRingException">It cannot be done.</exception>
    public string Add()
    {
        if (!File.Exists(path) && Make())
        {
            return FirstId;
        }

        var (active, finding, keys) = ReadParts();
        if (keys.Count == KeysMax)
        {
            throw new KeyRingException($"{path} has {KeysMax} keys already; remove those that are not used any more.");
        }

        var number = keys.Count + 1;
        while (keys.ContainsKey($"k{number}"))
        {
            number++;
        }

        keys.Add($"k{number}", NewKey());
        Write(active, finding, keys, overwrite: true);
        return $"k{number}";
    }

    /// <summary>Makes a key the one that seals.</summary>
    /// <exception cref="KeyRingException">There is no such key.</exception>
    public void Use(string id)
    {
        var (_, finding, keys) = ReadParts();
        if (!keys.ContainsKey(id))
        {
            throw new KeyRingException($"{path} has no key '{id}'. It has {string.Join(", ", keys.Keys)}.");
        }

        Write(id, finding, keys, overwrite: true);
    }

    // False: somebody else was first.
    private bool Make()
    {
        try
        {
            if (Path.GetDirectoryName(Path.GetFullPath(path)) is { } folder)
            {
                Directory.CreateDirectory(folder);
            }

            Write(
                FirstId, FirstId, new(StringComparer.Ordinal) { [FirstId] = NewKey() }, overwrite: false);
            return true;
        }
        catch (IOException) when (File.Exists(path))
        {
            return false;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new KeyRingException($"the key ring {path} cannot be made: {e.Message}");
        }
    }

    private (string Active, string Finding, SortedDictionary<string, byte[]> Keys) ReadParts()
    {
        try
        {
            using var stream = File.OpenRead(path);
            if (stream.Length > BytesMax)
            {
                throw Cannot("it is too large for one.");
            }

            using var json = JsonDocument.Parse(stream);
            var keys = new SortedDictionary<string, byte[]>(StringComparer.Ordinal);
            foreach (var key in json.RootElement.GetProperty(Keys).EnumerateObject())
            {
                keys[key.Name] = key.Value.GetBytesFromBase64();
            }

            return (Text(Active), Text(Finding), keys);

            string Text(string field) => json.RootElement.GetProperty(field).GetString() ?? "";
        }
        catch (Exception e) when (e is FileNotFoundException or DirectoryNotFoundException)
        {
            throw Cannot("there is no such file. 'usher privacy add-key' makes it.");
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw Cannot(e.Message);
        }
        catch (Exception e) when (e is JsonException or KeyNotFoundException or InvalidOperationException
            or FormatException)
        {
            throw Cannot(
                $"it must be JSON with '{Active}', '{Finding}' and '{Keys}', an object of keys in base64.");
        }
    }

    private KeyRingException Cannot(string why) => new($"the key ring {path} cannot be used: {why}");

    private static byte[] NewKey() => RandomNumberGenerator.GetBytes(KeyRing.KeyBytes);

    // Beside it and then in its place, so that nobody reads half of it.
    private void Write(string active, string finding, SortedDictionary<string, byte[]> keys, bool overwrite)
    {
        var draft = $"{path}.{Guid.NewGuid():N}";
        try
        {
            using (var stream = new FileStream(draft, NewForOwner()))
            {
                using (var json = new Utf8JsonWriter(stream, new JsonWriterOptions { Indented = true }))
                {
                    json.WriteStartObject();
                    json.WriteString(Active, active);
                    json.WriteString(Finding, finding);
                    json.WriteStartObject(Keys);
                    foreach (var (id, key) in keys)
                    {
                        json.WriteBase64String(id, key);
                    }

                    json.WriteEndObject();
                    json.WriteEndObject();
                }

                stream.Flush(flushToDisk: true);
            }

            File.Move(draft, path, overwrite);
        }
        finally
        {
            File.Delete(draft);
        }
    }

    /// <summary>How a file is made that only its owner reads.</summary>
    public static FileStreamOptions NewForOwner(FileMode mode = FileMode.CreateNew)
    {
        var options = new FileStreamOptions { Mode = mode, Access = FileAccess.Write, Share = FileShare.Read };
        if (!OperatingSystem.IsWindows())
        {
            options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        }

        return options;
    }
}
