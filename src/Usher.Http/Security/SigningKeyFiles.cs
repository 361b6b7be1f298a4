using System.Security.Cryptography;

namespace Usher.Http.Security;

/// <summary>Reads the setting Auth:SigningKeys.</summary>
public static class SigningKeyFiles
{
    private const string Remedy =
        "'usher admin signing-key' prints a new key; save it to a file that only the server can read, and set "
        + "Auth__SigningKeys to the file's path.";

    private const string Begin = "-----BEGIN";

    /// <summary>The keys in their order.</summary>
    /// <param name="setting">Paths separated by semicolons, or PEM.</param>
    /// <param name="problem">What is wrong; null: nothing is.</param>
    internal static IReadOnlyList<ECDsa> Read(string setting, out string? problem)
    {
        var keys = new List<ECDsa>();
        problem = null;
        foreach (var (name, pem) in Texts(setting))
        {
            if (pem is null)
            {
                problem = $"Auth:SigningKeys names {name}, which cannot be read. {Remedy}";
                break;
            }

            var before = keys.Count;
            if (!AddTo(keys, pem) || keys.Count == before)
            {
                problem = $"Auth:SigningKeys: {name} is no private key of the curve P-256 as PEM. {Remedy}";
                break;
            }
        }

        return keys;
    }

    /// <summary>A new key as PEM.</summary>
    public static string Make()
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        return key.ExportPkcs8PrivateKeyPem();
    }

    private static IEnumerable<(string Name, string? Pem)> Texts(string setting)
    {
        if (setting.Contains(Begin, StringComparison.Ordinal))
        {
            yield return ("the text", setting);
            yield break;
        }

        foreach (var path in setting.Split(
            ';', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries))
        {
            yield return (path, TextOf(path));
        }
    }

    private static string? TextOf(string path)
    {
        try
        {
            return File.ReadAllText(path);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or ArgumentException
            or NotSupportedException)
        {
            return null;
        }
    }

    // A text may have several, one after the other.
    private static bool AddTo(List<ECDsa> keys, string pem)
    {
        for (var rest = pem.AsSpan(); PemEncoding.TryFind(rest, out var fields); rest = rest[fields.Location.End..])
        {
            if (Import(rest[fields.Location]) is not { } key)
            {
                return false;
            }

            keys.Add(key);
        }

        return true;
    }

    private static ECDsa? Import(ReadOnlySpan<char> pem)
    {
        var key = ECDsa.Create();
        try
        {
            key.ImportFromPem(pem);
            var parameters = key.ExportParameters(includePrivateParameters: true);
            if (parameters.D is not null && parameters.Curve.Oid.Value == ECCurve.NamedCurves.nistP256.Oid.Value)
            {
                return key;
            }
        }
        catch (Exception e) when (e is CryptographicException or ArgumentException)
        {
            // Another kind of key, or none.
        }

        key.Dispose();
        return null;
    }
}
