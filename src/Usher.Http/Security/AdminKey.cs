using System.Security.Cryptography;
using System.Text;
using Microsoft.Extensions.Options;

namespace Usher.Http.Security;

/// <summary>The configured key that opens the organisers' calls and their desk, until there are users with roles.
/// </summary>
public sealed class AdminKey(IOptions<AuthOptions> options)
{
    public const string HeaderName = "X-Api-Key";

    // Longer than any key that somebody would choose; more is not even hashed.
    public const int CharsMax = 1024;

    // Hashes have one length, so comparing them tells nothing about the key's.
    private readonly byte[]? _digest = string.IsNullOrEmpty(options.Value.AdminKey)
        ? null
        : Digest(options.Value.AdminKey);

    public bool IsConfigured => _digest is not null;

    /// <summary>Identifies the key without revealing it; null without one.</summary>
    public byte[]? Fingerprint => _digest is null ? null : SHA256.HashData(_digest);

    /// <summary>For calls that everybody may make, but that tell more to whoever sends the key.</summary>
    public bool CameWith(HttpRequest request) =>
        request.Headers.TryGetValue(HeaderName, out var values) && values is [{ } presented] && Is(presented);

    /// <summary>Whether this is the configured key; it takes the same time for every answer.</summary>
    public bool Is(string presented) => _digest is not null && AreSame(presented, _digest);

    /// <summary>What is kept of a key, to compare others with.</summary>
    public static byte[] Digest(string key) => SHA256.HashData(Encoding.UTF8.GetBytes(key));

    public static bool AreSame(string presented, byte[] digest) =>
        presented.Length <= CharsMax && CryptographicOperations.FixedTimeEquals(Digest(presented), digest);
}
