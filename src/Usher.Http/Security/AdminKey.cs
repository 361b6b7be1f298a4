using System.Security.Cryptography;
using System.Text;
using Microsoft.Extensions.Options;
using Usher.Engine.Database;

namespace Usher.Http.Security;

/// <summary>
/// The key that opens the organisers' calls and their desk, until there are users with roles: the configured one.
/// Without it, which only development allows, one that was made once for this database and that the server prints when
/// it starts.
/// </summary>
public sealed class AdminKey
{
    public const string HeaderName = "X-Api-Key";

    // Longer than any key that somebody would choose; more is not even hashed.
    public const int CharsMax = 1024;

    private const int MadeBytes = 16;

    // Hashes have one length, so comparing them tells nothing about the key's.
    private readonly byte[]? _configured;
    private readonly SharedSecret _made;

    public AdminKey(IOptions<AuthOptions> options, DataSources data)
    {
        _configured = string.IsNullOrEmpty(options.Value.AdminKey) ? null : Digest(options.Value.AdminKey);
        _made = new SharedSecret(
            data, "desk_key",
            () => Encoding.UTF8.GetBytes(Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(MadeBytes))));
    }

    /// <summary>Whether this is the key; it takes the same time for every answer.</summary>
    public async ValueTask<bool> IsAsync(string presented, CancellationToken ct)
    {
        var expected = await DigestAsync(ct);
        return presented.Length <= CharsMax && CryptographicOperations.FixedTimeEquals(Digest(presented), expected);
    }

    /// <summary>The key that was made; null where one is configured, which is nobody's to tell.</summary>
    public async ValueTask<string?> TellAsync(CancellationToken ct) =>
        _configured is null ? await MadeAsync(ct) : null;

    /// <summary>Identifies the key without revealing it, so that a session of another key is not accepted.</summary>
    public async ValueTask<string> FingerprintAsync(CancellationToken ct) =>
        Convert.ToHexStringLower(SHA256.HashData(await DigestAsync(ct)));

    private async ValueTask<byte[]> DigestAsync(CancellationToken ct) => _configured ?? Digest(await MadeAsync(ct));

    private async ValueTask<string> MadeAsync(CancellationToken ct) =>
        Encoding.UTF8.GetString(await _made.GetAsync(ct));

    private static byte[] Digest(string key) => SHA256.HashData(Encoding.UTF8.GetBytes(key));
}
